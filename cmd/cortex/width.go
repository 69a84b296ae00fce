package main

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"golang.org/x/text/width"
)

// harmless returns text with everything replaced that could move the cursor,
// change colours or reorder what a terminal shows. Tabs become spaces.
func harmless(text string) string {
	if isPlain(text) {
		return text
	}
	var b strings.Builder
	for _, r := range text {
		b.WriteString(visible(r))
	}
	return b.String()
}

// isPlain tells a text in which each byte is a character that is printed as it is and takes a column: nearly all are.
func isPlain(text string) bool {
	for i := range len(text) {
		if text[i] < ' ' || text[i] >= 0x7f {
			return false
		}
	}
	return true
}

// visible returns what to print for one character: itself, a picture of a
// control character, or the replacement character.
func visible(r rune) string {
	switch {
	case r == '\t':
		return " "
	case r < ' ':
		return string(0x2400 + r) // control pictures follow ASCII's order
	case r == 0x7f:
		return "\u2421"
	case r == '\ufeff':
		return ""
	case r == zeroWidthJoiner:
		return string(r)
	case unicode.In(r, unicode.Cc, unicode.Cf, unicode.Zl, unicode.Zp, unicode.Co):
		return string(utf8.RuneError)
	}
	return string(r)
}

const (
	zeroWidthJoiner    = '\u200d'
	emojiPresentation  = '\ufe0f'
	firstSkinTone      = '\U0001f3fb'
	lastSkinTone       = '\U0001f3ff'
	widthOfWide        = 2
	widthOfTabStops    = 4
	widthIfUnknown     = 120
	narrowestWidth     = 40
	bytesAroundExcerpt = 4096
	contextBefore      = 10
	contextAfter       = 4
)

// columns returns how many columns r takes after previous. Emoji sequences count
// as one emoji, which is what terminals of today draw.
func columns(r, previous rune) int {
	switch {
	case r == '\ufeff', r == zeroWidthJoiner, previous == zeroWidthJoiner, unicode.In(r, unicode.Mn, unicode.Me):
		return 0
	case r >= firstSkinTone && r <= lastSkinTone && previous != 0:
		return 0
	}
	switch width.LookupRune(r).Kind() {
	case width.EastAsianWide, width.EastAsianFullwidth:
		return widthOfWide
	}
	return 1
}
