package rules

import (
	"cmp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode"
	"unicode/utf8"

	"cortex/markdown"
)

// writtenDate is a date in any format.
type writtenDate struct {
	span markdown.Span
	// text is what stands at span.
	text   string
	moment time.Time
	// clock is the time of day as written and zone what follows it, both empty if there are none.
	clock, zone string
	// ambiguous tells that day and month may be swapped.
	ambiguous bool
}

func (d writtenDate) seconds() bool { return strings.Count(d.clock, ":") == 2 }

// writtenDates returns the dates in running text and headings, in order: those of the document, and those in
// other formats outside code, links and comments. Impossible ones are another rule's.
func (p *Pass) writtenDates() []writtenDate {
	var all []writtenDate
	for _, d := range p.Doc.Dates {
		if w, ok := p.knownDate(d); ok {
			all = append(all, w)
		}
	}
	for line := range proseLines(p.Doc) {
		span := p.Doc.Lines.LineSpan(line)
		for _, w := range otherDates(span.In(p.Doc.Text)) {
			w.span.Start += span.Start
			w.span.End += span.Start
			if !inCodeSpan(p.Doc, w.span) && !inLink(p.Doc, w.span) && !inComment(p.Doc, w.span.Start) {
				all = append(all, w)
			}
		}
	}
	slices.SortFunc(all, func(a, b writtenDate) int { return cmp.Compare(a.span.Start, b.span.Start) })
	return all
}

// clockZone matches what may follow the minutes or seconds of a time.
var clockZone = pattern(`^(?:\.\d+)?(?: ?(?:Z|[+-]\d\d:?\d\d|UTC|GMT|CET|CEST|EST|EDT|PST|PDT|JST|MSK|KST)\b)?`)

// knownDate returns a date of the document, with its time and time zone.
func (p *Pass) knownDate(d markdown.Date) (writtenDate, bool) {
	if !d.Valid() || inCodeSpan(p.Doc, d.Span) || inLink(p.Doc, d.Span) || inComment(p.Doc, d.Span.Start) {
		return writtenDate{}, false
	}
	w := writtenDate{span: d.Span, clock: d.Time}
	if d.Time != "" {
		w.zone = clockZone().FindString(p.Doc.Text[d.Span.End:])
		w.span.End += len(w.zone)
	}
	w.text = w.span.In(p.Doc.Text)
	w.moment = moment(d.Year, d.Month, d.Day, d.Time)
	return w, true
}

func moment(year, month, day int, clock string) time.Time {
	of, err := time.Parse("15:04:05", clock+strings.Repeat(":00", 2-strings.Count(clock, ":")))
	if err != nil {
		of = time.Time{}
	}
	return time.Date(year, time.Month(month), day, of.Hour(), of.Minute(), of.Second(), 0, time.UTC)
}

var (
	// yearFirst matches 2026/1/5 and 2026.01.05; 2026.1.5 is a version.
	yearFirst = pattern(`\b((?:19|20)\d\d)(?:/(\d{1,2})/(\d{1,2})|\.(\d\d)\.(\d\d))\b`)
	// yearLast matches 05.01.2026, 1/5/2026 and 05-01-2026.
	yearLast = pattern(`\b(\d{1,2})([/.-])(\d{1,2})[/.-]((?:19|20)\d\d)\b`)
)

// otherDates returns the dates of a line that consist of numbers and are not written as YYYY-MM-DD.
func otherDates(line string) []writtenDate {
	var all []writtenDate
	add := func(m []int, year, month, day string, ambiguous bool) {
		w, ok := newWrittenDate(line, m, number(year), number(month), number(day))
		if w.ambiguous = ambiguous; ok {
			all = append(all, w)
		}
	}
	if !strings.Contains(line, "19") && !strings.Contains(line, "20") {
		return nil
	}
	group := func(m []int, i int) string {
		if m[2*i] < 0 {
			return ""
		}
		return line[m[2*i]:m[2*i+1]]
	}
	for _, m := range yearFirst().FindAllStringSubmatchIndex(line, -1) {
		add(m, group(m, 1), group(m, 2)+group(m, 4), group(m, 3)+group(m, 5), false)
	}
	for _, m := range yearLast().FindAllStringSubmatchIndex(line, -1) {
		first, second := group(m, 1), group(m, 3)
		switch {
		case number(first) > 12 || group(m, 2) == ".": // with dots the day is first everywhere
			add(m, group(m, 4), second, first, false)
		default:
			add(m, group(m, 4), first, second, number(second) <= 12 && first != second)
		}
	}
	return all
}

// newWrittenDate returns the date that stands at a part of a line, false if the calendar has none such or it is part of a longer token.
func newWrittenDate(line string, at []int, year, month, day int) (writtenDate, bool) {
	d := writtenDate{span: markdown.Span{Start: at[0], End: at[1]}, text: line[at[0]:at[1]], moment: moment(year, month, day, "")}
	before, _ := utf8.DecodeLastRuneInString(line[:at[0]])
	after, size := utf8.DecodeRuneInString(line[at[1]:])
	next, _ := utf8.DecodeRuneInString(line[min(len(line), at[1]+size):])
	glued := strings.ContainsRune("/.-_\\@#=", before) || strings.ContainsRune("/-_\\@", after) || after == '.' && (unicode.IsDigit(next) || unicode.IsLetter(next))
	quoted := (before == '"' || before == '\'') && before == after // a value of a program
	return d, !glued && !quoted && markdown.Date{Year: year, Month: month, Day: day}.Valid()
}

func number(digits string) int {
	n, err := strconv.Atoi(digits)
	if err != nil {
		return 0
	}
	return n
}
