package rules

import (
	"fmt"
	"path"
	"strings"

	"cortex/markdown"
)

// leastListed is how many of the files that a list names must exist for it to be a list of them.
const leastListed = 3

// checkIndex reports files of the bank that its index or README lists and that are not there: in a table or list most of
// whose entries begin with the name of a file that is.
func (c mentionCheck) checkIndex() {
	if !isGeneric(path.Base(c.Doc.Path)) {
		return
	}
	var list []mention
	for _, code := range c.Doc.CodeSpans {
		m, ok := readMention(c.Doc, code)
		if !ok || strings.Contains(m.path, "/") || !isMarkdown(m.path) || !c.beginsEntry(code) {
			continue
		}
		if len(list) > 0 && !c.goesOn(list[len(list)-1], m) {
			c.checkList(list)
			list = nil
		}
		list = append(list, m)
	}
	c.checkList(list)
}

// beginsEntry tells whether a code span is the first thing in a list item or a row of a table.
func (c mentionCheck) beginsEntry(code markdown.CodeSpan) bool {
	line := c.Doc.Lines.LineSpan(c.Doc.Lines.OffsetLine(code.Span.Start))
	before := strings.TrimLeft(c.Doc.Text[line.Start:code.Span.Start], " \t")
	return before != "" && strings.Trim(before, "|-*+_0123456789.) \t") == ""
}

// goesOn tells whether an entry belongs to the same list as the one before: only lines of lists and tables, and empty
// ones, are between them.
func (c mentionCheck) goesOn(before, m mention) bool {
	lines := c.Doc.Lines
	first, last := lines.OffsetLine(before.span.Start)+1, lines.OffsetLine(m.span.Start)
	for line := first; line < last; line++ {
		text := lines.LineSpan(line).In(c.Doc.Text)
		if text != "" && strings.IndexByte(" \t|", text[0]) < 0 && !itemMark().MatchString(text) {
			return false
		}
	}
	return true
}

func (c mentionCheck) checkList(list []mention) {
	var missing []mention
	for _, m := range list {
		if resolve(c.Workspace, c.Doc.Path, m.path).by == foundNowhere {
			missing = append(missing, m)
		}
	}
	if existing := len(list) - len(missing); existing < leastListed || len(missing) >= existing {
		return
	}
	for _, m := range missing {
		if c.elsewhere(m.path) || c.past() || c.absence().covers(m.span.Start) {
			continue
		}
		d := Diagnostic{
			Span:     m.span,
			Severity: Information,
			Message:  fmt.Sprintf("the list names %q, which does not exist", m.path),
		}
		if s, ok := c.near.suggest(target{path: m.path}, path.Join(path.Dir(c.Doc.Path), m.path)); ok {
			to := RelativePath(c.Doc.Path, s.path)
			d.Message += fmt.Sprintf("; did you mean %q?", to)
			d.Fixes = []Fix{c.change(m.span, to, false)}
		}
		c.Report(d)
	}
}

// elsewhere tells whether a document of that very name is in another folder of the bank.
func (c mentionCheck) elsewhere(name string) bool {
	for _, p := range c.Workspace.Documents().Namesakes(name) {
		if path.Base(p) == name {
			return true
		}
	}
	return false
}
