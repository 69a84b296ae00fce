package search

import (
	"strings"

	"cortex/markdown"
)

// Phrase is a row of words. Letter case and what stands between the words do not count.
type Phrase struct{ words []string }

// NewPhrase reads the words of a text.
func NewPhrase(text string) Phrase {
	var p Phrase
	for w, ok := nextWord(text, 0); ok; w, ok = nextWord(text, w.span.End) {
		p.words = append(p.words, w.span.In(text))
	}
	return p
}

// In returns where a text has the phrase, at most so many places. A phrase without words is nowhere.
func (p Phrase) In(text string, most int) []markdown.Span {
	if len(p.words) == 0 {
		return nil
	}
	var found, last []markdown.Span
	for w, ok := nextWord(text, 0); ok && len(found) < most; w, ok = nextWord(text, w.span.End) {
		if last = append(last, w.span); len(last) > len(p.words) {
			last = last[1:]
		}
		if p.equals(text, last) {
			found = append(found, markdown.Span{Start: last[0].Start, End: w.span.End})
		}
	}
	return found
}

// equals tells whether words of a text are the phrase. The last word is compared first: it is the one that is new.
func (p Phrase) equals(text string, words []markdown.Span) bool {
	if len(words) < len(p.words) {
		return false
	}
	for i := len(words) - 1; i >= 0; i-- {
		if !strings.EqualFold(words[i].In(text), p.words[i]) {
			return false
		}
	}
	return true
}
