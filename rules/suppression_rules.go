package rules

import (
	"fmt"
	"slices"
	"strings"

	"cortex/markdown"
)

// reportSuppressions reports comments with unknown names and, after all
// diagnostics were filtered, those that hid none.
func (d *driver) reportSuppressions(s *suppressions) {
	for _, m := range s.marks {
		if !slices.Contains(directives, m.directive) {
			d.reportDirective(m)
			continue
		}
		for i := range m.rules {
			d.reportSuppressed(m, &m.rules[i])
		}
	}
}

// reportDirective reports a comment that is nearly a suppression. One that begins with
// "cortex-" and is far from any is somebody else's.
func (d *driver) reportDirective(m *suppression) {
	near, ok := Nearest(m.directive, directives)
	if !ok {
		return
	}
	d.report(&unknownSuppression, Diagnostic{
		Span:    m.span,
		Message: fmt.Sprintf("unknown suppression %q: did you mean %q?", m.directive, near),
		Fixes:   []Fix{d.renameWord(m.span, near), d.removeComment(m, false)},
	})
}

func (d *driver) reportSuppressed(m *suppression, r *suppressedRule) {
	rule := Lookup(r.name)
	switch {
	case rule == nil:
		d.reportUnknown(m, r)
	case m.directive == "cortex-enable" || !d.idle(r):
	default:
		d.report(&unusedSuppression, Diagnostic{
			Span:    r.span,
			Message: fmt.Sprintf("nothing is suppressed here: the rule %q reports nothing", r.name),
			Fixes:   []Fix{d.removeName(m, r, true)},
		})
	}
}

// idle tells whether a named rule ran on the document and nothing of it was hidden.
func (d *driver) idle(r *suppressedRule) bool {
	rule := Lookup(r.name)
	ran := rule != nil && rule.Scope == ScopeDocument && rule.Run != nil && d.severity(rule) != Off
	return ran && !r.used
}

func (d *driver) reportUnknown(m *suppression, r *suppressedRule) {
	var names []string
	for _, rule := range table {
		names = append(names, rule.Name)
	}
	x := Diagnostic{Span: r.span, Message: fmt.Sprintf("unknown rule %q: nothing is suppressed by it; a reason begins with \"--\"", r.name)}
	if near, ok := Nearest(r.name, names); ok {
		x.Message = fmt.Sprintf("unknown rule %q: did you mean %q?", r.name, near)
		x.Fixes = append(x.Fixes, d.renameWord(r.span, near))
	}
	x.Fixes = append(x.Fixes, d.removeName(m, r, false))
	d.report(&unknownSuppression, x)
}

func (d *driver) renameWord(span markdown.Span, to string) Fix {
	return d.edit(fmt.Sprintf("Replace with %q", to), false, markdown.Edit{Span: span, New: to})
}

// removeName takes one rule out of a comment. Where no other would be left that has an
// effect it removes the comment: without names it would hide everything.
func (d *driver) removeName(m *suppression, r *suppressedRule, safe bool) Fix {
	stays := func(o suppressedRule) bool { return Lookup(o.name) != nil && !d.idle(&o) }
	if !slices.ContainsFunc(m.rules, stays) {
		return d.removeComment(m, safe)
	}
	span, text, before := r.span, d.doc.Text, " \t"
	if strings.HasPrefix(text[span.End:], ",") {
		span.End++
	} else {
		before += ","
	}
	span.Start = len(strings.TrimRight(text[:span.Start], before))
	return d.edit(fmt.Sprintf("Remove %q from the comment", r.name), safe, markdown.Edit{Span: span})
}

// removeComment removes a comment, with its lines if nothing else is on them, and
// with one of the empty lines around it.
func (d *driver) removeComment(m *suppression, safe bool) Fix {
	span, lines, text := m.comment.Span, d.doc.Lines, d.doc.Text
	first, last := lines.OffsetLine(span.Start), lines.OffsetLine(span.End)
	before := text[lines.LineSpan(first).Start:span.Start]
	after := text[span.End:lines.LineSpan(last).End]
	switch {
	case strings.TrimSpace(before+after) == "":
		span = d.withEmptyLine(first, last)
	case strings.TrimSpace(after) == "" || strings.HasSuffix(before, " ") && strings.HasPrefix(after, " "):
		span.Start -= len(before) - len(strings.TrimRight(before, " \t"))
	}
	return d.edit("Remove the comment", safe, markdown.Edit{Span: span})
}

// withEmptyLine returns the span of whole lines, and of an empty one beside them if
// there is another on their other side or nothing.
func (d *driver) withEmptyLine(first, last int) markdown.Span {
	span := markdown.Span{Start: wholeLine(d.doc, first).Start, End: wholeLine(d.doc, last).End}
	if first > 0 && !blankLine(d.doc, first-1) {
		return span
	}
	if last+1 < d.doc.Lines.Count() && span.End < len(d.doc.Text) {
		if blankLine(d.doc, last+1) {
			span.End = wholeLine(d.doc, last+1).End
		}
	} else if first > 0 {
		span.Start = wholeLine(d.doc, first-1).Start
	}
	return span
}

func (d *driver) edit(title string, safe bool, edit markdown.Edit) Fix {
	return Fix{Title: title, Safe: safe, Changes: []Change{{Path: d.doc.Path, Edits: []markdown.Edit{edit}}}}
}
