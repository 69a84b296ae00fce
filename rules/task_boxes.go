package rules

import (
	"fmt"

	"cortex/markdown"
)

// checkBoxes compares a status with the boxes. Where most are open, or all of one list, nobody ticks them, and
// where the table of subtasks is finished they are only a plan: then it is worth less.
func (p *Pass) checkBoxes(t task, f field) {
	if f.status != statusDone {
		return
	}
	b := p.countBoxes()
	if len(b.open) == 0 {
		return
	}
	all := len(b.open) + b.ticked
	d := Diagnostic{
		Span:    f.value,
		Message: fmt.Sprintf("the status is %q, but %d of %d boxes are open", f.text, len(b.open), all),
	}
	switch {
	case b.forgotten && b.ticked >= len(b.open):
	case t.subtasks.finished():
		d.Severity = Hint
	default:
		d.Severity = Information
	}
	for _, o := range b.open {
		d.Related = append(d.Related, Related{p.Doc.Path, o.Box, clip(o.Text.In(p.Doc.Text))})
	}
	p.Report(d)
}

// boxes are the boxes of a task file. Those are left out that are put off, or below a heading or line
// that says that they are: they say nothing about the task.
type boxes struct {
	open   []markdown.Task
	ticked int
	// forgotten tells that an open box stands in one section with a ticked one.
	forgotten bool
}

func (p *Pass) countBoxes() boxes {
	var found boxes
	leads := newLeadLines(p.Doc)
	ticked, open := map[*markdown.Section]bool{}, map[*markdown.Section]bool{}
	for _, b := range p.Doc.Tasks {
		s := sectionAt(p.Doc, b.Box.Start)
		switch {
		case b.Done:
			found.ticked++
			ticked[s] = true
		case putOff(b.Text.In(p.Doc.Text)) || saysOpen(leads.at(b.Box.Start)) || belowOpen(s):
		default:
			found.open = append(found.open, b)
			open[s] = true
		}
	}
	for s := range open {
		found.forgotten = found.forgotten || ticked[s]
	}
	return found
}

// belowOpen tells whether a heading around s, the title left out, says that what is below it is still to be done.
func belowOpen(s *markdown.Section) bool {
	for ; s != nil && s.Level > 1; s = s.Parent {
		if saysOpen(s.Title) {
			return true
		}
	}
	return false
}
