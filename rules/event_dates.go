package rules

import (
	"cmp"
	"slices"
	"strings"

	"cortex/markdown"
)

// eventDates returns the dates of the document, and those in prose that end with the year, in order.
func eventDates(doc *markdown.Document) []markdown.Date {
	if hintsOf.Of(doc)&hintYear == 0 {
		return doc.Dates
	}
	all := slices.Clone(doc.Dates)
	for line := range proseLines(doc) {
		span := doc.Lines.LineSpan(line)
		if text := span.In(doc.Text); len(text) <= longestEventLine && endsWithYear(text) {
			all = append(all, datesEndingWithYear(doc, text, span.Start)...)
		}
	}
	slices.SortFunc(all, func(a, b markdown.Date) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	return all
}

// datesEndingWithYear returns the dates such as 25.01.2026 and 25/01/2026 of a line that starts at offset. Those in which
// day and month may be swapped are left out.
func datesEndingWithYear(doc *markdown.Document, line string, offset int) []markdown.Date {
	var found []markdown.Date
	for _, d := range otherDates(line) {
		span := markdown.Span{Start: offset + d.span.Start, End: offset + d.span.End}
		if d.ambiguous || inCodeSpan(doc, span) || inLink(doc, span) || inComment(doc, span.Start) {
			continue
		}
		year, month, day := d.moment.Date()
		found = append(found, markdown.Date{Span: span, Year: year, Month: int(month), Day: day, Worded: true})
	}
	return found
}

// endsWithYear tells whether a year of this century stands in text behind what may be the rest of a date.
func endsWithYear(text string) bool {
	for at := 0; ; at += 2 {
		next := strings.Index(text[at:], "20")
		if next < 0 {
			return false
		}
		at += next
		if at > 0 && strings.IndexByte("/.-", text[at-1]) >= 0 && yearBehind(text, at-1) {
			return true
		}
	}
}

// yearBehind tells whether at an offset a mark stands between a digit and a year of this century.
func yearBehind(text string, mark int) bool {
	rest := text[mark+1:]
	return mark > 0 && isDigit(text[mark-1]) && strings.HasPrefix(rest, "20") && len(rest) >= 4 && isDigit(rest[2]) && isDigit(rest[3])
}
