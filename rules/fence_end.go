package rules

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"cortex/markdown"
)

// probableEnd returns the first line after an unclosed opening fence, and before
// line last, that looks like text again and follows a blank one; -1 if all of it may be code.
func probableEnd(doc *markdown.Document, open fenceMark, last int) int {
	if open.holdsMarkdown() {
		return -1
	}
	for line := open.line + 2; line < last; line++ {
		if !blankLine(doc, line-1) {
			continue
		}
		text := doc.Lines.LineSpan(line).In(doc.Text)
		if subHeading(text) || !open.holdsText() && sentence(text) {
			return line
		}
	}
	return -1
}

// holdsText tells whether sentences are at home in the block.
func (m fenceMark) holdsText() bool {
	switch m.language {
	case "", "text", "txt", "plaintext", "plain", "console", "log", "output", "diff", "html", "gherkin":
		return true
	}
	return false
}

// commentsWithHash tells whether "## Title" may be a comment.
func (m fenceMark) commentsWithHash() bool {
	switch m.language {
	case "bash", "sh", "shell", "zsh", "console", "python", "py", "yaml", "yml", "ruby", "rb", "toml", "ini", "env",
		"dockerfile", "makefile", "make", "nginx", "perl", "r", "julia", "elixir", "powershell", "ps1", "graphql", "terraform", "hcl":
		return true
	}
	return m.holdsText()
}

// subHeading tells whether a line of text is a heading of level 2 to 6.
func subHeading(line string) bool {
	rest := strings.TrimLeft(line, "#")
	level := len(line) - len(rest)
	return level >= 2 && level <= 6 && strings.HasPrefix(rest, " ") && strings.TrimSpace(rest) != ""
}

// sentence tells whether a line is running text and hardly code: four words and more from
// a capital to a full stop or colon, and no character that code is full of.
func sentence(line string) bool {
	first, _ := utf8.DecodeRuneInString(strings.TrimLeft(line, "*"))
	end := strings.TrimRight(line, " *")
	return unicode.IsUpper(first) &&
		len(strings.Fields(line)) >= 4 &&
		strings.ContainsAny(end[len(end)-1:], ".:?") &&
		!strings.ContainsAny(line, "{}=;<>$|\\/")
}

// lastFilled returns the last line before line that is not blank, at least the line of open.
func lastFilled(doc *markdown.Document, open fenceMark, line int) int {
	for line--; line > open.line && blankLine(doc, line); line-- {
	}
	return line
}
