package search

import (
	"strings"

	"cortex/markdown"
)

// BestLine returns the line of a passage that has most terms of the query, the first of several. A heading tells what is known
// already, so it comes only where nothing is below it.
func (q Query) BestLine(doc *markdown.Document, p Passage) markdown.Span {
	part := p.Span
	if p.Section != nil && !p.Bare(doc.Text) {
		part = p.Section.Own
	}
	var best markdown.Span
	var read terms
	most := -1
	last := doc.Lines.OffsetLine(max(part.Start, part.End-1))
	for line := doc.Lines.OffsetLine(part.Start); line <= last; line++ {
		span := doc.Lines.LineSpan(line)
		text := span.In(doc.Text)
		if strings.TrimSpace(text) == "" {
			continue
		}
		if n := q.count(&read, text); n > most {
			best, most = span, n
		}
	}
	return best
}

// count returns how many different terms of the query a text has.
func (q Query) count(read *terms, text string) int {
	found := map[term]bool{}
	read.each(text, false, func(t term) { found[t] = true })
	n := 0
	for _, t := range q.terms {
		if found[t] {
			n++
		}
	}
	return n
}
