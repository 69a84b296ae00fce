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

func lastLine(text string) string {
	text = strings.TrimRight(text, "\r\n")
	return text[strings.LastIndexAny(text, "\r\n")+1:]
}

// goesOn tells whether two lines are of one list or one table, which a blank line would loosen or end.
func goesOn(above, below string) bool {
	return startsItem(above) && startsItem(below) || startsRow(above) && startsRow(below)
}

func startsRow(line string) bool { return strings.HasPrefix(strings.TrimSpace(line), "|") }

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
			return "on lines " + firstFew(all)
		}
		all = append(all, fmt.Sprint(lines.OffsetLine(at+i)+1))
		at += i + len(text)
	}
}
