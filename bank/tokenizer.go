package bank

import (
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"github.com/tiktoken-go/tokenizer/codec"
)

// tokenizer counts tokens of o200k_base, the encoding of current OpenAI models: other vendors publish none that works
// offline, and those of today's models are alike in size. It loads its vocabulary, which takes some 20 ms
// and 10 MB, at the first count. It is safe for concurrent use.
type tokenizer struct{ load func() *codec.Codec }

func newTokenizer() *tokenizer { return &tokenizer{sync.OnceValue(codec.NewO200kBase)} }

// count returns the number of tokens of a text.
func (t *tokenizer) count(text string) int {
	if text == "" {
		return 0
	}
	n, err := t.load().Count(text)
	if err != nil {
		// Only a time limit of the regular expression or the strict mode could fail, and none is set.
		panic(err)
	}
	return n
}

// longestBlank bounds the blank part of a piece, in bytes: the tokenizer's time grows with the square of it.
const longestBlank = 256

// piecesOf cuts text into lines, each with the blank lines below it, and returns where they begin.
//
// The encoding first splits a text by a regular expression, and no token reaches over a split. It splits before
// every line but a blank one, which belongs to the white space before it, and one that begins with a
// slash, which may belong to the punctuation before it. So the counts of pieces add up to that of the text. The
// exception are pieces with very much white space, which are cut so that a count takes its time once.
func piecesOf(text string) []int {
	starts := []int{0}
	for i := 0; ; {
		n := strings.IndexByte(text[i:], '\n')
		if n < 0 || i+n+1 == len(text) {
			return starts
		}
		i += n + 1
		if opensPiece(text[i:]) || blankSince(text, starts[len(starts)-1], i) {
			starts = append(starts, i)
		}
	}
}

// opensPiece tells whether the encoding splits before a line that text begins with.
func opensPiece(text string) bool {
	for _, r := range text {
		if !unicode.IsSpace(r) {
			return text[0] != '/'
		}
		if r == '\n' || r == '\r' {
			return false
		}
	}
	return false
}

// blankSince tells whether more than longestBlank bytes before i, but not before start, are blank.
func blankSince(text string, start, i int) bool {
	if i-start <= longestBlank {
		return false
	}
	for blank := i; blank > i-longestBlank; {
		r, size := utf8.DecodeLastRuneInString(text[:blank])
		if !unicode.IsSpace(r) {
			return false
		}
		blank -= size
	}
	return true
}
