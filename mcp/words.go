package mcp

import (
	"strings"
	"unicode"
)

// harmless returns a text of ours without what a bank's text, quoted in it, may have to deceive: control characters, characters
// that are not seen or turn others around, and line ends that are no line end of ours.
func harmless(text string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
			return -1
		}
		return r
	}, text)
}

// oneLine is harmless on a single line.
func oneLine(text string) string { return strings.Join(strings.Fields(harmless(text)), " ") }
