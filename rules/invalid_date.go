package rules

import (
	"fmt"
	"strings"
	"unicode"
	"unicode/utf8"

	"cortex/markdown"
)

var invalidDate = Rule{
	Name:  "invalid-date",
	Title: "A date that the calendar does not have",
	Doc: "`2025-02-30`, `2025-13-01` or February 30, 2025 stands where a date belongs: at the start of an entry, behind a label, in a heading, a table or " +
		`brackets, behind "on" or "since". The day or month is a typing error, or the two were swapped.

An agent cannot tell when it was, and sorts the entry wrongly.

Dates in running text, code and links are left alone: they may be examples. So are sentences that speak of invalid dates,
and version numbers. Where day and month are swapped the fix swaps them back.

Switch the rule off for files that are about dates.`,
	Bad: `# Progress

## 2026-13-02

The login works.
`,
	Good: `# Progress

## 2026-02-13

The login works.
`,
	Severity: Warning,
	Scope:    ScopeDocument,
	Fixable:  FixUnsafe,
	Evidence: "2026-11: none among 5,414 dates of 145 real banks; what a simpler search takes for one are version numbers.",
	Since:    "0.1.0",
	Run:      runInvalidDate,
}

func runInvalidDate(p *Pass) {
	for _, d := range p.Doc.Dates {
		if !d.Valid() && p.isDatePosition(d) {
			p.reportInvalidDate(d)
		}
	}
}

// isDatePosition tells whether a date says when something was, as far as what stands before it on its line shows.
func (p *Pass) isDatePosition(d markdown.Date) bool {
	around := p.spanAround(d.Span)
	if speaksOfDates(around.In(p.Doc.Text)) {
		return false
	}
	before := strings.TrimRight(p.Doc.Text[around.Start:d.Span.Start], " \t")
	last, _ := utf8.DecodeLastRuneInString(before)
	if before == "" || !unicode.IsLetter(last) && !unicode.IsDigit(last) && last != '`' && last != '"' && last != '=' {
		return true
	}
	switch strings.ToLower(before[strings.LastIndexAny(before, " \t*_([")+1:]) {
	case "on", "since", "until", "by", "from", "to", "at", "updated", "added", "created", "completed", "date", "of", "am", "le", "от", "с", "до":
		return true
	}
	return false
}

func (p *Pass) reportInvalidDate(d markdown.Date) {
	span := d.DaySpan()
	x := Diagnostic{Span: span}
	swapped := markdown.Date{Year: d.Year, Month: d.Day, Day: d.Month}
	switch {
	case !d.Worded && swapped.Valid():
		text := fmt.Sprintf("%04d-%02d-%02d", swapped.Year, swapped.Month, swapped.Day)
		x.Message = fmt.Sprintf("there is no month %d: day and month may be swapped", d.Month)
		x.Fixes = []Fix{p.edit(fmt.Sprintf("Write %q", text), false, markdown.Edit{Span: span, New: text})}
	case d.Month < 1 || d.Month > 12:
		x.Message = fmt.Sprintf("there is no month %d: want 01 to 12", d.Month)
	default:
		x.Message = fmt.Sprintf("%s has no day %d", monthOf(d), d.Day)
	}
	p.Report(x)
}

// monthOf returns "February 2026".
func monthOf(d markdown.Date) string {
	return [...]string{"January", "February", "March", "April", "May", "June", "July", "August", "September", "October",
		"November", "December"}[d.Month-1] + fmt.Sprintf(" %d", d.Year)
}
