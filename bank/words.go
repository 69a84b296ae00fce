package bank

import (
	"fmt"
	"strings"
	"unicode"
)

// Harmless returns a text of ours without what a bank's text, quoted in it, may have to deceive: control characters, characters
// that are not seen or turn others around, and line ends that are no line end of ours.
func Harmless(text string) string {
	return strings.Map(func(r rune) rune {
		if r != '\n' && unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp) {
			return -1
		}
		return r
	}, text)
}

// OneLine is Harmless on a single line.
func OneLine(text string) string { return Harmless(strings.Join(strings.Fields(text), " ")) }

// FirstFew joins names for a message.
func FirstFew(names []string) string {
	const few = 12
	if len(names) > few {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:few], ", "), len(names)-few)
	}
	return strings.Join(names, ", ")
}

// Plural counts with a noun: "1 file", "2 files". That of "information" is the same.
func Plural(n int, noun string) string {
	if n == 1 || noun == "information" {
		return fmt.Sprintf("%d %s", n, noun)
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
