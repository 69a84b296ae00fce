package bank

import (
	"fmt"
	"strings"

	"cortex/markdown"
	"cortex/rules"
)

// FindSection returns the one section of a document that an address names, as in SectionsAt. The error is a *Refusal that
// names what there is.
func (s *Snapshot) FindSection(path, address string) (*markdown.Section, error) {
	doc := s.judgedDocument(path)
	if doc == nil {
		return nil, refuse(NotFound, "%q has no sections: it cannot be read", path)
	}
	return findSection(doc, address)
}

func findSection(doc *markdown.Document, address string) (*markdown.Section, error) {
	found := sectionsAt(doc, address)
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return nil, noSection(doc, address)
	}
	var told []string
	for _, s := range found {
		told = append(told, fmt.Sprintf("%q (line %d, %q)", SectionPath(s), doc.Lines.OffsetLine(s.Heading.Start)+1, "#"+s.Slug))
	}
	return nil, refuse(Ambiguous, "%q fits %d sections of %q: name one by its path or its anchor: %s", address, len(found), doc.Path, FirstFew(told))
}

// noSection says which sections there are, the one that is meant first.
func noSection(doc *markdown.Document, name string) *Refusal {
	byTitle := map[string]string{}
	var titles, all []string
	for s := range doc.All() {
		all = append(all, fmt.Sprintf("%q", SectionPath(s)))
		titles = append(titles, s.Title)
		byTitle[s.Title] = SectionPath(s)
	}
	if len(all) == 0 {
		return refuse(NoSection, "%q has no headings: %q stands for the whole of it", doc.Path, WholeDocument)
	}
	parts := strings.Split(name, ">")
	if near, ok := rules.Nearest(strings.TrimSpace(parts[len(parts)-1]), titles); ok {
		return refuse(NoSection, "%q has no section %q, did you mean %q?", doc.Path, name, byTitle[near])
	}
	return refuse(NoSection, "%q has no section %q: it has %s", doc.Path, name, FirstFew(all))
}
