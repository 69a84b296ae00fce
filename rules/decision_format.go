package rules

import (
	"cmp"
	"fmt"
	"slices"
	"strings"

	"cortex/markdown"
)

// oddEntries is how many entries must have a form for each that has none: where fewer do, the others are no entries or
// meant so.
const oddEntries = 4

var decisionFormat = Rule{
	Name:  "decision-format",
	Title: "An entry of a log of decisions has another form than the log's entries",
	Doc: `The profile says in which forms the entries of a log may be written: as lines that begin with a date, as
headings with a date or an identifier, as records with the parts Decision and Rationale, as rows of a table.
The rule reports an entry in a form that the profile does not accept, and one without any among
others that have one: a heading without date or number among dated headings, an item without its date
in a dated list, a line whose date is not written as YYYY-MM-DD.

An agent that appends to the log copies the form that it sees, and one that looks for a decision by its day
or number does not find what has neither.

An entry without a form is reported only if there are four that have one for each that has none. What is
no entry is left alone: text and lists above and within entries, headings that group entries, sections about the log
itself. While the profile is only detected there is one diagnostic per file. The built-in profiles accept all the forms that real logs have; a profile of your own can accept fewer.

The rule is off unless the profile has logs that agents append to, as that of Roo Code.`,
	Bad: `profile: roo
-- memory-bank/decisionLog.md --
# Decision Log

## 2026-01-05 - Store orders in SQLite

One file, no server.

## 2026-01-09 - Render on the server

Pages are small.

## Sessions live in cookies

No state to share.

## 2026-02-02 - Search by trigrams

Typing errors are common.

## 2026-02-11 - Mail goes through a queue

The server sleeps at night.
`,
	Good: `profile: roo
-- memory-bank/decisionLog.md --
# Decision Log

## 2026-01-05 - Store orders in SQLite

One file, no server.

## 2026-01-09 - Render on the server

Pages are small.

## 2026-01-20 - Sessions live in cookies

No state to share.

## 2026-02-02 - Search by trigrams

Typing errors are common.

## 2026-02-11 - Mail goes through a queue

The server sleeps at night.
`,
	Severity: Off,
	Schema:   true,
	Scope:    ScopeDocument,
	Evidence: `2026-11: 21 real logs of decisions have eight forms, some two at once: dated lines 7, headings "Decision: title" 4, dated
headings 4, tables 3, parts Decision, Rationale and Implementation Details 3, identifiers 2. In 17 logs at hand, all read, the
rule finds no odd entry.`,
	Since: "0.1.0",
	Run:   runDecisionFormat,
}

func runDecisionFormat(p *Pass) {
	file := p.Bank.Profile.file(p.inBank(p.Doc.Path))
	if file == nil || len(file.Entries) == 0 || p.isPutAway() || !structureKnown(p.Doc) {
		return
	}
	l := logForm{Pass: p, file: file, title: titleOf(p.Doc)}
	l.sections(p.Doc.Sections)
	l.tables()
	slices.SortStableFunc(l.odd, func(a, b Diagnostic) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	if len(l.odd) > 1 && !p.Bank.Declared {
		l.reportTogether()
		return
	}
	for _, d := range l.odd {
		p.Report(d)
	}
}

// reportTogether reports all odd entries at once: a convention that nobody declared speaks once per file.
func (l *logForm) reportTogether() {
	d := l.odd[0]
	d.Message = fmt.Sprintf("%s (%d more in this file)", d.Message, len(l.odd)-1)
	for _, o := range l.odd[1:] {
		d.Related = append(d.Related, Related{l.Doc.Path, o.Span, o.Message})
	}
	l.Report(d)
}

// logForm judges the entries of one log.
type logForm struct {
	*Pass
	file  *ProfileFile
	title *markdown.Section
	odd   []Diagnostic
}

func (l *logForm) reportEntry(span markdown.Span, format string, args ...any) {
	l.odd = append(l.odd, Diagnostic{Span: span, Message: fmt.Sprintf(format, args...)})
}

func (l *logForm) accepts(f EntryForm) bool { return slices.Contains(l.file.Entries, f) }

// sections judges the sections of one parent, and what is inside those that are no entries.
func (l *logForm) sections(siblings []*markdown.Section) {
	accepted := 0
	var odd []*markdown.Section
	for _, s := range siblings {
		form := noForm
		if s != l.title {
			form = sectionForm(l.Doc, s)
		}
		switch {
		case form == noForm:
			if accepted > 0 && s != l.title && !isRecordPart(s.Title) && !aboutTheLog(s) && !isBlank(s.Body.In(l.Doc.Text)) {
				odd = append(odd, s)
			}
			l.lines(s)
			l.sections(s.Children)
		case l.accepts(form):
			accepted++
		default:
			l.reportEntry(s.Heading, "this entry is %s, but the log's are %s", form.Example(), l.wanted())
		}
	}
	if len(odd)*oddEntries > accepted {
		return
	}
	for _, s := range odd {
		l.reportEntry(s.Heading, "the entry %q has neither date nor number, as the other %d here have: want %s", clip(s.Title), accepted, l.wanted())
	}
}

// aboutTheLog tells a section of a log that is no entry.
func aboutTheLog(s *markdown.Section) bool {
	return describesTemplates(s.Title) || saysOpen(s.Title) || containsAny(strings.ToLower(s.Title), []string{
		"overview", "summary", "index", "about", "note", "reference", "related", "history", "archive", "log", "criteria", "process", "principle", "question", "statistic", "contents",
		"decisions", "решения", "概述", "总结", "概要",
	})
}

// lines judges the lines of a section that is no entry itself. Those below the title are an introduction if sections follow.
func (l *logForm) lines(s *markdown.Section) {
	if s == l.title && len(s.Children) > 0 {
		return
	}
	dated := map[byte]int{}
	odd := map[byte][]markdown.Span{}
	first, last := l.Doc.Lines.OffsetLine(s.Own.Start), l.Doc.Lines.OffsetLine(s.Own.End)
	for line := first; line <= last; line++ {
		span := l.Doc.Lines.LineSpan(line)
		if span.Start >= s.Own.End {
			break
		}
		switch mark, kind := l.lineEntry(span); {
		case kind == lineDated && !l.accepts(entryTimestamp):
			l.reportEntry(span, "this entry is a line that begins with a date, but the log's are %s", l.wanted())
		case kind == lineDated:
			dated[mark]++
		case kind == lineOdd:
			odd[mark] = append(odd[mark], span)
		}
	}
	for mark, spans := range odd {
		if len(spans)*oddEntries > dated[mark] {
			continue
		}
		for _, span := range spans {
			l.reportEntry(span, "this entry does not begin with a date as YYYY-MM-DD, as the other %d here do: want %s", dated[mark], l.wanted())
		}
	}
}

// lineKind tells what a line of a log is.
type lineKind uint8

const (
	lineOther lineKind = iota
	lineDated
	lineOdd
)

// lineEntry tells what a line is, and by which mark it begins, 0 for none.
func (l *logForm) lineEntry(span markdown.Span) (mark byte, kind lineKind) {
	text := span.In(l.Doc.Text)
	if text == "" || strings.IndexByte(" \t>#|`<", text[0]) >= 0 {
		return 0, lineOther
	}
	if listMark(text) && strings.IndexByte("-*+", text[0]) >= 0 {
		mark = text[0]
	}
	rest := strings.TrimLeft(text, "-*+[(_ \t")
	d, dated := dateIn(l.Doc, span)
	dated = dated && d.Span.Start == span.End-len(rest)
	if dated && !d.Worded {
		return mark, lineDated
	}
	otherDate := dayTitle().FindStringIndex(rest)
	if mark != 0 || dated || otherDate != nil && otherDate[0] == 0 {
		return mark, lineOdd
	}
	return mark, lineOther
}

// tables reports tables of decisions where the profile accepts none.
func (l *logForm) tables() {
	if l.accepts(entryRow) {
		return
	}
	for _, t := range l.Doc.Tables {
		if slices.ContainsFunc(t.Rows[0], func(c markdown.Cell) bool { return isRecordPart(c.Span.In(l.Doc.Text)) }) && len(t.Rows) > 1 {
			header := l.Doc.Lines.LineSpan(l.Doc.Lines.OffsetLine(t.Span.Start))
			l.reportEntry(header, "these entries are rows of a table, but the log's are %s", l.wanted())
		}
	}
}

// wanted names the accepted forms, that of new entries first.
func (l *logForm) wanted() string {
	var forms []string
	for _, f := range l.file.Entries {
		forms = append(forms, f.Example())
	}
	if len(forms) > 1 {
		return fmt.Sprintf("%s, or another of the profile's %d forms", forms[0], len(forms))
	}
	return forms[0]
}
