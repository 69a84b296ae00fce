package rules

import (
	"slices"
	"strings"
	"sync"

	"cortex/markdown"
)

// hints tells of what rules look for what a document has: that of which it has nothing is not searched for line by
// line. All are found in one pass, since each pass over a text costs as much as many a rule.
type hints uint32

const (
	hintToolMessage hints = 1 << iota
	hintCitation
	hintPatch
	hintElision
	hintEditBlock
	hintSlot
	hintPlace
	hintPrivateKey
	hintAddress
	hintToken
	hintKey
	hintInvisible
	hintTorn
	hintShownDate
	hintYear
)

// hintWord is what texts of a hint contain: a text, or a byte and one of a set behind it.
type hintWord struct {
	hint hints
	// text is at least two bytes long, or else one, of which one of seconds follows.
	text    string
	seconds *byteSet
	// holds tells of a text in which the word stands at an offset whether it counts there, nil where it always does.
	holds func(text string, at int) bool
}

// hintWords are, for each hint, what every text of its kind contains: one of them.
func hintWords() []hintWord {
	return slices.Concat(
		hintTexts(hintToolMessage, toolMessages...),
		hintTexts(hintCitation, citationHints...),
		hintTexts(hintPatch, patchHints...),
		hintTexts(hintElision, elisionHints...),
		hintTexts(hintEditBlock, editBlockHints...),
		hintTexts(hintPlace, placeMarks[:]...),
		hintTexts(hintPrivateKey, privateKeyStart),
		hintTexts(hintAddress, addressMark),
		hintTexts(hintToken, tokenStart),
		hintTexts(hintInvisible, invisibleStarts...),
		keyWords(), slotWords(), tornWords(), shownDateWords(),
		hintPairs(hintYear, "/.-", newByteSet("2"), yearBehind),
	)
}

func hintTexts(hint hints, texts ...string) []hintWord {
	words := make([]hintWord, len(texts))
	for i, text := range texts {
		words[i] = hintWord{hint: hint, text: text}
	}
	return words
}

// hintPairs are those of each of some bytes with one of seconds behind it.
func hintPairs(hint hints, firsts string, seconds *byteSet, holds func(text string, at int) bool) []hintWord {
	words := make([]hintWord, len(firsts))
	for i := range firsts {
		words[i] = hintWord{hint, firsts[i : i+1], seconds, holds}
	}
	return words
}

var hintsOf = markdown.Derive(func(d *markdown.Document) hints { return findHints(d.Text) })

// mayHave tells whether the document has one of the texts of a hint.
func (p *Pass) mayHave(h hints) bool { return hintsOf.Of(p.Doc)&h != 0 }

// hintTable finds the words by their first two bytes: by the first a row, which has the number of a list of words for each second.
// Most pairs have the empty list 0.
type hintTable struct {
	// pairs has a bit for each pair that is the begin of a word: a look there tells nearly always that there is none.
	pairs [1 << 11]uint32
	rows  [256]*[256]uint16
	lists [][]hintWord
}

var hintIndex = sync.OnceValue(func() *hintTable {
	t := &hintTable{lists: [][]hintWord{nil}}
	for _, w := range hintWords() {
		if w.seconds == nil {
			t.add(w.text[0], w.text[1], w)
			continue
		}
		for second := range w.seconds {
			if w.seconds[second] {
				t.add(w.text[0], byte(second), w)
			}
		}
	}
	return t
})

func (t *hintTable) add(first, second byte, w hintWord) {
	pair := uint16(first)<<8 | uint16(second)
	t.pairs[pair>>5] |= 1 << (pair & 31)
	if t.rows[first] == nil {
		t.rows[first] = &[256]uint16{}
	}
	number := &t.rows[first][second]
	if *number == 0 {
		*number = uint16(len(t.lists))
		t.lists = append(t.lists, nil)
	}
	t.lists[*number] = append(t.lists[*number], w)
}

func findHints(text string) hints {
	t, found, pair := hintIndex(), hints(0), uint16(0)
	for i := range len(text) {
		pair = pair<<8 | uint16(text[i])
		if t.pairs[pair>>5]&(1<<(pair&31)) == 0 || i == 0 {
			continue
		}
		words := t.lists[t.rows[text[i-1]][text[i]]]
		for j := range words {
			if w := &words[j]; found&w.hint == 0 && w.stands(text[i-1:]) && (w.holds == nil || w.holds(text, i-1)) {
				found |= w.hint
			}
		}
	}
	return found
}

// stands tells whether a text begins with the word, when it begins with the first two bytes of it.
func (w *hintWord) stands(text string) bool {
	return w.seconds != nil || strings.HasPrefix(text, w.text)
}
