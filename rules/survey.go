package rules

import (
	"slices"

	"cortex/markdown"
)

// Survey is what the rules of bank scope keep of a bank between runs, so that a run costs what has changed since the one
// before. A new one knows nothing. It changes with each run: one at a time.
type Survey struct {
	list *Documents
	// docs are the documents of the list, nil for one that cannot be had.
	docs []*markdown.Document
	// spoilt tells that a rule failed, and may have left behind what is not so.
	spoilt bool
	// outdated are paths of documents that are to be fetched again.
	outdated []string
	// renewed are the indexes of documents that were fetched again, in order: each column knows how far it has come.
	renewed []int

	lengths  column[Tokens]
	includes column[bool]
	repeats  column[[]repeat]
	copies   copies
}

// Outdate says that the document at a path is another than at the last run.
func (s *Survey) Outdate(path string) { s.outdated = append(s.outdated, path) }

// update fetches what is new. With another list of documents everything is.
func (s *Survey) update(ws Workspace) {
	list := ws.Documents()
	// So many changes cost more to remember than to forget.
	if s.spoilt || s.list != list || len(s.renewed) > len(s.docs)+1000 {
		*s = Survey{list: list, docs: make([]*markdown.Document, len(list.Paths()))}
		for i, p := range list.Paths() {
			s.docs[i] = ws.Document(p)
		}
		return
	}
	for _, p := range s.outdated {
		if i, found := slices.BinarySearch(list.Paths(), p); found {
			s.docs[i] = ws.Document(p)
			s.renewed = append(s.renewed, i)
		}
	}
	s.outdated = nil
}

// column holds something of each document of a survey, the zero value where there is none.
type column[T any] struct {
	values []T
	// seen is how many of the renewed documents are taken into account.
	seen int
}

// of returns the values, by index of the documents, after reading those that are new.
func (c *column[T]) of(s *Survey, read func(*markdown.Document) T) []T {
	renew := func(i int) {
		var value T
		if s.docs[i] != nil {
			value = read(s.docs[i])
		}
		c.values[i] = value
	}
	if c.values == nil {
		c.values = make([]T, len(s.docs))
		for i := range s.docs {
			renew(i)
		}
	} else {
		for _, i := range s.renewed[c.seen:] {
			renew(i)
		}
	}
	c.seen = len(s.renewed)
	return c.values
}
