package rules

import (
	"encoding/binary"
	"fmt"
	"sort"
	"strings"
	"unicode/utf8"

	"cortex/markdown"
)

const (
	replacementCharacter = "\uFFFD"
	byteOrderMark        = "\uFEFF"
)

var damagedText = Rule{
	Name:  "damaged-text",
	Title: "Characters or line ends were lost",
	Doc: `The text was damaged when it was written: bytes that are no characters or stand for lost ones (U+FFFD, often
half an emoji), control characters, text that was decoded with the wrong table (` + "`donâ€™t`" + `), list items and headings that ran
together because a line end was lost, marks of bold text that begin or end nowhere (outside headings as information),
or a byte order mark that the other files of the bank do not have.

An agent takes damaged text for what was meant and passes it on: a heading that swallowed its first list item has
another anchor, and an exact search or edit does not find what is not there.

Only what cannot be meant is reported; code spans are left alone, and code blocks but for lost characters
(these as information, since an example may show them). Line ends that were lost between list items are put back by
safe fixes, as are those before headings; taking a byte order mark away is offered; other characters must come from the file's history.

Switch the rule off for files that quote damaged text.`,
	Bad: `# Services

1. Parser: reads the files2. Checker: judges them
3. Fixer: mends them
`,
	Good: `# Services

1. Parser: reads the files
2. Checker: judges them
3. Fixer: mends them
`,
	Severity: Warning,
	Scope:    ScopeDocument,
	Fixable:  FixSafe,
	Evidence: `2026-11: U+FFFD in 12 files of 7 of 145 real banks, a byte order mark in one file of 87 in one bank. In 110 banks that were read,
items and headings ran together in 3, control characters stand in the text of 2 ("\x1detekt" for "detekt") and marks of bold text alone
on 9 lines of 4.`,
	Since: "0.1.0",
	Run:   runDamagedText,
}

func runDamagedText(p *Pass) {
	p.reportByteOrderMark()
	p.reportLostCharacters()
	if torn, marked := p.mayHave(hintTorn), !boldPaired(p.Doc); torn || marked {
		p.reportTornHeadings(torn)
		p.reportTornText(torn, marked)
	}
}

// reportByteOrderMark reports the mark at the start of a file, unless other files of the bank have it too.
func (p *Pass) reportByteOrderMark() {
	if !strings.HasPrefix(p.Doc.Text, byteOrderMark) || !p.othersWithoutMark() {
		return
	}
	mark := markdown.Span{End: len(byteOrderMark)}
	p.Report(Diagnostic{
		Span:    mark,
		Message: "file begins with a byte order mark, which the other files of the bank do not have",
		Fixes:   []Fix{p.edit("Remove the byte order mark", false, markdown.Edit{Span: mark})},
	})
}

// othersWithoutMark looks at a few other documents.
func (p *Pass) othersWithoutMark() bool {
	const enough = 3
	seen := 0
	for _, other := range p.Workspace.Documents().Paths() {
		if other == p.Doc.Path || seen == enough {
			continue
		}
		marked, known := ask[bool](p.Workspace, other, markQuestion{})
		if marked {
			return false
		}
		if known {
			seen++
		}
	}
	return seen > 0
}

// reportLostCharacters reports U+FFFD, bytes that are no text, and text decoded with the
// wrong table, once per line, or once per file where there are many.
func (p *Pass) reportLostCharacters() {
	const most = 10
	found := p.lostCharacters()
	if len(found) <= most {
		for _, s := range found {
			p.reportLost(s, nil)
		}
		return
	}
	var related []Related
	for _, s := range found[1:] {
		related = append(related, Related{p.Doc.Path, s, "here, too"})
	}
	p.reportLost(found[0], related)
}

func (p *Pass) reportLost(span markdown.Span, related []Related) {
	d := Diagnostic{Span: span, Related: related}
	if r, size := utf8.DecodeRuneInString(span.In(p.Doc.Text)); isControl(r) {
		d.Message = fmt.Sprintf("control character U+%04X where text was lost: restore it from the file's history", r)
	} else if r != utf8.RuneError {
		d.Message = fmt.Sprintf("%q was decoded with the wrong table: restore the character from the file's history", span.In(p.Doc.Text))
	} else if size == 1 {
		d.Message = "bytes that are no UTF-8: save the file in that encoding"
	} else {
		d.Message = "characters were lost and replaced by U+FFFD: restore them from the file's history"
	}
	if inCode(p.Doc, span) {
		d.Severity = Information
	}
	p.Report(d)
}

// inCode tells whether span touches a code block.
func inCode(doc *markdown.Document, span markdown.Span) bool {
	i := sort.Search(len(doc.Fences), func(i int) bool { return doc.Fences[i].Span.End > span.Start })
	if i < len(doc.Fences) && doc.Fences[i].Span.Overlaps(span) {
		return true
	}
	i = sort.Search(len(doc.CodeBlocks), func(i int) bool { return doc.CodeBlocks[i].End > span.Start })
	return i < len(doc.CodeBlocks) && doc.CodeBlocks[i].Overlaps(span)
}

// lostCharacters returns the first lost characters of each line that has some outside code spans.
func (p *Pass) lostCharacters() []markdown.Span {
	text := p.Doc.Text
	if !mayHaveLost(text) {
		return nil
	}
	var found []markdown.Span
	line := -1
	for at := 0; at < len(text); {
		length := lostLength(text[at:])
		if length == 0 {
			_, size := utf8.DecodeRuneInString(text[at:])
			at += size
			continue
		}
		span := markdown.Span{Start: at, End: at + length}
		at = span.End
		if on := p.Doc.Lines.OffsetLine(span.Start); on != line && !inCodeSpan(p.Doc, span) {
			if wronglyDecoded(text[span.Start:]) > 0 && inCode(p.Doc, span) {
				continue // programs that decode text show it
			}
			line = on
			found = append(found, span)
		}
	}
	return found
}

// mayHaveLost tells whether a text has what lostLength looks for: control characters, bytes that are no
// characters, U+FFFD, or a letter that is the first of a wrongly decoded character.
func mayHaveLost(text string) bool {
	i := 0
	for ; i+8 <= len(text); i += 8 { // most have nothing but printable ASCII
		if !allPrintable(text[i:i+8]) && oddIn(text[i:i+8]) >= 0 {
			break
		}
	}
	odd := oddIn(text[i:])
	if odd < 0 || text[i+odd] < utf8.RuneSelf {
		return odd >= 0
	}
	rest := text[i+odd:]
	return !utf8.ValidString(rest) || containsAny(rest, []string{replacementCharacter, "â", "Ã", "ð"}) || strings.ContainsFunc(rest, isControl)
}

// allPrintable tells whether eight bytes are all printable ASCII, by sums and differences that set the highest bit of a byte.
func allPrintable(eight string) bool {
	const ones = 0x0101010101010101
	v := binary.LittleEndian.Uint64([]byte(eight))
	beyond, del, control := v, v+ones, (v-' '*ones)&^v
	return (beyond|del|control)&(0x80*ones) == 0
}

// oddByte tells control characters, and the bytes of characters beyond ASCII.
var oddByte = func() (odd [256]bool) {
	for c := range odd {
		odd[c] = c >= utf8.RuneSelf || isControl(rune(c))
	}
	return odd
}()

// oddIn returns where the first odd byte of text stands, -1 if there is none.
func oddIn(text string) int {
	for i := range len(text) {
		if oddByte[text[i]] {
			return i
		}
	}
	return -1
}

// lostLength returns how much of s, from its start, is lost characters of one kind, 0 for none.
func lostLength(s string) int {
	if s[0] < utf8.RuneSelf {
		return len(s) - len(strings.TrimLeftFunc(s, isControl))
	}
	end := 0
	_, first := utf8.DecodeRuneInString(s)
	for end < len(s) {
		r, size := utf8.DecodeRuneInString(s[end:])
		if r != utf8.RuneError || size != first {
			break
		}
		end += size
	}
	return max(end, wronglyDecoded(s))
}

// isControl tells characters that no text has: what is left of an escape such as "\b" or of half a character.
// A form feed parts pages.
func isControl(r rune) bool {
	return r < ' ' && r != '\t' && r != '\n' && r != '\r' && r != '\f' || r == 0x7F
}

// wronglyDecoded returns the length of a character whose UTF-8 bytes were read as Windows-1252: a
// letter that stands for its first byte, and what the others stand for, which never follow that letter in a word.
func wronglyDecoded(s string) int {
	r, at := utf8.DecodeRuneInString(s)
	follow := map[rune]int{'Ã': 1, 'â': 2, 'ð': 3}[r]
	if follow == 0 {
		return 0
	}
	for range follow {
		next, size := utf8.DecodeRuneInString(s[at:])
		if !continuationAs1252(next, follow > 1) {
			return 0
		}
		at += size
	}
	return at
}

func continuationAs1252(r rune, punctuation bool) bool {
	const others = "€‚ƒ„…†‡ˆ‰Š‹ŒŽ‘’“”•–—˜™š›œžŸ"
	return r > 0xA0 && r <= 0xBF && r != '»' || punctuation && (r >= 0x80 && r <= 0xA0 || r == '»' || strings.ContainsRune(others, r))
}
