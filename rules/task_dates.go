package rules

import (
	"fmt"
	"strings"

	"cortex/markdown"
)

// checkUpdated compares the day in Updated, the last one if there are several, with that in Added and with the log.
func (p *Pass) checkUpdated(t task) {
	if t.updated == nil {
		return
	}
	updated, ok := p.latest(t.updated.value)
	if !ok {
		return
	}
	if t.added != nil {
		added, ok := dateIn(p.Doc, t.added.value)
		if ok && dayNumber(updated) < dayNumber(added) {
			p.reportUpdated(updated, added, Diagnostic{
				Message: fmt.Sprintf("updated on %s, before it was added on %s", p.day(updated), p.day(added)),
				Related: []Related{{p.Doc.Path, t.added.value, "the day it was added"}},
			})
			return
		}
	}
	entry, heading, ok := p.lastEntry()
	if ok && dayNumber(updated) < dayNumber(entry) {
		p.reportUpdated(updated, entry, Diagnostic{
			Severity: Information,
			Message:  fmt.Sprintf("updated on %s, but the log has an entry of %s", p.day(updated), p.day(entry)),
			Related:  []Related{{p.Doc.Path, heading, "the entry"}},
		})
	}
}

func (p *Pass) reportUpdated(updated, want markdown.Date, d Diagnostic) {
	d.Span = updated.Span
	edit := markdown.Edit{Span: updated.Span, New: p.day(want)}
	d.Fixes = []Fix{p.edit(fmt.Sprintf("Set %q", edit.New), false, edit)}
	p.Report(d)
}

// day returns a date as it is written, without its time.
func (p *Pass) day(d markdown.Date) string { return d.DaySpan().In(p.Doc.Text) }

// latest returns the latest date in span that the calendar has.
func (p *Pass) latest(span markdown.Span) (last markdown.Date, ok bool) {
	for d, more := dateIn(p.Doc, span); more; d, more = dateIn(p.Doc, markdown.Span{Start: d.Span.End, End: span.End}) {
		if d.Valid() && (!ok || dayNumber(d) > dayNumber(last)) {
			last, ok = d, true
		}
	}
	return last, ok
}

// lastEntry returns the latest date that a heading below one about a log begins with, and that heading.
func (p *Pass) lastEntry() (last markdown.Date, heading markdown.Span, ok bool) {
	for s := range p.Doc.All() {
		if s.Parent == nil || !isLog(s.Parent.Title) {
			continue
		}
		d, found := dateIn(p.Doc, s.Content)
		if found && d.Valid() && normalise(p.Doc.Text[s.Content.Start:d.Span.Start]) == "" &&
			(!ok || dayNumber(d) > dayNumber(last)) {
			last, heading, ok = d, s.Heading, true
		}
	}
	return last, heading, ok
}

// isLog tells whether a heading is about what was done when.
func isLog(title string) bool {
	title = normalise(title)
	for word := range strings.FieldsSeq(title) {
		switch word {
		case "log", "logs", "journal", "history", "historique", "журнал", "registro", "verlauf":
			return true
		}
	}
	return containsAny(title, []string{"日志", "记录", "ログ", "履歴", "로그"})
}
