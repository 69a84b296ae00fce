package bank

import (
	"cortex/markdown"
	"cortex/rules"
)

// Definition is where something that stands in a document leads.
type Definition struct {
	// Origin covers what leads there.
	Origin markdown.Span
	Destination
}

// Destination is a place to go to.
type Destination struct {
	Path string
	// Line counts from 1 and is set for files whose text is not known; 0 is their start.
	Line int
	// Whole covers the section or the document, Selection its heading.
	Whole, Selection markdown.Span
}

// Definition returns where what stands at an offset of a document leads: the file, section or anchor of a
// link of any kind; the definition of a label; a heading leads to itself. False if it leads nowhere.
func (s *Snapshot) Definition(path string, offset int) (Definition, bool) {
	x, ok := s.subjectAt(path, offset)
	if !ok {
		return Definition{}, false
	}
	if x.onLabel && x.link.Kind == rules.ReferenceUse {
		return x.labelDefinition()
	}
	if x.onLabel {
		x = s.linkSubject(x.doc, *x.link, x.link.Target.Start)
		x.origin = x.link.Text
	}
	destination, ok := x.destination()
	return Definition{x.origin, destination}, ok
}

// labelDefinition returns the definition that gives a label its target.
func (x subject) labelDefinition() (Definition, bool) {
	for _, r := range labelled(x.doc, x.label) {
		if r.Kind == rules.ReferenceDefinition && !r.Hidden {
			return Definition{x.origin, Destination{Path: x.doc.Path, Whole: r.Span, Selection: r.Text}}, true
		}
	}
	return Definition{}, false
}

// destination returns where the subject is, false for what is no file.
func (x subject) destination() (Destination, bool) {
	switch {
	case x.anchor != nil:
		return Destination{Path: x.target.Path, Whole: withoutEnd(x.target.Text, wholeOf(*x.anchor)), Selection: selectionOf(*x.anchor)}, true
	case x.link == nil || x.link.Leads.Kind != rules.TargetFile:
		return Destination{}, false
	case x.target == nil:
		return Destination{Path: x.path, Line: x.link.Leads.Line}, true
	case x.link.Leads.Line > 0:
		line := x.target.Lines.LineSpan(x.link.Leads.Line - 1)
		return Destination{Path: x.path, Whole: line, Selection: line}, true
	}
	return Destination{Path: x.path, Whole: markdown.Span{End: len(x.target.Text)}, Selection: titleSpan(x.target)}, true
}

// wholeOf covers the section of a heading, or all of another anchor.
func wholeOf(a markdown.Anchor) markdown.Span {
	if a.Section != nil {
		return a.Section.Span()
	}
	return a.Span
}
