package search

import "cortex/markdown"

// BestLine returns the line of a part of a document that has most terms of the query, the first of several.
func (q Query) BestLine(doc *markdown.Document, part markdown.Span) markdown.Span {
	first, last := doc.Lines.OffsetLine(part.Start), doc.Lines.OffsetLine(max(part.Start, part.End-1))
	best, most := doc.Lines.LineSpan(first), 0
	var read terms
	for line := first; line <= last; line++ {
		span := doc.Lines.LineSpan(line)
		if n := q.count(&read, span.In(doc.Text)); n > most {
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
