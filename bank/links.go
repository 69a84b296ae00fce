package bank

import (
	"cortex/markdown"
	"cortex/rules"
)

// Link is a reference of a document with its target.
type Link struct {
	rules.Reference
	Leads rules.Target
}

// Links returns the references of a document in order, nil if it is none of a bank.
func (s *Snapshot) Links(path string) []Link {
	doc := s.judgedDocument(path)
	if doc == nil {
		return nil
	}
	l := &lookups{snapshot: s, bank: s.BankOf(path)}
	references := rules.References(doc)
	links := make([]Link, len(references))
	for i, r := range references {
		links[i] = Link{r, r.Resolve(l, path)}
	}
	return links
}

// Lines returns for each link the line in the file that it leads to, from 1; 0 for the start of the file.
func (s *Snapshot) Lines(links []Link) []int {
	lines := make([]int, len(links))
	for i, l := range links {
		lines[i] = l.Leads.Line
		doc := s.judgedDocument(l.Leads.Path)
		if doc == nil || l.Leads.Line > 0 || l.Fragment == "" {
			continue
		}
		if a, ok := rules.AnchorsOf(doc).Find(l.Reference); ok {
			lines[i] = doc.Lines.OffsetLine(a.Span.Start) + 1
		}
	}
	return lines
}

// TitleOf returns what a link leads to in words: "Goals - m/projectbrief.md". It is "" for what is no file of a bank.
func (s *Snapshot) TitleOf(l Link) string {
	doc := s.judgedDocument(l.Leads.Path)
	if doc == nil || l.Leads.Kind != rules.TargetFile {
		return ""
	}
	section := (*markdown.Section)(nil)
	if a, ok := rules.AnchorsOf(doc).Find(l.Reference); ok {
		section = a.Section
	} else if len(doc.Sections) > 0 {
		section = doc.Sections[0]
	}
	if section == nil || section.Title == "" {
		return doc.Path
	}
	return section.Title + " - " + doc.Path
}
