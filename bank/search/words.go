package search

import (
	"unicode"
	"unicode/utf8"

	"cortex/markdown"
)

// word is a part of a text that is searched for as one.
type word struct {
	span markdown.Span
	// ideograph tells a character of a script without blanks between words.
	ideograph bool
}

// nextWord returns the first word of a text at or after an offset, false if there is none.
func nextWord(text string, offset int) (word, bool) {
	for offset < len(text) {
		r, size := utf8.DecodeRuneInString(text[offset:])
		switch {
		case ideograph(r):
			return word{markdown.Span{Start: offset, End: offset + size}, true}, true
		case letter(r):
			end := offset + size
			for end < len(text) {
				r, size = utf8.DecodeRuneInString(text[end:])
				if !letter(r) || ideograph(r) {
					break
				}
				end += size
			}
			return word{markdown.Span{Start: offset, End: end}, false}, true
		}
		offset += size
	}
	return word{}, false
}

func letter(r rune) bool {
	if r < utf8.RuneSelf {
		return 'a' <= r && r <= 'z' || 'A' <= r && r <= 'Z' || '0' <= r && r <= '9'
	}
	return unicode.IsLetter(r) || unicode.IsDigit(r) || unicode.IsMark(r)
}

func ideograph(r rune) bool {
	return r >= 0x0E00 && unicode.In(r, unicode.Han, unicode.Hiragana, unicode.Katakana, unicode.Hangul, unicode.Thai)
}

// term is a word as it is compared, as a number. Two words with one number, which is very rare, cost an order that is not
// the best, and nothing else.
type term uint32

// terms reads the terms of texts. It is for one goroutine.
type terms struct{ folded []byte }

// each calls yield for the terms of a text: its words without what grammar adds to them, those that a name in camel case
// consists of as well, and for scripts without blanks each character and each two neighbours. Pairs are all there is
// if sparse and there are any: a query asks for these.
func (t *terms) each(text string, sparse bool, yield func(term)) {
	before := word{}
	for w, ok := nextWord(text, 0); ok; w, ok = nextWord(text, w.span.End) {
		if !w.ideograph {
			t.compound(w.span.In(text), yield)
			before = word{}
			continue
		}
		pair := before.span.Len() > 0 && before.span.End == w.span.Start
		if pair {
			yield(hashed([]byte(text[before.span.Start:w.span.End])))
		}
		next, _ := utf8.DecodeRuneInString(text[w.span.End:])
		if !sparse || !pair && !ideograph(next) {
			yield(hashed([]byte(w.span.In(text))))
		}
		before = w
	}
}

// compound yields the terms of a word that may consist of several.
func (t *terms) compound(text string, yield func(term)) {
	yield(t.of(text))
	start := 0
	for i := 1; i < len(text); i++ {
		if hump(text, i) {
			yield(t.of(text[start:i]))
			start = i
		}
	}
	if start > 0 {
		yield(t.of(text[start:]))
	}
}

// hump tells whether a part of a name in camel case begins at i: the C of "activeContext", the S of "HTTPServer".
func hump(text string, i int) bool {
	if !upper(text[i]) {
		return false
	}
	return lower(text[i-1]) || upper(text[i-1]) && i+1 < len(text) && lower(text[i+1])
}

func upper(b byte) bool { return 'A' <= b && b <= 'Z' }

func lower(b byte) bool { return 'a' <= b && b <= 'z' }

func (t *terms) of(text string) term {
	t.folded = t.folded[:0]
	for _, r := range text {
		t.folded = utf8.AppendRune(t.folded, unicode.ToLower(r))
	}
	return hashed(stem(t.folded))
}

// hashed is FNV-1a, which is the same in every process.
func hashed(text []byte) term {
	sum := term(2166136261)
	for _, b := range text {
		sum = (sum ^ term(b)) * 16777619
	}
	return sum
}
