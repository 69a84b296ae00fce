package rules

import (
	"strings"

	"cortex/markdown"
)

// fenceMark is a line that opens or closes a fenced code block in some reading of the document.
type fenceMark struct {
	// run covers the fence characters.
	run  markdown.Span
	line int
	char byte
	// language is the first word after the run; bare tells that there is none.
	language string
	bare     bool
	// cut is the line after a block that the parser saw end with its list item or quote, 0 for every other.
	cut int
}

// fenceMarks returns the lines that open and close the document's fences and
// those inside that would open another.
func fenceMarks(doc *markdown.Document) []fenceMark {
	var marks []fenceMark
	for _, f := range doc.Fences {
		inner := innerMarks(doc, f)
		open := markAt(doc, f.Open)
		if !f.Closed && f.Nested {
			open.cut = doc.Lines.OffsetLine(f.Span.End-1) + 1
		}
		marks = append(append(marks, open), inner...)
		if f.Closed {
			marks = append(marks, markAt(doc, f.Close))
		}
	}
	return marks
}

// innerMarks returns the lines inside f that would open a fence of its kind. One
// without an info string is not among them: it is indented too far, or would have closed f.
func innerMarks(doc *markdown.Document, f markdown.Fence) []fenceMark {
	if !strings.Contains(f.Content.In(doc.Text), f.Open.In(doc.Text)) {
		return nil
	}
	var marks []fenceMark
	_, column := doc.Lines.OffsetLineCol8(f.Open.Start)
	for line := doc.Lines.OffsetLine(f.Content.Start); line < doc.Lines.Count(); line++ {
		span := doc.Lines.LineSpan(line)
		if span.Start >= f.Content.End {
			break
		}
		text := span.In(doc.Text)
		rest := strings.TrimLeft(text, " \t")
		if f.Nested {
			rest = strings.TrimLeft(text, " \t>")
		}
		indent := len(text) - len(rest)
		length := len(rest) - len(strings.TrimLeft(rest, f.Open.In(doc.Text)[:1]))
		if length < f.Open.Len() || indent+3*strings.Count(text[:indent], "\t") > column+3 {
			continue
		}
		start := span.Start + indent
		m := markAt(doc, markdown.Span{Start: start, End: start + length})
		if m.bare || m.char == '`' && strings.Contains(rest[length:], "`") {
			continue
		}
		marks = append(marks, m)
	}
	return marks
}

func markAt(doc *markdown.Document, run markdown.Span) fenceMark {
	line := doc.Lines.OffsetLine(run.Start)
	info := strings.Fields(doc.Text[run.End:max(run.End, doc.Lines.LineSpan(line).End)])
	m := fenceMark{run: run, line: line, char: doc.Text[run.Start], bare: len(info) == 0}
	if !m.bare {
		m.language = strings.ToLower(info[0])
	}
	return m
}

// closes tells whether m can end the block that open begins.
func (m fenceMark) closes(open fenceMark) bool {
	return m.bare && m.char == open.char && m.run.Len() >= open.run.Len()
}

// opensIn tells whether m begins another block of the kind of open.
func (m fenceMark) opensIn(open fenceMark) bool {
	return !m.bare && m.char == open.char && m.run.Len() >= open.run.Len()
}

// holdsMarkdown tells whether the block is meant to hold Markdown.
func (m fenceMark) holdsMarkdown() bool {
	switch m.language {
	case "markdown", "md", "mdx":
		return true
	}
	return false
}

// charName is what messages call the fence's characters.
func (m fenceMark) charName() string {
	if m.char == '~' {
		return "tildes"
	}
	return "backticks"
}
