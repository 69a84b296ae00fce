package search

import (
	"strings"

	"cortex/markdown"
)

// Phrase is a row of words. Letter case and what stands between the words do not count.
type Phrase struct {
	words []string
	terms []term
}

// NewPhrase reads the words of a text.
func NewPhrase(text string) Phrase {
	var p Phrase
	var read terms
	for w, ok := nextWord(text, 0); ok; w, ok = nextWord(text, w.span.End) {
		word := w.span.In(text)
		p.words = append(p.words, word)
		if w.ideograph {
			p.terms = append(p.terms, hashed([]byte(word)))
		} else {
			p.terms = append(p.terms, read.of(word))
		}
	}
	return p
}

// Passages returns those of the passages of a document that have all words of the phrase, in whatever order.
func (p Phrase) Passages(x *Index) []Passage {
	having := map[uint32]int{}
	for i, t := range p.terms {
		found := x.of(t)
		if len(found) == 0 {
			return nil
		}
		for _, f := range found {
			if having[f.passage] == i {
				having[f.passage] = i + 1
			}
		}
	}
	var passages []Passage
	for i, passage := range x.Passages {
		if len(p.terms) > 0 && having[uint32(i)] == len(p.terms) {
			passages = append(passages, passage)
		}
	}
	return passages
}

// In returns where a text has the phrase, at most so many places. A phrase without words is nowhere.
func (p Phrase) In(text string, most int) []markdown.Span {
	if len(p.words) == 0 {
		return nil
	}
	var found, all []markdown.Span
	for w, ok := nextWord(text, 0); ok && len(found) < most; w, ok = nextWord(text, w.span.End) {
		all = append(all, w.span)
		if len(all) < len(p.words) {
			continue
		}
		if last := all[len(all)-len(p.words):]; p.equals(text, last) {
			found = append(found, markdown.Span{Start: last[0].Start, End: w.span.End})
		}
	}
	return found
}

// equals tells whether as many words of a text are the phrase. The last word is compared first: it is the one that is new.
func (p Phrase) equals(text string, words []markdown.Span) bool {
	for i := len(words) - 1; i >= 0; i-- {
		if !strings.EqualFold(words[i].In(text), p.words[i]) {
			return false
		}
	}
	return true
}
