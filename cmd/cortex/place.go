package main

import (
	"cortex/bank"
	"cortex/markdown"
)

// text is what a diagnostic's span refers to. The text of a file that could not be read, or does not exist, is empty.
type text struct{ file *bank.File }

// texts finds the texts of one workspace's files.
type texts struct{ snapshot *bank.Snapshot }

func (t texts) of(path string) text { return text{t.snapshot.File(path)} }

// line returns the line that holds an offset, false if there is no text.
func (t text) line(offset int) (markdown.Line, bool) {
	if t.file == nil {
		return markdown.Line{}, false
	}
	return t.file.LineAt(offset)
}

// excerptOf returns a line and the carets under what span covers of it. A byte order mark stands before the first line.
func excerptOf(line markdown.Line, span markdown.Span, limit int) (source, carets string) {
	start := max(span.Start, line.Span.Start)
	inLine := markdown.Span{Start: start - line.Span.Start, End: max(min(span.End, line.Span.End), start) - line.Span.Start}
	return excerpt(line.Text, inLine, limit)
}

// position is a place for people and machines: 1-based, columns in code points.
type position struct {
	Line   int `json:"line"`
	Column int `json:"column"`
	// Offset is in bytes, from 0.
	Offset int `json:"offset"`
}

func (t text) position(offset int) position {
	line, _ := t.line(offset)
	return positionIn(line, offset)
}

// positionIn returns the position of an offset in the line that holds it.
func positionIn(line markdown.Line, offset int) position {
	return position{Line: line.Number + 1, Column: line.Col32(offset) + 1, Offset: offset}
}
