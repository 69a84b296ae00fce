package bank

import (
	"cmp"
	"slices"

	"cortex/markdown"
)

// Fold is a part of a document that can be hidden behind its first line.
type Fold struct {
	Span markdown.Span
	// Comment tells a comment.
	Comment bool
}

// Folds returns what can be folded in a document: front matter, sections, lists, code, tables and
// comments of two lines or more, the outer before the inner. Nil for files that are no documents of a bank.
func (s *Snapshot) Folds(path string) []Fold {
	doc := s.judgedDocument(path)
	if doc == nil {
		return nil
	}
	folds := []Fold{}
	add := func(span markdown.Span, comment bool) {
		span = withoutEnd(doc.Text, span)
		if doc.Lines.OffsetLine(span.Start) < doc.Lines.OffsetLine(span.End) {
			folds = append(folds, Fold{span, comment})
		}
	}
	for _, span := range blocks(doc) {
		add(span, false)
	}
	for _, c := range doc.Comments {
		add(c.Span, true)
	}
	slices.SortStableFunc(folds, func(a, b Fold) int {
		return cmp.Or(cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(b.Span.End, a.Span.End))
	})
	return folds
}

// blocks returns the parts of a document that are made of whole lines.
func blocks(doc *markdown.Document) []markdown.Span {
	var spans []markdown.Span
	if doc.FrontMatter != nil {
		spans = append(spans, doc.FrontMatter.Span)
	}
	for section := range doc.All() {
		spans = append(spans, section.Span())
	}
	for _, f := range doc.Fences {
		spans = append(spans, f.Span)
	}
	for _, t := range doc.Tables {
		spans = append(spans, t.Span)
	}
	return append(append(spans, doc.Items...), doc.CodeBlocks...)
}

// withoutEnd returns a span without the blank lines at its end.
func withoutEnd(text string, span markdown.Span) markdown.Span {
	for span.End > span.Start && isBlank(text[span.End-1]) {
		span.End--
	}
	return span
}

// withoutBlanks returns a span without the blanks and blank lines at both ends.
func withoutBlanks(text string, span markdown.Span) markdown.Span {
	span = withoutEnd(text, span)
	for span.Start < span.End && isBlank(text[span.Start]) {
		span.Start++
	}
	return span
}

func isBlank(c byte) bool { return c == ' ' || c == '\t' || c == '\n' || c == '\r' }
