package bank

import (
	"strings"

	"cortex/markdown"
	"cortex/rules"
)

// Sections returns the outermost sections of a document of a bank, nil for other files.
func (s *Snapshot) Sections(path string) []*markdown.Section {
	doc := s.judgedDocument(path)
	if doc == nil {
		return nil
	}
	return doc.Sections
}

// SectionNamed returns the section of a document whose heading or slug is name, nil if there is none. Letter case does not count.
func (s *Snapshot) SectionNamed(path, name string) *markdown.Section {
	doc := s.judgedDocument(path)
	if doc == nil {
		return nil
	}
	a, _ := rules.AnchorsOf(doc).Find(rules.Reference{Kind: rules.ReferenceInclude, Fragment: name})
	return a.Section
}

// Section returns the section of a document that has the slug, nil if there is none.
func (s *Snapshot) Section(path, slug string) *markdown.Section {
	doc := s.judgedDocument(path)
	if doc == nil {
		return nil
	}
	for section := range doc.All() {
		if section.Slug == slug {
			return section
		}
	}
	return nil
}

// SectionPathAt returns the headings that lead to an offset of a document of a bank, outermost first: "Status > Next steps".
// It is "" before the first heading and for other files.
func (s *Snapshot) SectionPathAt(path string, offset int) string {
	doc := s.judgedDocument(path)
	if doc == nil {
		return ""
	}
	var innermost *markdown.Section
	for section := range doc.All() {
		if end := section.Body.End; section.Heading.Start <= offset && (offset < end || end == len(doc.Text)) {
			innermost = section
		}
	}
	return SectionPath(innermost)
}

// SectionPath returns the headings down to a section, joined by " > "; "" for nil.
func SectionPath(section *markdown.Section) string {
	path := ""
	for ; section != nil; section = section.Parent {
		if path == "" {
			path = section.Title
		} else {
			path = section.Title + " > " + path
		}
	}
	return path
}

// ShortPath is SectionPath without a title that is around all others of the document, as long as FindSection finds the section so.
func (s *Snapshot) ShortPath(path string, section *markdown.Section) string {
	doc := s.document(path)
	if doc == nil || section == nil {
		return SectionPath(section)
	}
	return shortPath(doc, section)
}

func shortPath(doc *markdown.Document, section *markdown.Section) string {
	whole := SectionPath(section)
	if section.Parent == nil || len(doc.Sections) != 1 {
		return whole
	}
	short := strings.TrimPrefix(whole, doc.Sections[0].Title+" > ")
	if len(sectionsAt(doc, short)) != 1 {
		return whole
	}
	return short
}
