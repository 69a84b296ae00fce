package bank

import (
	"slices"
	"unicode"
	"unicode/utf8"

	"cortex/markdown"
	"cortex/rules"
)

// Enclosing returns the parts of a document that hold an offset, each in the next: word, target, link,
// line, paragraph, list item, block, section without and with those below it, document. Nil for
// files that are no documents of a bank.
func (s *Snapshot) Enclosing(path string, offset int) []markdown.Span {
	doc := s.judgedDocument(path)
	if doc == nil {
		return nil
	}
	all := append(blocks(doc), inlineSpans(doc)...)
	all = append(all, wordAt(doc.Text, offset), lineAt(doc, offset), paragraphAt(doc, offset))
	for section := range doc.All() {
		all = append(all, section.Own, section.Body)
	}
	for i, span := range all {
		all[i] = withoutBlanks(doc.Text, span)
	}
	return nested(append(all, markdown.Span{End: len(doc.Text)}), offset)
}

// nested returns the spans that hold an offset, the shortest first, without those that do not hold the one before.
func nested(all []markdown.Span, offset int) []markdown.Span {
	all = slices.DeleteFunc(all, func(s markdown.Span) bool { return offset < s.Start || s.End < offset || s.Len() == 0 })
	slices.SortStableFunc(all, func(a, b markdown.Span) int { return a.Len() - b.Len() })
	var chain []markdown.Span
	for _, s := range all {
		if n := len(chain); n == 0 || s != chain[n-1] && s.Contains(chain[n-1]) {
			chain = append(chain, s)
		}
	}
	return chain
}

// inlineSpans returns the parts of a document that stand inside a line.
func inlineSpans(doc *markdown.Document) []markdown.Span {
	var spans []markdown.Span
	for _, r := range rules.References(doc) {
		spans = append(spans, r.Span, r.Text, r.Target, r.PathSpan, r.FragmentSpan)
	}
	for _, c := range doc.CodeSpans {
		spans = append(spans, c.Span, c.Content)
	}
	for _, c := range doc.Comments {
		spans = append(spans, c.Span, c.Content)
	}
	for _, f := range doc.Fences {
		spans = append(spans, f.Content)
	}
	for section := range doc.All() {
		spans = append(spans, section.Content)
	}
	for _, t := range doc.Tables {
		for _, row := range t.Rows {
			for _, cell := range row {
				spans = append(spans, cell.Span)
			}
		}
	}
	return append(spans, doc.HTML...)
}

// wordAt returns the letters, digits and underscores around an offset.
func wordAt(text string, offset int) markdown.Span {
	span := markdown.Span{Start: offset, End: offset}
	for span.Start > 0 {
		r, size := utf8.DecodeLastRuneInString(text[:span.Start])
		if !isWord(r) {
			break
		}
		span.Start -= size
	}
	for span.End < len(text) {
		r, size := utf8.DecodeRuneInString(text[span.End:])
		if !isWord(r) {
			break
		}
		span.End += size
	}
	return span
}

func isWord(r rune) bool {
	return r == '_' || unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

// lineAt returns the line of an offset without the blanks around its text.
func lineAt(doc *markdown.Document, offset int) markdown.Span {
	return withoutBlanks(doc.Text, doc.Lines.LineSpan(doc.Lines.OffsetLine(offset)))
}

// paragraphAt returns the lines around an offset up to a blank line or a heading; empty for a line that is blank itself.
func paragraphAt(doc *markdown.Document, offset int) markdown.Span {
	around := ownAt(doc, offset)
	blank := func(line int) bool {
		span := doc.Lines.LineSpan(line)
		return !around.Contains(span) || withoutEnd(doc.Text, span).Len() == 0
	}
	first := doc.Lines.OffsetLine(offset)
	last := first
	if blank(first) {
		return markdown.Span{Start: offset, End: offset}
	}
	for first > 0 && !blank(first-1) {
		first--
	}
	for last+1 < doc.Lines.Count() && !blank(last+1) {
		last++
	}
	return markdown.Span{Start: doc.Lines.LineSpan(first).Start, End: doc.Lines.LineSpan(last).End}
}

// ownAt returns the text around an offset that has no heading in it, or the heading at the offset.
func ownAt(doc *markdown.Document, offset int) markdown.Span {
	own := markdown.Span{End: len(doc.Text)}
	for section := range doc.All() {
		switch {
		case offset < section.Heading.Start:
			own.End = min(own.End, section.Heading.Start)
			return own
		case offset <= section.Heading.End:
			return section.Heading
		}
		own = section.Own
	}
	return own
}
