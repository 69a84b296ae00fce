package bank

import (
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
