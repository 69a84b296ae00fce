package lsp

import (
	"cmp"
	"slices"
	"strings"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"cortex/markdown"
)

// textLines is a text in the middle of many changes: its lines, each with its end. A change costs the lines that it
// touches, wherever it stands, and a move of those behind it if their number changes.
type textLines []string

// lineOffset is a place in a text: a line, and a byte offset in it.
type lineOffset struct{ line, offset int }

// splitLines returns the lines of a text that x indexes.
func splitLines(text string, x *markdown.LineIndex) textLines {
	lines := make(textLines, x.Count())
	start := 0
	for i := range lines {
		end := len(text)
		if i+1 < len(lines) {
			end = x.LineSpan(i + 1).Start
		}
		lines[i] = text[start:end]
		start = end
	}
	return lines
}

// place returns where a position is, clamped to the text.
func (l textLines) place(e positionEncodingKind, p protocol.Position) lineOffset {
	line := int(p.Line)
	switch {
	case line >= len(l):
		return lineOffset{len(l) - 1, len(l[len(l)-1])}
	case line == 0:
		return lineOffset{0, e.positionOffset(markdown.NewLineIndex(l[0]), p)}
	}
	// What would be a BOM at the start of the text is a character here.
	x := markdown.NewLineIndex("\n" + l[line])
	return lineOffset{line, e.positionOffset(x, protocol.Position{Line: 1, Character: p.Character}) - 1}
}

// replaced returns the text with a range replaced. It takes l over.
func (l textLines) replaced(e positionEncodingKind, r protocol.Range, text string) textLines {
	start, end := l.place(e, r.Start), l.place(e, r.End)
	if cmp.Or(cmp.Compare(end.line, start.line), cmp.Compare(end.offset, start.offset)) < 0 {
		end = start
	}
	first, part := start.line, l[start.line][:start.offset]+text+l[end.line][end.offset:]
	// A lone "\r" becomes one line end with a "\n" that comes behind it.
	if first > 0 && strings.HasSuffix(l[first-1], "\r") {
		first--
		part = l[first] + part
	}
	lines := splitLines(part, markdown.NewLineIndex(part))
	if end.line+1 < len(l) {
		// The part ends with the end of a line, behind which the next one is there already.
		lines = lines[:len(lines)-1]
	}
	return slices.Replace(l, first, end.line+1, lines...)
}
