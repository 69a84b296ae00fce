package bank

import (
	"context"
	"slices"
	"strings"
	"time"

	"cortex/markdown"
)

// dayForms are the forms of dates that are kept, as package time has them.
var dayForms = []string{
	"2006-01-02", "2006-01-02 15:04:05", "2006-01-02 15:04", "2006-01-02T15:04:05", "2006-01-02T15:04",
	"January 2, 2006", "Jan 2, 2006", "January 02, 2006", "Jan 02, 2006", "2 January 2006", "2 Jan 2006", "02 January 2006", "02 Jan 2006",
	"2006年1月2日", "2006年01月02日",
}

// formOf returns the form of a date as it is written, false for one that is not kept.
func formOf(written string) (string, bool) {
	for _, form := range dayForms {
		if day, err := time.Parse(form, written); err == nil && day.Format(form) == written {
			return form, true
		}
	}
	return "", false
}

// entryStart matches the beginning of a line up to a date that is the first thing in it: a heading, an item, with brackets or bold marks.
var entryStart = pattern(`^(\s*(?:[-*+][ \t]+|#{1,6}[ \t]+)?[\[(*_]*)([0-9][-0-9T:.年月日]*)?$`)

// entryDate proposes the day at the start of an entry of a log, if other lines of the document begin with a date in the same way.
func (w *writing) entryDate(ctx context.Context) (Completion, bool) {
	m := entryStart().FindStringSubmatch(w.before)
	if m == nil || m[1] == "" {
		return Completion{}, false
	}
	form := w.dayForm(m[1])
	if form == "" {
		return Completion{}, false
	}
	c := w.today(m[2], "", form, closing(m[1]))
	if headingStart().MatchString(m[1]) { // what else a heading can be is known, too
		if more, ok := w.heading(ctx); ok && len(m[2]) == 0 && more.Span == c.Span {
			c.Candidates = append(c.Candidates, more.Candidates...)
		}
	}
	return c, true
}

// closing returns the bracket that closes the one that a line begins with.
func closing(start string) string {
	switch {
	case strings.HasSuffix(start, "["):
		return "]"
	case strings.HasSuffix(start, "("):
		return ")"
	}
	return ""
}

// dayForm returns the form of the document's date that is nearest to the place among those in front of which stands what
// is given; for nothing, among all dates, and then never an empty one.
func (w *writing) dayForm(before string) string {
	best, distance := "", -1
	for _, d := range w.doc.Dates {
		line := w.doc.Lines.LineSpan(w.doc.Lines.OffsetLine(d.Span.Start))
		if line.Start <= w.offset && w.offset <= line.End || before != "" && w.doc.Text[line.Start:d.Span.Start] != before {
			continue
		}
		away := max(d.Span.Start-w.offset, w.offset-d.Span.Start)
		if form, ok := formOf(d.Span.In(w.doc.Text)); ok && (distance < 0 || away < distance) {
			best, distance = form, away
		}
	}
	if best == "" && before == "" {
		return dayForms[0]
	}
	return best
}

// today proposes the day in a form, and where it is closed by a bracket that bracket.
func (w *writing) today(written, lead, form, bracket string) Completion {
	text := w.snapshot.engine.now().Format(form)
	rest := w.wordAfter("-:")
	if i := slices.IndexFunc(w.doc.Dates, func(d markdown.Date) bool { return d.Span.Touches(w.here().Span) }); i >= 0 {
		rest = min(w.doc.Dates[i].Span.End-w.offset, len(w.after))
	}
	if strings.HasPrefix(w.after[rest:], bracket) {
		bracket = ""
	}
	return Completion{
		Span:       w.around(len(written), rest),
		Candidates: []Candidate{{Kind: CandidateDate, Label: text, Insert: lead + text + bracket, Filter: text, Detail: "today"}},
	}
}
