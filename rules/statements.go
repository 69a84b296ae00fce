package rules

import (
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
		all = appendStatements(all, span.In(doc.Text), statement{line: int32(n), code: code})
	}
	return all
}

// appendStatements adds what a line says; code is one statement.
func appendStatements(all []statement, line string, s statement) []statement {
	s.hash = hashStart
	for i := numbering(line); i < len(line); {
		hash, start := s.hash, i
		for ; i < len(line) && foldedASCII[line[i]] != 0; i++ { // as below, for most characters of most texts
			hash = hashed(hash, uint64(foldedASCII[line[i]]))
		}
		s.hash, s.size = hash, s.size+int32(i-start)
		if i == len(line) {
			break
		}
		if line[i] == ' ' { // no end of a sentence, and it does not count
			i++
			continue
		}
		r, n := rune(line[i]), 1
		if r >= utf8.RuneSelf {
			r, n = utf8.DecodeRuneInString(line[i:])
		}
		if !s.code && s.size > 0 && endsSentence(r, line[i+n:]) {
			all = append(all, s.finished())
			s.hash, s.size = hashStart, 0
		}
		if folded, weight := foldForComparison(r); weight > 0 {
			s.hash = hashed(s.hash, uint64(folded))
			s.size += weight
		}
		i += n
	}
	if s.size > 0 {
		all = append(all, s.finished())
	}
	return all
}

// finished returns the statement when all of it is hashed.
func (s statement) finished() statement {
	s.hash = hashed(s.hash^s.hash>>32, uint64(s.size))
	s.hash ^= s.hash >> 29
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

// foldForComparison returns a letter or digit in lower case with its weight, zero for what does not count.
func foldForComparison(r rune) (rune, int32) {
	switch {
	case r < utf8.RuneSelf:
		return rune(foldedASCII[r]), int32(min(foldedASCII[r], 1))
	case withoutSpaces(r):
		return r, 3
	case unicode.IsLetter(r) || unicode.IsDigit(r):
		return unicode.ToLower(r), 1
	}
	return 0, 0
}

// foldedASCII holds the letters and digits of ASCII in lower case, zero for all other bytes.
var foldedASCII = func() (folded [256]byte) {
	for c := range byte(utf8.RuneSelf) {
		switch {
		case isASCIILetter(c):
			folded[c] = c | 0x20
		case isDigit(c):
			folded[c] = c
		}
	}
	return folded
}()

// hashStart and hashed are FNV-1a over numbers: the same in every process, so that what is found is, too.
const hashStart = 14695981039346656037

func hashed(h, v uint64) uint64 {
	return (h ^ v) * 1099511628211
}

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
