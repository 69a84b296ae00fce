package bank

import (
	"fmt"
	"strings"

	"cortex/markdown"
)

// lineAfter returns the start of the line after the one that an offset is in.
func lineAfter(text string, at int) int {
	i := strings.IndexAny(text[at:], "\r\n")
	switch {
	case i < 0:
		return len(text)
	case strings.HasPrefix(text[at+i:], "\r\n"):
		return at + i + 2
	}
	return at + i + 1
}

// blankLines returns the length of the blank lines that a text begins with.
func blankLines(text string) int {
	at := 0
	for at < len(text) {
		next := lineAfter(text, at)
		if strings.Trim(text[at:next], " \t\r\n") != "" {
			return at
		}
		at = next
	}
	return at
}

func firstLine(text string) string { return strings.TrimRight(text[:lineAfter(text, 0)], "\r\n") }

// lastLine returns the last line, or the one that it continues as a part of a list item.
func lastLine(text string) string {
	for {
		text = strings.TrimRight(text, "\r\n")
		start := strings.LastIndexAny(text, "\r\n") + 1
		line := text[start:]
		if start == 0 || line == strings.TrimLeft(line, " \t") || blankLines(line) > 0 {
			return line
		}
		if text = strings.TrimSuffix(strings.TrimSuffix(text[:start], "\n"), "\r"); strings.HasSuffix(text, "\n") {
			return line
		}
	}
}

// goesOn tells whether one list or table goes on from a text to the next, which a blank line would loosen or end.
func goesOn(text, next string) bool {
	last, first := lastLine(text), firstLine(next)
	return startsItem(last) && startsItem(first) || startsRow(last) && startsRow(first) && !startsTable(next)
}

func startsRow(line string) bool { return strings.HasPrefix(strings.TrimSpace(line), "|") }

// startsTable tells whether a text begins with a row and the line that makes it the head of a table.
func startsTable(text string) bool {
	below := firstLine(text[lineAfter(text, 0):])
	return startsRow(text) && startsRow(below) && strings.Contains(below, "-") && strings.Trim(below, "|-: \t") == ""
}

// startsItem tells whether a line begins with the mark of a list item.
func startsItem(line string) bool {
	mark, rest, _ := strings.Cut(strings.TrimSpace(line), " ")
	switch {
	case rest == "" || mark == "":
		return false
	case mark == "-" || mark == "*" || mark == "+":
		return true
	}
	digits := strings.TrimRight(mark, ".)")
	return len(digits) == len(mark)-1 && strings.Trim(digits, "0123456789") == "" && digits != ""
}

// shortened quotes the beginning of a text.
func shortened(text string) string {
	const most = 60
	if line := firstLine(text); len(line) < len(text) || len(line) > most {
		return fmt.Sprintf("%.*q...", most, line)
	}
	return fmt.Sprintf("%q", text)
}

// linesOf says on which lines a text occurs within a span.
func (e *editor) linesOf(text string, span markdown.Span) string {
	lines := markdown.NewLineIndex(*e.text)
	var all []string
	for at := span.Start; ; {
		i := strings.Index((*e.text)[at:span.End], text)
		if i < 0 {
			return "on lines " + FirstFew(all)
		}
		all = append(all, fmt.Sprint(lines.OffsetLine(at+i)+1))
		at += i + len(text)
	}
}
