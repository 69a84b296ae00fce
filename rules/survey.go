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
	// digests are those of the documents of the list, nil for one that cannot be had or is still as another process has encoded it: in codes.
	digests []*Digest
	codes   []string
	// outlines tell at a glance which digests a rule has to look at.
	outlines []outline
	// spoilt tells that a rule failed, and may have left behind what is not so.
	spoilt bool
	// outdated are paths of documents whose digests are to be fetched again.
	outdated []string
	// renewed are the indexes of documents that were fetched again, in order: who keeps something knows how far it has come.
	renewed []int

	copies  copies
	lengths lengths
}

// outline is what nearly all that is asked about a document at each run can be answered by. Those of a bank stand side by
// side, so that to go through all takes next to no time.
type outline struct {
	tokens   int
	occasion occasion
	// known tells that there is a digest, includes and repeats that it has some.
	known, includes, repeats bool
}

// newSurvey returns a survey of documents with such digests, which has no workspace yet.
func newSurvey(list *Documents, digest func(i int) *Digest) *Survey {
	n := len(list.Paths())
	s := &Survey{list: list, digests: make([]*Digest, n), outlines: make([]outline, n)}
	for i := range s.digests {
		s.put(i, digest(i))
	}
	return s
}

// Outdate says that the document at a path is another than at the last run.
func (s *Survey) Outdate(path string) { s.outdated = append(s.outdated, path) }

// update fetches what is new. With another list of documents everything is.
func (s *Survey) update(ws Workspace) {
	list := ws.Documents()
	// So many changes cost more to remember than to forget.
	if s.spoilt || s.list != list || len(s.renewed) > len(s.digests)+1000 {
		*s = *newSurvey(list, func(i int) *Digest { return ws.Digest(list.paths[i]) })
		s.workspace = ws
		return
	}
	s.workspace = ws
	for _, p := range s.outdated {
		if i, found := slices.BinarySearch(list.Paths(), p); found {
			s.put(i, s.renew(i))
			s.renewed = append(s.renewed, i)
		}
	}
	s.outdated = nil
}

// renew returns the digest of a document that is another than before. Its parts will be looked at, and what it says is read
// once for both.
func (s *Survey) renew(i int) *Digest {
	if doc := s.workspace.Document(s.path(i)); doc != nil && comparesFile(s.outlines[i].occasion) {
		partsOf.Of(doc)
	}
	return s.workspace.Digest(s.path(i))
}

// Pack copies the digests into a few pieces of memory and tells of each that takes the place of another one: made one by one, beside what
// was soon gone, they leave memory full of holes.
func (s *Survey) Pack(replaced func(path string, before, now *Digest)) {
	room := 0
	for _, d := range s.digests {
		if d != nil {
			room += len(d.keys) + len(d.anchors)
		}
	}
	all, numbers := make([]Digest, len(s.digests)), make([]uint64, 0, room)
	keep := func(some []uint64) []uint64 {
		from := len(numbers)
		numbers = append(numbers, some...)
		return numbers[from:len(numbers):len(numbers)]
	}
	for i, d := range s.digests {
		if d == nil {
			continue
		}
		now := &all[i]
		*now = *d
		now.keys = keep(d.keys)
		if d.anchors != nil {
			now.anchors = keep(d.anchors)
		}
		s.digests[i] = now
		s.copies.packed(i, now)
		replaced(s.path(i), d, now)
	}
}

func (s *Survey) put(i int, d *Digest) {
	s.digests[i], s.outlines[i] = d, outline{occasion: s.list.occasion(i)}
	if o := &s.outlines[i]; d != nil {
		o.tokens, o.known, o.includes, o.repeats = d.tokens, true, d.includes, len(d.repeats) > 0
	}
}

// digest returns that of the document at an index, nil if it cannot be had.
func (s *Survey) digest(i int) *Digest {
	if s.digests[i] == nil && s.outlines[i].known {
		s.digests[i] = DecodeDigest(s.codes[i])
	}
	return s.digests[i]
}

// path returns that of the document at an index.
func (s *Survey) path(i int) string { return s.list.paths[i] }

// document returns the document at an index, nil if it cannot be had.
func (s *Survey) document(i int) *markdown.Document {
	if !s.outlines[i].known {
		return nil
	}
	return s.workspace.Document(s.path(i))
}
