package rules

import (
	"strings"
	"sync"

	"cortex/markdown"
)

// hints tells of what rules look for what a document has: that of which it has nothing is not searched for line by
// line. All are found in one pass, since each pass over a text costs as much as many a rule.
type hints uint16

const (
	hintToolMessage hints = 1 << iota
	hintCitation
	hintPatch
	hintElision
	hintEditBlock
	hintVariable
	hintPlace
	hintPrivateKey
	hintAddress
	hintToken
	hintKey
	hintInvisible
)

// hintTexts holds for each hint what every text of its kind contains: one of them.
var hintTexts = []struct {
	hint  hints
	texts []string
}{
	{hintToolMessage, toolMessages},
	{hintCitation, citationHints},
	{hintPatch, patchHints},
	{hintElision, elisionHints},
	{hintEditBlock, editBlockHints},
	{hintVariable, variableHints},
	{hintPlace, placeMarks[:]},
	{hintPrivateKey, []string{privateKeyStart}},
	{hintAddress, []string{addressMark}},
	{hintToken, []string{tokenStart}},
	{hintKey, keyPrefixes()},
	{hintInvisible, invisibleStarts},
}

var hintsOf = markdown.Derive(func(d *markdown.Document) hints { return findHints(d.Text) })

// mayHave tells whether the document has one of the texts of a hint.
func (p *Pass) mayHave(h hints) bool { return hintsOf.Of(p.Doc)&h != 0 }

// hintWord is one text of a hint.
type hintWord struct {
	text string
	hint hints
}

// hintTable finds the texts by their first byte, and tells by a bit for the second which pairs of bytes begin none.
type hintTable struct {
	byFirst [256][]hintWord
	seconds [256]uint64
}

var hintIndex = sync.OnceValue(func() *hintTable {
	t := &hintTable{}
	for _, h := range hintTexts {
		for _, text := range h.texts {
			t.byFirst[text[0]] = append(t.byFirst[text[0]], hintWord{text, h.hint})
			t.seconds[text[0]] |= 1 << (text[1] % 64)
		}
	}
	return t
})

func findHints(text string) hints {
	t, found := hintIndex(), hints(0)
	for i := range max(len(text)-1, 0) {
		if t.seconds[text[i]]>>(text[i+1]%64)&1 == 0 {
			continue
		}
		for _, w := range t.byFirst[text[i]] {
			if found&w.hint == 0 && strings.HasPrefix(text[i:], w.text) {
				found |= w.hint
			}
		}
	}
	return found
}
