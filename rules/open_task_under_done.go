package rules

import (
	"fmt"
	"slices"
	"strings"

	"cortex/markdown"
)

var openTaskUnderDone = Rule{
	Name:  "open-task-under-done",
	Title: "A task is open below a heading that is marked done",
	Doc: "The heading says that all of it is done (`Phase 2 ✅`, `Phase 2 - COMPLETED`, `Completed Tasks`), but below it a box is " + `open.
One of them is wrong. An agent that believes the heading leaves the task undone; one that looks for boxes
begins what has long been finished.

All open boxes below one heading are reported together, on the first, or on the heading if that box is in a section further
inside. There is no fix: only who did the work knows which of the two is right.

A heading further inside, or a line above the boxes, that speaks of what is next, remaining, deferred, optional or
to be checked each time ("Checklist") makes them right. So do such words in the task itself. A heading with a mark in
the middle ("Phase 4 ✅ planning complete, now building") is not marked done.

Switch the rule off where headings are marked for decoration.`,
	Bad: `# Tasks

## Phase 1: Login ✅

- [x] Form
- [ ] Session
`,
	Good: `# Tasks

## Phase 1: Login ✅

- [x] Form
- [x] Session
`,
	Severity: Information,
	Scope:    ScopeDocument,
	Fixable:  FixNone,
	Evidence: `2026-11: 140 open boxes below headings marked done in 11 files of 9 of 145 real banks. In the 76 banks at hand
the rule reports 7 headings in 4 banks; each was read and is a contradiction.`,
	Since: "0.1.0",
	Run:   runOpenTaskUnderDone,
}

func runOpenTaskUnderDone(p *Pass) {
	if len(p.Doc.Tasks) == 0 || !p.marksDone() {
		return
	}
	open := p.openBoxes()
	if len(open) == 0 || open[0].Box.Start >= soundUntil(p.Doc) {
		return
	}
	var below *markdown.Section
	var group []markdown.Task
	report := func() {
		if len(group) > 0 {
			p.reportOpenTasks(below, group)
		}
		group = nil
	}
	leads := newLeadLines(p.Doc)
	var in, done *markdown.Section
	for i, b := range open {
		lead := leads.at(b.Box.Start)
		if s := sectionAt(p.Doc, b.Box.Start); s != in || i == 0 {
			in, done = s, p.doneHeading(s)
		}
		if done != below {
			report()
			below = done
		}
		if done != nil && !saysOpen(lead) && !putOff(b.Text.In(p.Doc.Text)) {
			group = append(group, b)
		}
	}
	report()
}

func (p *Pass) openBoxes() []markdown.Task {
	return slices.DeleteFunc(slices.Clone(p.Doc.Tasks), func(b markdown.Task) bool { return b.Done })
}

// marksDone tells whether any heading is marked done: what doneHeading returns is one.
func (p *Pass) marksDone() bool {
	for s := range p.Doc.All() {
		if p.Bank.Profile.words().headingStatus(s.Title) == statusDone {
			return true
		}
	}
	return false
}

// doneHeading returns the nearest section around s that is marked done, nil if there is none, if
// one nearer says otherwise, or if all is a checklist.
func (p *Pass) doneHeading(s *markdown.Section) *markdown.Section {
	var done *markdown.Section
	for ; s != nil; s = s.Parent {
		switch {
		case isChecklist(s.Title):
			return nil
		case done != nil:
		case saysOpen(s.Title):
			return nil
		default:
			found := p.Bank.Profile.words().headingStatus(s.Title)
			if found != statusUnknown && (found != statusDone || s.Level == 1) {
				return nil
			}
			if found == statusDone {
				done = s
			}
		}
	}
	return done
}

var putOffWords = newWordList(
	"defer", "optional", "skipp", "postpone", " later", "future", "follow-up", " n/a", "(n/a", "not needed", "cancelled", "canceled", "next ", "(next",
	"moved to", "if needed", "if necessary", "if required", "superseded", "out of scope", "won't", "⏳", "⏸", "⏭",
	"si nécessaire", "optionnel", "reporté", "opcional", "при необходимости", "отложен", "任意", "可选", "如需",
)

// putOff tells whether a task itself says that it is not meant to be done.
func putOff(text string) bool {
	return strings.HasPrefix(text, "~~") || putOffWords.in(text)
}

// reportOpenTasks reports the open tasks of a section that is marked done: on the first one, or on the heading
// if that is in a section further inside.
func (p *Pass) reportOpenTasks(s *markdown.Section, open []markdown.Task) {
	first, count := open[0], fmt.Sprintf("%d tasks are open", len(open))
	if len(open) == 1 {
		count = "a task is open"
	}
	d := Diagnostic{
		Span:    markdown.Span{Start: first.Box.Start, End: max(first.Box.End, first.Text.End)},
		Message: fmt.Sprintf("%s below the heading %q, which says done", count, clip(s.Title)),
		Related: []Related{{p.Doc.Path, s.Heading, "the heading"}},
	}
	if first.Box.Start >= s.Own.End {
		d.Span = s.Heading
		d.Message = fmt.Sprintf("the heading says done, but %s below it, the first on line %d", count, p.Doc.Lines.OffsetLine(first.Box.Start)+1)
		d.Related = nil
	}
	for i, b := range open {
		if i > 0 || d.Related == nil {
			d.Related = append(d.Related, Related{p.Doc.Path, b.Box, "an open task"})
		}
	}
	p.Report(d)
}

// leadLines finds the line of text that stands before a list. It goes through the document once.
type leadLines struct {
	doc  *markdown.Document
	line int
	lead string
}

func newLeadLines(doc *markdown.Document) *leadLines { return &leadLines{doc: doc} }

// at returns the last line before offset that is neither empty nor of a list. Offsets must not decrease.
func (l *leadLines) at(offset int) string {
	for ; l.line < l.doc.Lines.Count(); l.line++ {
		span := l.doc.Lines.LineSpan(l.line)
		if span.End >= offset {
			break
		}
		text := span.In(l.doc.Text)
		trimmed := strings.TrimLeft(text, " \t")
		if trimmed != "" && len(trimmed) == len(text) && !listMark(trimmed) {
			l.lead = text
		}
	}
	return l.lead
}

// listMark tells whether a line begins a list item.
func listMark(line string) bool {
	rest := strings.TrimLeft(line, "0123456789")
	if len(rest) < 2 || rest[1] != ' ' {
		return false
	}
	if len(rest) == len(line) {
		return strings.IndexByte("-*+", rest[0]) >= 0
	}
	return rest[0] == '.' || rest[0] == ')'
}
