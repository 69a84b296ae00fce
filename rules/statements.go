package rules

import (
	"encoding/binary"
	"math/bits"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"cortex/markdown"
)

// statement is a sentence, or a line without one, as it is compared: its letters and digits alone, in lower case.
// Lists, emphasis, numbering of headings and white space make no difference.
type statement struct {
	hash uint64
	// size counts letters and digits, one of a script whose characters are syllables or words for three.
	size int32
	line int32
	// code tells a line of code.
	code bool
}

// appendStatementsOf adds the statements of a document without its front matter and comments.
func appendStatementsOf(all []statement, doc *markdown.Document) []statement {
	skipped := doc.Comments
	fences := doc.Fences
	var letters letterHash
	for n := range doc.Lines.Count() {
		span := doc.Lines.LineSpan(n)
		if doc.FrontMatter != nil && span.Start < doc.FrontMatter.Span.End {
			continue
		}
		for len(skipped) > 0 && skipped[0].Span.End <= span.Start {
			skipped = skipped[1:]
		}
		if len(skipped) > 0 && skipped[0].Span.Start <= span.Start && span.End <= skipped[0].Span.End {
			continue
		}
		for len(fences) > 0 && fences[0].Span.End <= span.Start {
			fences = fences[1:]
		}
		code := len(fences) > 0 && fences[0].Span.Start <= span.Start
		all = appendStatements(all, span.In(doc.Text), statement{line: int32(n), code: code}, &letters)
	}
	return all
}

// appendStatements adds what a line says; code is one statement. The letters are for its use.
func appendStatements(all []statement, line string, s statement, letters *letterHash) []statement {
	letters.reset()
	for i := numbering(line); i < len(line); {
		if i += letters.addASCII(line[i:]); i == len(line) {
			break
		}
		r, n := utf8.DecodeRuneInString(line[i:])
		if !s.code && letters.size > 0 && endsSentence(r, line[i+n:]) {
			all = append(all, s.of(letters))
		}
		letters.add(foldForComparison(r))
		i += n
	}
	if letters.size > 0 {
		all = append(all, s.of(letters))
	}
	return all
}

// of returns the statement with what it says, of which nothing is left behind.
func (s statement) of(letters *letterHash) statement {
	s.hash, s.size = letters.finish(), letters.size
	letters.reset()
	return s
}

// numbering returns the length of what numbers a list item.
func numbering(line string) int {
	first := blankBytes.leading(line)
	end := first + digitBytes.leading(line[first:])
	if rest := line[end:]; end > first && (strings.HasPrefix(rest, ". ") || strings.HasPrefix(rest, ") ")) {
		return end
	}
	return 0
}

// endsSentence tells a full stop and its like, by what follows.
func endsSentence(r rune, rest string) bool {
	switch r {
	case '.', '!', '?':
		return strings.HasPrefix(rest, " ")
	case '。', '！', '？':
		return true
	}
	return false
}

// foldForComparison returns a letter or digit beyond ASCII in lower case with its weight, zero for what does not count.
func foldForComparison(r rune) (rune, int32) {
	switch {
	case r < utf8.RuneSelf:
		return 0, 0
	case withoutSpaces(r):
		return r, 3
	case unicode.IsLetter(r) || unicode.IsDigit(r):
		return unicode.ToLower(r), 1
	}
	return 0, 0
}

// letterHash hashes letters and digits, the same in every process, so that what is found is, too. They are put one behind the other
// first: that takes no decision for each, which processors would guess wrong at the end of each word.
type letterHash struct {
	// size counts them by weight.
	size int32
	// sum is of what was there before bytes, of which so many are held, and zero beyond.
	sum   uint64
	held  int
	bytes [256 + 8]byte
}

const mostHeld = 256

func (h *letterHash) reset() { h.size, h.sum, h.held = 0, 0, 0 }

// addASCII adds what counts of text, up to what asks for a look: a character beyond ASCII, and what may end a sentence. It returns the length of
// what it has gone through.
func (h *letterHash) addASCII(text string) int {
	for i := 0; ; {
		end, held := i+min(len(text)-i, mostHeld-h.held), h.held
		for ; i < end; i++ {
			c := comparedASCII[text[i]]
			if c == toLookAt {
				break
			}
			h.bytes[held&(mostHeld-1)] = c
			if c != 0 {
				held++
			}
		}
		h.size, h.held = h.size+int32(held-h.held), held
		if i < end || i == len(text) {
			return i
		}
		h.hashHeld()
	}
}

// add adds a letter with its weight, zero for none.
func (h *letterHash) add(letter rune, weight int32) {
	if weight == 0 {
		return
	}
	if h.held+utf8.UTFMax > mostHeld {
		h.hashHeld()
	}
	binary.LittleEndian.PutUint32(h.bytes[h.held:], uint32(letter))
	h.held += utf8.UTFMax
	h.size += weight
}

// hashHeld puts what is held into the sum but for the last that are no eight bytes.
func (h *letterHash) hashHeld() {
	whole := h.held &^ 7
	for at := 0; at < whole; at += 8 {
		h.sum = mixed(h.sum, binary.LittleEndian.Uint64(h.bytes[at:]))
	}
	h.held = copy(h.bytes[:], h.bytes[whole:h.held])
}

// finish returns the hash of all.
func (h *letterHash) finish() uint64 {
	binary.LittleEndian.PutUint64(h.bytes[h.held:], 0)
	sum := h.sum
	for at := 0; at < h.held; at += 8 {
		sum = mixed(sum, binary.LittleEndian.Uint64(h.bytes[at:]))
	}
	return mixed(sum, uint64(h.size))
}

// mixed returns a hash of two numbers in which each bit depends on all of theirs.
func mixed(a, b uint64) uint64 {
	high, low := bits.Mul64(a^0x9E3779B97F4A7C15, b^0xE7037ED1A0B428DB)
	return high ^ low
}

// comparedASCII holds the letters and digits of ASCII in lower case, toLookAt for what asks for a look, zero for all other bytes.
var comparedASCII = func() (compared [256]byte) {
	for i := range compared {
		switch c := byte(i); {
		case isASCIILetter(c):
			compared[c] = c | 0x20
		case isDigit(c):
			compared[c] = c
		case c >= utf8.RuneSelf, c == '.', c == '!', c == '?':
			compared[c] = toLookAt
		}
	}
	return compared
}()

const toLookAt = 1

// statementsIn returns the statements on the lines that a span begins on, up to where it ends.
func statementsIn(doc *markdown.Document, all []statement, span markdown.Span) []statement {
	first, last := doc.Lines.OffsetLine(span.Start), doc.Lines.OffsetLine(span.End)
	if doc.Lines.LineSpan(last).Start < span.End {
		last++
	}
	from, _ := slices.BinarySearchFunc(all, first, func(s statement, line int) int { return int(s.line) - line })
	to, _ := slices.BinarySearchFunc(all, last, func(s statement, line int) int { return int(s.line) - line })
	return all[from:to]
}
