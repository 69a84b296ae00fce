package rules

import (
	"fmt"
	"strings"

	"cortex/markdown"
)

var unclosedFence = Rule{
	Name:  "unclosed-fence",
	Title: "A code block does not end where it was meant to end",
	Doc: `A fence that is not closed turns everything after it into code: the headings, links and tasks
below it no longer exist for a reader of Markdown, and an agent takes instructions for an example.

These mistakes are told apart. A block may never be closed, or not before the next one opens; the
diagnostic names the line before which it should end, if text that is clearly not code follows. A closing
fence with nothing to close opens a block of its own. A block of Markdown that holds other code blocks with fences of
the same length ends at the first of their closing fences, and from there on code and text change places;
a longer outer fence mends it. Last, a closing fence that is indented too far ends nothing, and one that is
indented less than its list item opens another block.

Where fences do not fit together, the reading that needs the fewest mistakes is reported, each mistake
once. Fixes are safe where only one place is possible.

There is hardly a reason to switch the rule off: show a fence in an example inside a longer one.`,
	Bad: `# Prompts

## Release

` + "```markdown" + `
Build it:

` + "```bash" + `
make
` + "```" + `

Then tag it.
` + "```" + `

## Review

Read the diff twice.
`,
	Good: `# Prompts

## Release

` + "````markdown" + `
Build it:

` + "```bash" + `
make
` + "```" + `

Then tag it.
` + "````" + `

## Review

Read the diff twice.
`,
	Severity: Error,
	Scope:    ScopeDocument,
	Fixable:  FixSafe,
	Evidence: "2026-11: 34 blocks in 9 of 894 files, 8 of 76 real banks, each read by hand: 29 of them hold code with fences of their own length. Over 145 banks, 24 blocks in 13 are never closed.",
	Since:    "0.1.0",
	Run:      runUnclosedFence,
}

func runUnclosedFence(p *Pass) {
	readings := readFences(p.Doc)
	if _, whole := wholeDocument(p.Doc, readings); whole && len(readings) > 0 {
		readings = readings[1:]
	}
	others := otherMistakes(readings)
	for _, r := range readings {
		switch r.kind {
		case fenceNested:
			p.reportNested(r, others == 0)
		case fenceMissing:
			message := fmt.Sprintf("code block is not closed before the next one opens on line %d", r.close.line+1)
			if r.open.holdsMarkdown() {
				message += ": if that one belongs to it, close it after that one and make its fences longer"
			}
			p.reportUnclosed(r.open, r.close.line, others == 1, message)
		case fenceOpen:
			p.reportUnclosed(r.open, p.Doc.Lines.Count(), others == 1, "code block is never closed")
		case fenceStray:
			p.reportStray(r)
		case fenceMisplaced:
			p.reportMisplaced(r)
		}
	}
}

// otherMistakes counts the fences that a longer outer one does not mend. Where they
// are none or one, the reading is hardly in doubt.
func otherMistakes(readings []fenceReading) int {
	n := 0
	for _, r := range readings {
		if r.kind != fencePlain && r.kind != fenceNested {
			n++
		}
	}
	return n
}

// soundUntil returns where the first fence stands that is not meant as it is read: what
// looks like structure from there on may be code. It is beyond the text if all is sound.
func soundUntil(doc *markdown.Document) int {
	for _, r := range readFences(doc) {
		if r.kind != fencePlain {
			return r.open.run.Start
		}
	}
	return len(doc.Text) + 1
}

func (p *Pass) reportNested(r fenceReading, safe bool) {
	length := r.longest + 1
	title := fmt.Sprintf("Lengthen the outer fence to %d %s", length, r.open.charName())
	p.Report(Diagnostic{
		Span: r.open.run,
		Message: fmt.Sprintf("code block ends too early because the fence on line %d inside it is as long as its own: it should end on line %d, so make the outer fence longer",
			r.inner.line+1, r.close.line+1),
		Related: []Related{
			{p.Doc.Path, r.inner.run, "the block inside"},
			{p.Doc.Path, r.close.run, "the end that was meant"},
		},
		Fixes: []Fix{p.edit(title, safe,
			markdown.Edit{Span: r.open.run, New: strings.Repeat(string(r.open.char), length)},
			markdown.Edit{Span: r.close.run, New: strings.Repeat(string(r.open.char), length)})},
	})
}

// reportUnclosed reports a block that must end before line last. Sure tells that no other fence is in doubt.
func (p *Pass) reportUnclosed(open fenceMark, last int, sure bool, message string) {
	if open.cut > 0 {
		last = open.cut
	}
	end := probableEnd(p.Doc, open, last)
	clear := end >= 0 && !open.commentsWithHash() || end < 0 && solid(p.Doc, open, last)
	if end >= 0 {
		last = end
		message += fmt.Sprintf(": it should end before line %d", end+1)
	} else if !strings.Contains(message, ": ") { // which says what to do already
		message += ": close it where the code ends"
	}
	fill := lastFilled(p.Doc, open, last)
	if indent, ok := deepClosing(p.Doc, open, fill); ok {
		p.Report(Diagnostic{
			Span:    open.run,
			Message: fmt.Sprintf("code block is never closed: the closing fence on line %d is indented too far", fill+1),
			Fixes: []Fix{p.edit("Indent the closing fence like the opening one", sure,
				markdown.Edit{Span: indent, New: containerPrefix(p.Doc, open)})},
		})
		return
	}
	title := fmt.Sprintf("Close the block after line %d", fill+1)
	closing := p.lineEnding() + containerPrefix(p.Doc, open) + open.run.In(p.Doc.Text)
	at := p.Doc.Lines.LineSpan(fill).End
	p.Report(Diagnostic{
		Span:    open.run,
		Message: message,
		Fixes:   []Fix{p.edit(title, sure && clear, markdown.Edit{Span: markdown.Span{Start: at, End: at}, New: closing})},
	})
}

// deepClosing tells whether a line would close the block if it were not indented so far, and returns its indentation.
func deepClosing(doc *markdown.Document, open fenceMark, line int) (markdown.Span, bool) {
	span := doc.Lines.LineSpan(line)
	run := strings.TrimLeft(span.In(doc.Text), " \t")
	closes := line > open.line && strings.HasPrefix(run, open.run.In(doc.Text)) && strings.Trim(run, string(open.char)+" \t") == ""
	return markdown.Span{Start: span.Start, End: span.End - len(run)}, closes
}

// solid tells whether closing the block right before line last cannot cut it: nothing
// of its list item or of the text follows, or the lines up to there have no gap.
func solid(doc *markdown.Document, open fenceMark, last int) bool {
	if last >= doc.Lines.Count() || last == open.cut {
		return true
	}
	for line := open.line + 1; line < lastFilled(doc, open, last); line++ {
		if blankLine(doc, line) {
			return false
		}
	}
	return true
}

// containerPrefix returns what a line must begin with to belong to the same quote and list item as a fence.
func containerPrefix(doc *markdown.Document, m fenceMark) string {
	before := doc.Text[doc.Lines.LineSpan(m.line).Start:m.run.Start]
	return strings.Map(func(c rune) rune {
		if c == '>' || c == '\t' {
			return c
		}
		return ' '
	}, before)
}

func (p *Pass) reportStray(r fenceReading) {
	empty := strings.TrimSpace(p.Doc.Text[r.open.run.End:]) == ""
	message := "closing fence without a block to close opens an empty one at the end of the text: remove it"
	if !empty {
		message = "closing fence without a block to close opens one that goes on to the end: remove it"
		if r.close.line > 0 {
			message = fmt.Sprintf("this fence closes nothing, so it opens a code block up to line %d: remove it", r.close.line+1)
		}
	}
	p.Report(Diagnostic{
		Span:    r.open.run,
		Message: message,
		Fixes:   []Fix{p.edit("Remove the fence", empty, cutLines(p.Doc, r.open.line, r.open.line))},
	})
}

// reportMisplaced reports a block in a list item or quote whose closing fence is outside.
func (p *Pass) reportMisplaced(r fenceReading) {
	prefix := containerPrefix(p.Doc, r.open)
	var edits []markdown.Edit
	for line := r.open.cut; line < r.close.line; line++ {
		edits = append(edits, p.intoContainer(line, prefix)...)
	}
	before := markdown.Span{Start: p.Doc.Lines.LineSpan(r.close.line).Start, End: r.close.run.Start}
	safe := len(edits) == 0 && strings.Trim(before.In(p.Doc.Text), " \t>") == ""
	edits = append(edits, markdown.Edit{Span: before, New: prefix})
	p.Report(Diagnostic{
		Span: r.open.run,
		Message: fmt.Sprintf("the closing fence on line %d is outside the list item or quote of the code block, so it opens another block: indent it like the opening fence",
			r.close.line+1),
		Related: []Related{{p.Doc.Path, r.close.run, "the closing fence"}},
		Fixes:   []Fix{p.edit("Indent the block like its opening fence", safe, edits...)},
	})
}

// intoContainer returns the edit that takes a line into the quote or list item whose
// lines begin with prefix, none for a line that is in it. A blank line ends only a quote.
func (p *Pass) intoContainer(line int, prefix string) []markdown.Edit {
	span := p.Doc.Lines.LineSpan(line)
	mark := strings.TrimRight(prefix, " \t")
	switch blank := blankLine(p.Doc, line); {
	case blank && mark == "" || mark != "" && strings.HasPrefix(span.In(p.Doc.Text), mark):
		return nil
	case blank:
		prefix = mark
	}
	return []markdown.Edit{{Span: markdown.Span{Start: span.Start, End: span.Start}, New: prefix}}
}
