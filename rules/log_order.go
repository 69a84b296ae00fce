package rules

import (
	"slices"
	"strings"

	"cortex/markdown"
)

// leastDates is the number of different days from which a log shows its direction.
const leastDates = 4

// mostBreaks is the part of the entries, one of so many, that may break the direction of a log.
const mostBreaks = 5

var logOrder = Rule{
	Name:  "log-order",
	Title: "An entry of a log stands out of order",
	Doc: `The entries of a log, sections with a date in their headings or list items that begin with one, go from the newest to
the oldest or the other way round. One entry breaks the direction that nearly all the others keep.

An agent that reads the first or last entries to learn what happened lately misses what stands elsewhere.

Both directions are right, and the log's own counts, unless "direction" says which is wanted. Logs of fewer than four
days, those that keep no direction, and archives are left alone. Days are compared, not times.

This is a hint. The fix moves a section to its place; it is not safe, for a section may refer to the one before it.`,
	Bad: `# Progress

## 2026-01-04

Logout.

## 2026-01-03

Login.

## 2026-01-06

Tests.

## 2026-01-02

Setup.

## 2026-01-01

Start.
`,
	Good: `# Progress

## 2026-01-06

Tests.

## 2026-01-04

Logout.

## 2026-01-03

Login.

## 2026-01-02

Setup.

## 2026-01-01

Start.
`,
	Severity: Hint,
	Scope:    ScopeDocument,
	Fixable:  FixUnsafe,
	Options: []Option{{
		Name: "direction", Default: "", Values: []string{"", "newest-first", "oldest-first"},
		Doc: `The direction that logs should have: "newest-first" or "oldest-first"; empty for each log's own.`,
	}},
	Evidence: `2026-11: both directions are common in real banks, also within one convention; within a file nearly all keep one.`,
	Since:    "0.1.0",
	Run:      runLogOrder,
}

// logEntry is one entry of a log.
type logEntry struct {
	day int
	// span covers what to underline, whole everything that moves with the entry; it is empty where that is not known.
	span, whole markdown.Span
}

func runLogOrder(p *Pass) {
	if len(p.Doc.Dates) < leastDates || p.isPutAway() {
		return
	}
	p.checkLog(p.datedSections(p.Doc.Sections))
	for s := range p.Doc.All() {
		p.checkLog(p.datedSections(s.Children))
	}
	for _, list := range p.datedItems() {
		p.checkLog(list)
	}
}

// datedSections returns the sections whose headings begin or end with a date.
func (p *Pass) datedSections(siblings []*markdown.Section) []logEntry {
	var log []logEntry
	for _, s := range siblings {
		d, ok := dateIn(p.Doc, s.Content)
		if !ok || !d.Valid() {
			continue
		}
		before, after := p.Doc.Text[s.Content.Start:d.Span.Start], p.Doc.Text[d.Span.End:s.Content.End]
		if normalise(before) == "" || normalise(after) == "" {
			if log == nil {
				log = make([]logEntry, 0, len(siblings))
			}
			log = append(log, logEntry{dayNumber(d), s.Heading, s.Span()})
		}
	}
	return log
}

// datedItems returns the runs of lines that begin with a date, one below the other but for empty and indented lines.
func (p *Pass) datedItems() [][]logEntry {
	var logs [][]logEntry
	var log []logEntry
	last := -1
	for _, d := range p.Doc.Dates {
		line := p.Doc.Lines.OffsetLine(d.Span.Start)
		span := p.Doc.Lines.LineSpan(line)
		before := p.Doc.Text[span.Start:d.Span.Start]
		if line == last || !d.Valid() || before == "" || strings.Trim(before, "-*+[ (") != "" || before[0] == ' ' {
			continue
		}
		if last < 0 || !p.continuesList(last+1, line) {
			logs, log = append(logs, log), nil
		}
		log = append(log, logEntry{dayNumber(d), markdown.Span{Start: d.Span.Start, End: d.Span.End}, markdown.Span{}})
		last = line
	}
	return append(logs, log)
}

// continuesList tells whether the lines from first to before end are empty, indented or list items.
func (p *Pass) continuesList(first, end int) bool {
	for line := first; line < end; line++ {
		text := p.Doc.Lines.LineSpan(line).In(p.Doc.Text)
		if strings.TrimSpace(text) != "" && text[0] != ' ' && text[0] != '\t' && !listMark(text) {
			return false
		}
	}
	return true
}

// hasDays tells whether a log has at least so many different days.
func hasDays(log []logEntry, least int) bool {
	days := make([]int, 0, least)
	for _, e := range log {
		if len(days) < least && !slices.Contains(days, e.day) {
			days = append(days, e.day)
		}
	}
	return len(days) == least
}

// checkLog reports the entries that break the direction of a log.
func (p *Pass) checkLog(log []logEntry) {
	if !hasDays(log, leastDates) || p.Option("direction") == "" && inOneDirection(log) {
		return
	}
	newestFirst, ok := p.direction(log)
	if !ok {
		return
	}
	kept := longestRun(log, newestFirst)
	if (len(log)-countKept(kept))*mostBreaks > len(log) {
		p.Reportf(log[0].span, "the log is not %s, as its direction should be", directionName(newestFirst))
		return
	}
	for i := range log {
		if !kept[i] {
			p.reportOutOfOrder(log, i, newestFirst, kept)
		}
	}
}

// inOneDirection tells whether no entry breaks the direction that the log has, as in most.
func inOneDirection(log []logEntry) bool {
	up, down := true, true
	for i := 1; i < len(log); i++ {
		up = up && log[i-1].day <= log[i].day
		down = down && log[i-1].day >= log[i].day
	}
	return up || down
}
