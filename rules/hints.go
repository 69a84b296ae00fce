package rules

import (
	"math/bits"
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

// hintWord is what texts of a hint contain.
type hintWord struct {
	hint hints
	// begin are the bytes of which one stands at each of the first places, "" for any, which only the last may be.
	begin [3]string
	// text is the whole word, "" if it is no more than its begin.
	text string
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
		hintTexts(hintPrivateKey, strings.TrimLeft(privateKeyStart, "-")),
		hintTexts(hintAddress, addressMark),
		hintTexts(hintToken, tokenStart),
		hintTexts(hintInvisible, invisibleStarts...),
		keyWords(), slotWords(), tornWords(), shownDateWords(),
		[]hintWord{{hint: hintYear, begin: [...]string{"/.-", "2", "0"}, holds: yearBehind}},
	)
}

func hintTexts(hint hints, texts ...string) []hintWord {
	words := make([]hintWord, len(texts))
	for i, text := range texts {
		words[i] = hintText(hint, text, nil)
	}
	return words
}

// hintText is a text of two bytes and more.
func hintText(hint hints, text string, holds func(text string, at int) bool) hintWord {
	return hintWord{hint, [...]string{text[:1], text[1:2], text[2:min(len(text), 3)]}, text, holds}
}

var hintsOf = markdown.Derive(func(d *markdown.Document) hints { return findHints(d.Text) })

// mayHave tells whether the document has one of the texts of a hint.
func (p *Pass) mayHave(h hints) bool { return hintsOf.Of(p.Doc)&h != 0 }

// hintTable finds the words by their first three bytes. Those that begin alike are a group, and each group is a bit: what stands at a
// place is a word of a group at most if the bit is set for the first, the second and the third byte there, each in its place.
type hintTable struct {
	groups [256]struct{ first, second, third uint64 }
	// short are the groups with words of two bytes.
	short uint64
	words [64][]hintWord
}

var hintIndex = sync.OnceValue(func() *hintTable {
	t, numbers := &hintTable{}, map[string]int{}
	for _, w := range hintWords() {
		number, known := numbers[w.begin[0]]
		if !known { // the last group has whatever is too much
			number = min(len(numbers), len(t.words)-1)
			numbers[w.begin[0]] = number
		}
		t.add(w, number)
	}
	return t
})

func (t *hintTable) add(w hintWord, number int) {
	group := uint64(1) << number
	t.words[number] = append(t.words[number], w)
	for _, c := range []byte(w.begin[0]) {
		t.groups[c].first |= group
	}
	for _, c := range []byte(w.begin[1]) {
		t.groups[c].second |= group
	}
	for _, c := range []byte(w.begin[2]) {
		t.groups[c].third |= group
	}
	if w.begin[2] == "" {
		t.short |= group
		for c := range t.groups {
			t.groups[c].third |= group
		}
	}
}

func findHints(text string) hints {
	t, found := hintIndex(), hints(0)
	one, two := uint64(0), uint64(0) // the groups that the last byte, and the last two, are a begin of
	for i := range len(text) {
		g := &t.groups[text[i]]
		if may := two & g.third; may != 0 {
			found |= t.at(text, i-2, may, found)
		}
		one, two = g.first, one&g.second
	}
	return found | t.at(text, len(text)-2, two&t.short, found)
}

// at returns the hints of the words of some groups that stand at an offset, besides those that were found before.
func (t *hintTable) at(text string, at int, groups uint64, found hints) hints {
	for ; groups != 0; groups &= groups - 1 {
		words := t.words[bits.TrailingZeros64(groups)]
		for i := range words {
			if w := &words[i]; found&w.hint == 0 && w.stands(text[at:]) && (w.holds == nil || w.holds(text, at)) {
				found |= w.hint
			}
		}
	}
	return found
}

// stands tells whether a text of two bytes and more begins with the word.
func (w *hintWord) stands(text string) bool {
	if w.text != "" {
		return strings.HasPrefix(text, w.text)
	}
	for i, bytes := range w.begin {
		if bytes != "" && (i == len(text) || strings.IndexByte(bytes, text[i]) < 0) {
			return false
		}
	}
	return true
}
