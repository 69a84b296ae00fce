package bank

import (
	"cmp"
	"context"
	"slices"

	"cortex/rules"
)

// FileLink is all that leads from one file of a bank to another, or to a file that does not exist.
type FileLink struct {
	From, To string
	// Links counts what leads there, Broken what of it leads to nothing.
	Links, Broken int
}

// FileLinks returns which files of a bank lead to which, sorted. It leaves out files that lead to themselves, what leads out of the bank, and
// what may lead to nothing without being wrong: wiki links and names of files in code. The error is ctx's.
func (s *Snapshot) FileLinks(ctx context.Context, b *Bank) ([]FileLink, error) {
	edges, err := s.Edges(ctx, EdgeQuery{Bank: b})
	if err != nil {
		return nil, err
	}
	counts := map[[2]string]FileLink{}
	for _, e := range edges {
		within := s.Judges(e.To) && s.BankOf(e.To) == b
		if e.From == e.To || s.BankOf(e.From) != b || !within && !e.wanted() {
			continue
		}
		link := counts[[2]string{e.From, e.To}]
		link.From, link.To = e.From, e.To
		link.Links++
		if e.Broken {
			link.Broken++
		}
		counts[[2]string{e.From, e.To}] = link
	}
	links := make([]FileLink, 0, len(counts))
	for _, link := range counts {
		links = append(links, link)
	}
	slices.SortFunc(links, func(a, b FileLink) int { return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.To, b.To)) })
	return links, nil
}

// wanted tells whether what the link leads to is missed.
func (e Edge) wanted() bool {
	return e.Broken && e.Kind != rules.ReferenceWiki && e.Kind != rules.ReferenceMention
}
