package rules

import (
	"fmt"
	"strings"

	"cortex/markdown"
)

var mergeConflict = Rule{
	Name:  "merge-conflict",
	Title: "A merge conflict was committed unresolved",
	Doc: `Git writes both sides of a conflict into the file, between lines of seven <, = and > marks. Committed
like this, the file states two versions of the truth, and an agent that reads it may follow the one
that was given up. Markdown hides the marks besides: the = line makes a heading of the text above,
the > lines a quote.

The rule reports the three marks in order, each at the start of its line; a lone = line underlines a
heading. Marks inside code blocks are taken for an example. The blocks that agents
write to edit files look alike, but name SEARCH and REPLACE: they belong to tool-residue.

The fixes take one side or both; only a person can know which is right.

Switch the rule off for a document that explains conflicts outside code blocks.`,
	Bad: `# Progress

<<<<<<< HEAD
The login works.
=======
The login is broken.
>>>>>>> feature/login
`,
	Good: `# Progress

The login works.
`,
	Severity: Error,
	Scope:    ScopeDocument,
	Fixable:  FixUnsafe,
	Evidence: "2026-11: none in 1,938 files of 145 real banks: rare, and never meant.",
	Since:    "0.1.0",
	Run:      runMergeConflict,
}

// conflict holds the line numbers of the marks; base is -1 without the third side of diff3.
type conflict struct{ start, base, middle, end int }

func runMergeConflict(p *Pass) {
	if !strings.Contains(p.Doc.Text, "<<<<<<<") {
		return
	}
	for line := range proseLines(p.Doc) {
		if !isConflictMark(p.Doc, line, '<') {
			continue
		}
		if c, ok := readConflict(p.Doc, line); ok {
			p.reportConflict(c)
		}
	}
}

// isConflictMark tells whether a line is seven times mark, alone or with a label after a space.
func isConflictMark(doc *markdown.Document, line int, mark byte) bool {
	rest, found := strings.CutPrefix(doc.Lines.LineSpan(line).In(doc.Text), strings.Repeat(string(mark), 7))
	if !found || mark == '=' {
		return found && strings.TrimRight(rest, " \t") == ""
	}
	label := strings.TrimSpace(rest)
	return (rest == "" || rest[0] == ' ') && label != "SEARCH" && label != "REPLACE"
}

// readConflict reads the conflict that starts at a line. The parser's view of what is
// code is of no use inside: both sides may open the same fence.
func readConflict(doc *markdown.Document, start int) (conflict, bool) {
	c := conflict{start: start, base: -1, middle: -1}
	for line := start + 1; line < doc.Lines.Count(); line++ {
		switch {
		case isConflictMark(doc, line, '<'):
			return c, false
		case c.middle < 0 && c.base < 0 && isConflictMark(doc, line, '|'):
			c.base = line
		case c.middle < 0 && isConflictMark(doc, line, '='):
			c.middle = line
		case c.middle >= 0 && isConflictMark(doc, line, '>'):
			c.end = line
			return c, true
		}
	}
	return c, false
}

func (p *Pass) reportConflict(c conflict) {
	marks := []int{c.middle, c.end}
	firstEnd := c.middle
	if c.base >= 0 {
		marks = []int{c.base, c.middle, c.end}
		firstEnd = c.base
	}
	d := Diagnostic{
		Span:    p.Doc.Lines.LineSpan(c.start),
		Message: fmt.Sprintf("unresolved merge conflict up to line %d: keep one side, or what is right of both", c.end+1),
	}
	for _, line := range marks {
		d.Related = append(d.Related, Related{p.Doc.Path, p.Doc.Lines.LineSpan(line), "conflict mark"})
	}
	d.Fixes = []Fix{
		p.edit("Keep current side", false, cutLines(p.Doc, c.start, c.start), cutLines(p.Doc, firstEnd, c.end)),
		p.edit("Keep incoming side", false, cutLines(p.Doc, c.start, c.middle), cutLines(p.Doc, c.end, c.end)),
		p.edit("Keep both sides", false, cutLines(p.Doc, c.start, c.start), cutLines(p.Doc, firstEnd, c.middle), cutLines(p.Doc, c.end, c.end)),
	}
	p.Report(d)
}
