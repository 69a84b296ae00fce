package bank

import (
	"slices"
	"strings"

	"cortex/markdown"
)

// SectionsAt returns the sections of a document of a bank that an address names, in order: a heading, or a slug, with some or
// all of the headings above it before it: "Status > Next steps". Letter case does not count. There are several where
// headings repeat, and none for other files. "#" and a slug names one only.
func (s *Snapshot) SectionsAt(path, address string) []*markdown.Section {
	doc := s.judgedDocument(path)
	if doc == nil {
		return nil
	}
	return sectionsAt(doc, address)
}

func sectionsAt(doc *markdown.Document, address string) []*markdown.Section {
	// An anchor is of one heading only.
	if slug, ok := strings.CutPrefix(strings.TrimSpace(address), "#"); ok {
		for section := range doc.All() {
			if strings.EqualFold(section.Slug, slug) {
				return []*markdown.Section{section}
			}
		}
	}
	// A heading may have the separator in it.
	if whole := sectionsNamed(doc, []string{address}); len(whole) > 0 {
		return whole
	}
	return sectionsNamed(doc, strings.Split(address, ">"))
}

// sectionsNamed returns the sections to which names lead, outermost first. Those whose heading is written just so come
// alone if there are any.
func sectionsNamed(doc *markdown.Document, names []string) []*markdown.Section {
	var found, exact []*markdown.Section
	for section := range doc.All() {
		if !ledTo(section, names) {
			continue
		}
		found = append(found, section)
		if section.Title == strings.TrimSpace(names[len(names)-1]) {
			exact = append(exact, section)
		}
	}
	if len(exact) > 0 {
		return exact
	}
	return found
}

// ledTo tells whether the section and those around it have the names, innermost last.
func ledTo(section *markdown.Section, names []string) bool {
	for _, name := range slices.Backward(names) {
		name = strings.TrimSpace(strings.TrimLeft(strings.TrimSpace(name), "#"))
		if section == nil || name == "" || !strings.EqualFold(section.Title, name) && !strings.EqualFold(section.Slug, name) {
			return false
		}
		section = section.Parent
	}
	return true
}
