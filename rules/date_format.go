package rules

import (
	"fmt"
	"strings"
	"time"

	"cortex/markdown"
)

var dateFormat = Rule{
	Name:  "date-format",
	Title: "A date has another format than the bank's",
	Doc: `The bank has one format for dates, or a few, and this date is written otherwise: with seconds or a time zone, with a
space for the "T", with slashes, with the name of the month.

An agent that looks for what happened lately compares dates as text. "Jan 5, 2026" sorts behind "2026-02-01",
and 01/02/2026 is two days in two countries.

"formats" lists what is accepted; YYYY, MM and DD stand for the day, HH:MM and SS for the time, Month for the month's
name, and the first that has a time or has none is what a date with or without one is rewritten to.
The fix is safe where nothing is lost and nothing guessed. Where seconds go it is not, and where a time zone would
go, or day and month could be swapped, there is none.

Code, links and comments are left alone, and so is what may be a version, a ratio, a path or a value in quotes: 7/30/90,
1.2.3, "09/01/2026".

The rule is off: in most banks a date in any form that can be read is good enough. "cortex-strict" switches it on.`,
	Bad: `# Progress

## Jan 5, 2026

The login works.

## 2026-01-03 14:30

The form is done.
`,
	Good: `# Progress

## 2026-01-05

The login works.

## 2026-01-03T14:30

The form is done.
`,
	Severity: Off,
	Scope:    ScopeDocument,
	Fixable:  FixSafe,
	Options: []Option{{
		Name: "formats", Default: []string{"YYYY-MM-DD", "YYYY-MM-DDTHH:MM"},
		Doc: `The accepted formats, such as "YYYY-MM-DD HH:MM:SS", "DD.MM.YYYY" or "Month DD, YYYY".`,
	}},
	Evidence: `2026-11: the origin accepts YYYY-MM-DD and YYYY-MM-DDTHH:MM only; Roo Code itself writes "YYYY-MM-DD HH:MM:SS".
A simpler search takes 30/60/90 and 7/30/90 for dates. Switched on
with these two formats for 112 banks, the rule reports some 840 dates; of 50 that were read each is one.`,
	Since: "0.1.0",
	Run:   runDateFormat,
}

func runDateFormat(p *Pass) {
	formats := newDateFormats(p.Option("formats").([]string))
	for _, d := range p.writtenDates() {
		if !formats.accept(d) {
			p.reportDateFormat(d, formats)
		}
	}
}

func (p *Pass) reportDateFormat(d writtenDate, formats dateFormats) {
	text := d.span.In(p.Doc.Text)
	x := Diagnostic{Span: d.span, Message: fmt.Sprintf("the date %q is not written as %s", text, formats.names(d.clock != ""))}
	switch rewritten, lossless, ok := formats.rewrite(d); {
	case d.ambiguous:
		x.Message = fmt.Sprintf("%q can be read as two days: write it as %s", text, formats.names(d.clock != ""))
	case ok && d.zone == "":
		x.Fixes = []Fix{p.edit(fmt.Sprintf("Write %q", rewritten), lossless, markdown.Edit{Span: d.span, New: rewritten})}
	}
	p.Report(x)
}

// dateFormats are accepted formats.
type dateFormats []dateFormatting

type dateFormatting struct {
	// name is the format as configured, layout the same for package time.
	name, layout     string
	hasTime, seconds bool
}

// layouts turns the words of a format into those of package time. What is longer comes first; MM behind HH are minutes.
var layouts = strings.NewReplacer("YYYY", "2006", "HH:MM", "15:04", "HH.MM", "15.04", "MM", "01", "DD", "02", "SS", "05", "Month", "January", "Mon", "Jan", "M", "1", "D", "2")

func newDateFormats(names []string) dateFormats {
	var all dateFormats
	for _, name := range names {
		all = append(all, dateFormatting{name, layouts.Replace(name), strings.Contains(name, "HH"), strings.Contains(name, "SS")})
	}
	return all
}

func (f dateFormats) accept(d writtenDate) bool {
	for _, format := range f {
		if _, err := time.Parse(format.layout, d.text); err == nil {
			return true
		}
	}
	return false
}

// rewrite returns the date in the best accepted format, and whether that says all that was said. It is false if
// none has a time and the date has, or the other way round, or none can say it.
func (f dateFormats) rewrite(d writtenDate) (text string, lossless, ok bool) {
	for _, format := range f {
		if format.hasTime != (d.clock != "") || lossless || d.clock == "" && ok || format.seconds && !d.seconds() {
			continue
		}
		written := d.moment.Format(format.layout)
		if !format.says(d.moment, written) {
			continue
		}
		text, ok = written, true
		lossless = !d.seconds() || format.seconds
	}
	return text, lossless, ok
}

// says tells whether the format, which a person made up, keeps the day, and the time but for seconds.
func (f dateFormatting) says(moment time.Time, written string) bool {
	unit := time.Minute
	if f.seconds {
		unit = time.Second
	}
	read, err := time.Parse(f.layout, written)
	return err == nil && read.Equal(moment.Truncate(unit))
}

// names lists the formats with or without a time; all if there are none such.
func (f dateFormats) names(withTime bool) string {
	var names, all []string
	for _, format := range f {
		if all = append(all, format.name); format.hasTime == withTime {
			names = append(names, format.name)
		}
	}
	if len(names) == 0 {
		names = all
	}
	return strings.Join(names, " or ")
}
