package main

import (
	"cortex/bank"
	"cortex/markdown"
)

// text is what a diagnostic's span refers to.
type text struct {
	text  string
	lines *markdown.LineIndex
}

// texts finds the texts of one workspace's files and remembers them.
type texts struct {
	snapshot *bank.Snapshot
	byPath   map[string]text
}

func newTexts(s *bank.Snapshot) texts { return texts{snapshot: s, byPath: map[string]text{}} }

// of returns the text of a file that was judged. The text of a file that could
// not be read, or does not exist, is empty.
func (t texts) of(path string) text {
	if known, ok := t.byPath[path]; ok {
		return known
	}
	found := t.find(path)
	t.byPath[path] = found
	return found
}

func (t texts) find(path string) text {
	if f := t.snapshot.File(path); f != nil {
		return text{f.Text(), f.Lines()}
	}
	return text{lines: markdown.NewLineIndex("")}
}

// excerpt returns the first line that span touches and the carets under it.
func (t text) excerpt(span markdown.Span, limit int) (source, carets string) {
	line := t.lines.LineSpan(t.lines.OffsetLine(span.Start))
	inLine := markdown.Span{Start: span.Start - line.Start, End: min(span.End, line.End) - line.Start}
	return excerpt(line.In(t.text), inLine, limit)
}

// position is a place for people and machines: 1-based, columns in code points.
type position struct {
	Line   int `json:"line"`
	Column int `json:"column"`
	// Offset is in bytes, from 0.
	Offset int `json:"offset"`
}

func (t text) position(offset int) position {
	line, column := t.lines.OffsetLineCol32(offset)
	return position{Line: line + 1, Column: column + 1, Offset: offset}
}
