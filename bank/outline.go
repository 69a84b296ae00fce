package bank

import "cortex/markdown"

// Sections returns the outermost sections of a document of a bank, nil for other files.
func (s *Snapshot) Sections(path string) []*markdown.Section {
	doc := s.judgedDocument(path)
	if doc == nil {
		return nil
	}
	return doc.Sections
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
