package bank

import (
	"context"
	"fmt"
	"strings"

	"cortex/markdown"
	"cortex/rules"
)

// Lens is a remark above a line of a document.
type Lens struct {
	// Span covers the heading that it is about; it is empty at the start of a text without a title.
	Span markdown.Span
	// Slug is the heading's, "" for the size of the document.
	Slug string
}

// Lenses returns where there is something to remark: at the start the size of the document, and at each heading to
// which something leads how much. The error is ctx's.
func (s *Snapshot) Lenses(ctx context.Context, path string) ([]Lens, error) {
	doc := s.judgedDocument(path)
	if doc == nil {
		return nil, nil
	}
	uses, err := s.sectionUses(ctx, doc)
	if err != nil {
		return nil, err
	}
	lenses := []Lens{{Span: titleSpan(doc)}}
	for section := range doc.All() {
		if uses[strings.ToLower(section.Slug)] > 0 {
			lenses = append(lenses, Lens{section.Heading, section.Slug})
		}
	}
	return lenses, nil
}

// LensText returns what a lens says; false if it has nothing to say any more. The error is ctx's.
func (s *Snapshot) LensText(ctx context.Context, path, slug string) (string, bool, error) {
	doc := s.judgedDocument(path)
	if doc == nil {
		return "", false, nil
	}
	if slug == "" {
		return tokensText(s.Tokens(path, markdown.Span{End: len(doc.Text)})), true, nil
	}
	uses, err := s.sectionUses(ctx, doc)
	switch n := uses[strings.ToLower(slug)]; n {
	case 0:
		return "", false, err
	case 1:
		return "1 reference", true, err
	default:
		return fmt.Sprintf("%d references", n), true, err
	}
}

// sectionUses counts what leads to the sections of a document, by their folded slugs. What leads to the document counts for its title.
func (s *Snapshot) sectionUses(ctx context.Context, doc *markdown.Document) (map[string]int, error) {
	uses := map[string]int{}
	anchors := rules.AnchorsOf(doc)
	err := s.graph.ask(ctx, s, func() {
		for _, l := range s.graph.linksTo(doc.Path) {
			a, found := anchors.Find(l.Reference)
			switch {
			case found:
				uses[strings.ToLower(a.Slug)]++
			case rules.CleanFragment(l.Fragment) == "" && l.Path != "" && len(doc.Sections) > 0 && doc.Sections[0].Level == 1:
				uses[strings.ToLower(doc.Sections[0].Slug)]++
			}
		}
	})
	return uses, err
}
