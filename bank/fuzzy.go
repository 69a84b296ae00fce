package bank

import (
	"strings"
	"unicode"
	"unicode/utf8"
)

// letters is a set of the characters of a text, some of which share a place.
type letters uint64

func lettersOf(text string) letters {
	var set letters
	for _, r := range text {
		switch {
		case 'a' <= r && r <= 'z':
			set |= 1 << (r - 'a')
		case '0' <= r && r <= '9':
			set |= 1 << (26 + r - '0')
		default:
			set |= 1 << (36 + r%28)
		}
	}
	return set
}

// hold tells whether a text with these letters can have all others in it.
func (l letters) hold(other letters) bool { return other&^l == 0 }

// What a match is worth. A part of a text in one piece always beats scattered letters.
const (
	pieceScore   = 1000
	startScore   = 400 // it begins the text
	wordScore    = 200 // it begins a word
	endScore     = 100 // it ends a word
	scatterScore = 10
	runScore     = 5  // a letter follows the one before
	edgeScore    = 15 // a letter begins a word
)

// matchScore tells how well a word is found in a text, 0 if it is not. Both are folded.
func matchScore(word, text string) int {
	best := 0
	for at := 0; ; {
		i := strings.Index(text[at:], word)
		if i < 0 {
			break
		}
		at += i
		best = max(best, pieceScore+placeScore(word, text, at))
		if beginsWord(text, at) {
			break
		}
		_, size := utf8.DecodeRuneInString(text[at:])
		at += size
	}
	if best > 0 {
		return best
	}
	return scattered(word, text)
}

func placeScore(word, text string, at int) int {
	score := 0
	switch {
	case at == 0:
		score = startScore
	case beginsWord(text, at):
		score = wordScore
	}
	if end := at + len(word); end == len(text) || !wordAtOffset(text, end) {
		score += endScore
	}
	return score
}

// scattered tells how well the letters of a word are found in their order.
func scattered(word, text string) int {
	score, at, last := scatterScore, 0, -1
	for _, r := range word {
		i := strings.IndexRune(text[at:], r)
		if i < 0 {
			return 0
		}
		at += i
		switch {
		case beginsWord(text, at):
			score += edgeScore
		case at == last:
			score += runScore
		}
		_, size := utf8.DecodeRuneInString(text[at:])
		at += size
		last = at
	}
	return score
}

// beginsWord tells whether a word begins at an offset.
func beginsWord(text string, at int) bool {
	if at == 0 {
		return true
	}
	before, _ := utf8.DecodeLastRuneInString(text[:at])
	return !isWord(before) && wordAtOffset(text, at)
}

func wordAtOffset(text string, at int) bool {
	r, _ := utf8.DecodeRuneInString(text[at:])
	return unicode.IsLetter(r) || unicode.IsDigit(r)
}
