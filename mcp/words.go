package mcp

import (
	"strings"
	"unicode"
)

// harmless returns a text of ours without control characters that a bank's text, quoted in it, may have.
func harmless(text string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && unicode.IsControl(r) {
			return -1
		}
		return r
	}, text)
}

// oneLine is harmless on a single line.
func oneLine(text string) string { return strings.Join(strings.Fields(harmless(text)), " ") }
