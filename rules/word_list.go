package rules

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"
)

// wordList is a list of words in lower case that texts of any letter case are searched for, in one pass
// and without a copy of the text if that is ASCII. It is immutable.
type wordList struct {
	// table is made when first used: most runs of the program use few lists.
	table func() *wordTable
}

// wordTable finds the words of a list.
type wordTable struct {
	// byFirst holds the words by their first byte, also by the capital letter in its place.
	byFirst [256][]string
	// seconds has for each first byte a bit, by the last six of its own, for each byte that may follow:
	// few places of a text need more than a look at it.
	seconds [256]uint64
}

func newWordList(words ...string) *wordList {
	return &wordList{sync.OnceValue(func() *wordTable { return newWordTable(words) })}
}

func newWordTable(words []string) *wordTable {
	t := &wordTable{}
	for _, w := range words {
		for _, first := range []byte(bothCases(w[0])) {
			t.byFirst[first] = append(t.byFirst[first], w)
			if len(w) == 1 {
				t.seconds[first] = ^uint64(0)
				continue
			}
			for _, second := range []byte(bothCases(w[1])) {
				t.seconds[first] |= 1 << (second % 64)
			}
		}
	}
	return t
}

// bothCases returns a byte and, if it is a small letter, the capital one.
func bothCases(c byte) string {
	if lowerASCII(c) {
		return string([]byte{c, c &^ 0x20})
	}
	return string([]byte{c})
}

// in tells whether any of the words stands anywhere in text, also inside other words.
func (l *wordList) in(text string) bool {
	text = foldedUnlessASCII(text)
	t := l.table()
	for i := range len(text) {
		if t.mayBeginAt(text, i) && t.has(text[i:], nil) {
			return true
		}
	}
	return false
}

// beginsWordIn tells whether a word of text, which consists of what inWord tells, begins with one of the list.
func (l *wordList) beginsWordIn(text string, inWord func(rune) bool) bool {
	return l.atWords(text, inWord, nil)
}

// isWordIn tells whether a word of text, which consists of what inWord tells, is one of the list.
func (l *wordList) isWordIn(text string, inWord func(rune) bool) bool {
	return l.atWords(text, inWord, inWord)
}

func (l *wordList) atWords(text string, inWord, goesOn func(rune) bool) bool {
	text = foldedUnlessASCII(text)
	t := l.table()
	for i := range len(text) {
		if t.mayBeginAt(text, i) && t.has(text[i:], goesOn) && beginsWord(text, i, inWord) {
			return true
		}
	}
	return false
}

// beginsWord tells whether a word begins at the character that stands at i.
func beginsWord(text string, i int, inWord func(rune) bool) bool {
	first, _ := utf8.DecodeRuneInString(text[i:])
	before, size := utf8.DecodeLastRuneInString(text[:i])
	return inWord(first) && (size == 0 || !inWord(before))
}

func (t *wordTable) mayBeginAt(text string, i int) bool {
	next := byte(0)
	if i+1 < len(text) {
		next = text[i+1]
	}
	return t.seconds[text[i]]>>(next%64)&1 != 0
}

// has tells whether text begins with one of the words and what follows, unless goesOn is nil, is not of that class.
func (t *wordTable) has(text string, goesOn func(rune) bool) bool {
	for _, w := range t.byFirst[text[0]] {
		if !beginsFolded(text, w) {
			continue
		}
		if after, size := utf8.DecodeRuneInString(text[len(w):]); goesOn == nil || size == 0 || !goesOn(after) {
			return true
		}
	}
	return false
}

// beginsFolded tells whether text begins with a word in lower case; the ASCII letters of text may be capital.
func beginsFolded(text, word string) bool {
	if len(text) < len(word) {
		return false
	}
	for i := range len(word) {
		if text[i] != word[i] && (text[i] < 'A' || text[i] > 'Z' || text[i]|0x20 != word[i]) {
			return false
		}
	}
	return true
}

// foldedUnlessASCII returns a text that is not all ASCII in lower case: letters beyond ASCII have no simple one.
func foldedUnlessASCII(text string) string {
	if allASCII(text) {
		return text
	}
	return strings.ToLower(text)
}

func allASCII(text string) bool {
	for i := range len(text) {
		if text[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// letterOrMark tells what words consist of.
func letterOrMark(r rune) bool {
	if r < utf8.RuneSelf {
		return isASCIILetter(byte(r))
	}
	return unicode.IsLetter(r) || unicode.IsMark(r)
}
