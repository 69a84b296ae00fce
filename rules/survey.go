package rules

import (
	"slices"

	"cortex/markdown"
)

// Survey is what the rules of bank scope keep of a bank between runs, so that a run costs what has changed since the one
// before. A new one knows nothing. It changes with each run: one at a time.
type Survey struct {
	list *Documents
	// workspace is that of the run.
	workspace Workspace
	// digests are those of the documents of the list, nil for one that cannot be had.
	digests []*Digest
	// spoilt tells that a rule failed, and may have left behind what is not so.
	spoilt bool
	// outdated are paths of documents whose digests are to be fetched again.
	outdated []string
	// renewed are the indexes of documents that were fetched again, in order: who keeps something knows how far it has come.
	renewed []int

	copies copies
}

// Outdate says that the document at a path is another than at the last run.
func (s *Survey) Outdate(path string) { s.outdated = append(s.outdated, path) }

// update fetches what is new. With another list of documents everything is.
func (s *Survey) update(ws Workspace) {
	list := ws.Documents()
	// So many changes cost more to remember than to forget.
	if s.spoilt || s.list != list || len(s.renewed) > len(s.digests)+1000 {
		*s = Survey{list: list, workspace: ws, digests: make([]*Digest, len(list.Paths()))}
		for i, p := range list.Paths() {
			s.digests[i] = ws.Digest(p)
		}
		return
	}
	s.workspace = ws
	for _, p := range s.outdated {
		if i, found := slices.BinarySearch(list.Paths(), p); found {
			s.digests[i] = ws.Digest(p)
			s.renewed = append(s.renewed, i)
		}
	}
	s.outdated = nil
}

// path returns that of the document at an index.
func (s *Survey) path(i int) string { return s.list.paths[i] }

// document returns the document at an index, nil if it cannot be had.
func (s *Survey) document(i int) *markdown.Document {
	if s.digests[i] == nil {
		return nil
	}
	return s.workspace.Document(s.path(i))
}
