package bank

import (
	"context"
	"path"
	"slices"

	"cortex/markdown"
	"cortex/rules"
)

// Part is a document, or a section of one, as includes name it.
type Part struct {
	Path string
	// Slug is that of the section, "" for the document.
	Slug string
	// Title is the section's heading, or the document's file name.
	Title string
	// Whole covers the part, Selection its heading.
	Whole, Selection markdown.Span
}

// Inclusion is one part that includes another, or is included, with the includes that do it.
type Inclusion struct {
	Part  Part
	Spans []markdown.Span
}

// PartAt returns the part that stands at an offset of a document: what an include names, the section of a
// heading, else the document. False for files that are no documents of a bank, and includes of nothing.
func (s *Snapshot) PartAt(path string, offset int) (Part, bool) {
	doc := s.judgedDocument(path)
	if doc == nil {
		return Part{}, false
	}
	x, ok := s.subjectAt(path, offset)
	switch {
	case ok && x.link != nil && x.link.Kind == rules.ReferenceInclude:
		return x.part()
	case ok && x.link == nil && x.anchor.Section != nil && !x.title:
		return sectionPart(doc, x.anchor.Section), true
	}
	return documentPart(doc), true
}

// Part returns the part of that path and slug, false if there is none any more.
func (s *Snapshot) Part(path, slug string) (Part, bool) {
	doc := s.judgedDocument(path)
	if doc == nil {
		return Part{}, false
	}
	if slug == "" {
		return documentPart(doc), true
	}
	section := s.Section(path, slug)
	if section == nil {
		return Part{}, false
	}
	return sectionPart(doc, section), true
}

// part returns what an include names.
func (x subject) part() (Part, bool) {
	switch {
	case x.anchor != nil && x.anchor.Section != nil:
		return sectionPart(x.target, x.anchor.Section), true
	case x.target != nil && x.fragment == "":
		return documentPart(x.target), true
	}
	return Part{}, false
}

func sectionPart(doc *markdown.Document, section *markdown.Section) Part {
	return Part{doc.Path, section.Slug, section.Title, withoutEnd(doc.Text, section.Span()), section.Content}
}

func documentPart(doc *markdown.Document) Part {
	return Part{Path: doc.Path, Title: path.Base(doc.Path), Whole: markdown.Span{End: len(doc.Text)}, Selection: titleSpan(doc)}
}

// Includers returns the documents with includes that bring in a part, alone or with what is around it,
// in order of their paths. The error is ctx's.
func (s *Snapshot) Includers(ctx context.Context, part Part) ([]Inclusion, error) {
	doc := s.judgedDocument(part.Path)
	if doc == nil {
		return nil, nil
	}
	anchors, wanted := rules.AnchorsOf(doc), s.Section(part.Path, part.Slug)
	inclusions := []Inclusion{}
	err := s.graph.ask(ctx, s, func() {
		for from, l := range s.graph.linksTo(part.Path) {
			if l.Kind != rules.ReferenceInclude || l.Leads != (rules.Target{Kind: rules.TargetFile, Path: part.Path}) || !brings(l, anchors, wanted) {
				continue
			}
			if n := len(inclusions); n == 0 || inclusions[n-1].Part.Path != from {
				doc := s.document(from)
				if doc == nil {
					continue
				}
				inclusions = append(inclusions, Inclusion{Part: documentPart(doc)})
			}
			last := &inclusions[len(inclusions)-1]
			last.Spans = append(last.Spans, l.Span)
		}
	})
	if err != nil {
		return nil, err
	}
	for _, x := range inclusions {
		slices.SortFunc(x.Spans, func(a, b markdown.Span) int { return a.Start - b.Start })
	}
	return inclusions, nil
}

// brings tells whether an include of a document brings in a section, or for nil any part at all.
func brings(l Link, anchors *rules.Anchors, wanted *markdown.Section) bool {
	if l.Fragment == "" {
		return true
	}
	a, ok := anchors.Find(l.Reference)
	return ok && (wanted == nil || a.Section.Span().Contains(wanted.Span()))
}

// Included returns the parts that the includes in a part name, in order of the first include of each.
func (s *Snapshot) Included(part Part) []Inclusion {
	inclusions := []Inclusion{}
	known := map[Part]int{}
	for _, l := range s.Links(part.Path) {
		if l.Kind != rules.ReferenceInclude || !part.Whole.Contains(l.Span) {
			continue
		}
		to, ok := s.linkSubject(s.judgedDocument(part.Path), l, l.Span.Start).part()
		if !ok {
			continue
		}
		i, again := known[to]
		if !again {
			i = len(inclusions)
			known[to] = i
			inclusions = append(inclusions, Inclusion{Part: to})
		}
		inclusions[i].Spans = append(inclusions[i].Spans, l.Span)
	}
	return inclusions
}
