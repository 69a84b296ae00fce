package rules

import (
	"fmt"
	"strings"

	"cortex/markdown"
)

var taskStatus = Rule{
	Name:  "task-status",
	Title: "A task file contradicts itself about its state",
	Doc: `A task file says more than once how far the task is: in **Status** at the top, in **Overall Status** with a
percentage, in the table of subtasks, in its boxes. The rule compares them:

* Status and Overall Status mean different things;
* a task that is done has subtasks that are not, or one that has not been started has subtasks that are done or begun;
* a percentage does not fit the word before it, as in "Complete - 95%";
* a task that is done has open boxes: information where most of them are open, or none of those beside them is
  ticked, a hint where the table of subtasks is finished;
* Updated is a day before Added, or before an entry of the log (information).

An agent that looks for work reads one of these places only. If they differ, it does again what is done, or
takes for done what is not.

Wordings are compared by what they mean ("Complete", "Done ✅" and "已完成" are one), and free text may follow.
What is not understood is not judged, nor what says that only a part is done ("Completed (phase 1)"). Subtasks and boxes
that are deferred, optional, moved or for the case of need count as little as those below "Next Steps". Only files below a folder named after tasks, or whose name begins with
TASK and a number, are task files; there is no diagnostic on an index or a template.

Switch the rule off where Status and Overall Status are about different things.`,
	Bad: `-- memory-bank/tasks/TASK001-login.md --
# [TASK001] - Login

**Status:** In Progress
**Added:** 2026-01-10
**Updated:** 2026-01-12

## Progress Tracking

**Overall Status:** Completed - 100%
`,
	Good: `-- memory-bank/tasks/TASK001-login.md --
# [TASK001] - Login

**Status:** Completed
**Added:** 2026-01-10
**Updated:** 2026-01-12

## Progress Tracking

**Overall Status:** Completed - 100%
`,
	Severity: Warning,
	Scope:    ScopeDocument,
	Fixable:  FixUnsafe,
	Run:      runTaskStatus,
	Evidence: `2026-11: in 145 real banks Status and Overall Status differ in 14 task files of 5 banks, status and
subtasks in 14 of 5, Updated is before Added in 1. In 59 banks that the rule had not seen there are 36
warnings in 13, each read and right, and 10 diagnostics of information, 5 of which are about lists that nobody ticks.`,
	Since: "0.1.0",
}

func runTaskStatus(p *Pass) {
	if !isTaskFile(p.inBank(p.Doc.Path)) {
		return
	}
	t := p.Bank.Profile.words().readTask(p.Doc)
	p.checkUpdated(t)
	for _, f := range []*field{t.status, t.overall} {
		if f != nil && p.checkPercentage(*f) {
			return
		}
	}
	if p.checkOverall(t) {
		return
	}
	f := t.overall
	if f == nil || f.status == statusUnknown {
		f = t.status
	}
	if f != nil && !p.checkSubtasks(t, *f) {
		p.checkBoxes(t, *f)
	}
}

// checkOverall compares Status with Overall Status. Like the next ones it tells whether it reported something.
func (p *Pass) checkOverall(t task) bool {
	if t.status == nil || t.overall == nil || t.status.status.agrees(t.overall.status) {
		return false
	}
	p.Report(Diagnostic{
		Span:    t.overall.value,
		Message: fmt.Sprintf("the overall status is %q, but the status at the top is %q", t.overall.text, t.status.text),
		Related: []Related{{p.Doc.Path, t.status.value, "the status at the top"}},
		Fixes: []Fix{
			p.setField("Set the status at the top to", *t.status, t.overall.status),
			p.setField("Set the overall status to", *t.overall, t.status.status),
		},
	})
	return true
}

// setField replaces a field's value by the plainest wording.
func (p *Pass) setField(title string, f field, s status) Fix {
	value := s.String()
	if s == statusDone && percentageIn(f.text) >= 0 {
		value += " - 100%"
	}
	return p.edit(fmt.Sprintf("%s %q", title, value), false, markdown.Edit{Span: f.value, New: value})
}

// percentageIn returns the first percentage in text, -1 if there is none.
func percentageIn(text string) int {
	sign := strings.IndexByte(text, '%')
	if sign < 0 {
		return -1
	}
	before := strings.TrimRight(text[:sign], " ")
	digits := before[len(strings.TrimRight(before, "0123456789")):]
	if n, _, ok := leadingPercentage(digits + "%"); ok {
		return n
	}
	return -1
}

func (p *Pass) checkPercentage(f field) bool {
	n, s := percentageIn(f.text), f.status
	switch {
	case n < 0:
		return false
	case s == statusDone && n < 100:
		p.Report(Diagnostic{
			Span:    f.value,
			Message: fmt.Sprintf("%q is no completed task: want 100%% or another status", f.text),
			Fixes:   []Fix{p.setField("Set", f, statusDone), p.setField("Set", f, statusActive)},
		})
	case s == statusPending && n > 0:
		p.Reportf(f.value, "%q has been begun: want 0%% or another status", f.text)
	case s == statusActive && n == 100:
		p.Reportf(f.value, "%q is a completed task: want another status or less than 100%%", f.text)
	default:
		return false
	}
	return true
}

// checkSubtasks compares a status with the table of subtasks.
func (p *Pass) checkSubtasks(t task, f field) bool {
	switch f.status {
	case statusDone:
		if rows := t.subtasks.in(statusActive, statusPending); len(rows) > 0 {
			p.reportSubtasks(f, rows, fmt.Sprintf("%d subtasks are not done", len(rows)))
			return true
		}
	case statusPending:
		begun := t.subtasks.in(statusDone, statusActive)
		switch {
		case t.subtasks.finished():
			p.reportSubtasks(f, begun, "all its subtasks are done")
			return true
		case len(begun) >= leastBegun:
			p.reportSubtasks(f, begun, fmt.Sprintf("%d subtasks have been begun", len(begun)))
			return true
		}
	}
	return false
}

// leastBegun is the number of begun subtasks from which a task is not pending: one is often the planning.
const leastBegun = 2

func (p *Pass) reportSubtasks(f field, rows []subtask, but string) {
	text := p.Doc.Text
	if len(rows) == 1 {
		but = fmt.Sprintf("the subtask %q is %q", clip(rows[0].name.In(text)), rows[0].value.In(text))
	}
	d := Diagnostic{Span: f.value, Message: fmt.Sprintf("the status is %q, but %s", f.text, but)}
	for _, r := range rows {
		d.Related = append(d.Related, Related{p.Doc.Path, r.value, clip(r.name.In(text))})
	}
	p.Report(d)
}
