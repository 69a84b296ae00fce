package rules

import (
	"fmt"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"cortex/markdown"
)

// reportTornHeadings reports headings that swallowed the first item of a list, or in which bold text begins or ends nowhere.
// Torn tells whether an item may be swallowed anywhere.
func (p *Pass) reportTornHeadings(torn bool) {
	sound := soundUntil(p.Doc)
	for s := range p.Doc.All() {
		if s.Setext || s.Heading.Start >= sound {
			continue
		}
		at := 0
		if torn {
			at = p.gluedToHeading(s)
		}
		if at > 0 {
			d := Diagnostic{
				Span:    s.Heading,
				Message: "heading and the first item of the list below it ran together: a line end was lost",
			}
			breaks := markdown.Edit{Span: markdown.Span{Start: at, End: at}, New: p.lineEnding() + p.lineEnding()}
			d.Fixes = []Fix{p.edit("Insert the line end", true, breaks)}
			p.Report(d)
		} else if p.boldTorn(s.Content) {
			p.Reportf(s.Heading, `heading has a mark "**" without its partner: text was lost, or the mark is too many`)
		}
	}
}

// gluedToHeading returns where in a heading item 1 of the list below begins, 0 if it does not.
func (p *Pass) gluedToHeading(s *markdown.Section) int {
	at := gluedItem(s.Content.In(p.Doc.Text), 1)
	if at == 0 || inCodeSpan(p.Doc, markdown.Span{Start: s.Content.Start + at, End: s.Content.Start + at + 1}) {
		return 0
	}
	line := p.nextFilled(p.Doc.Lines.OffsetLine(s.Heading.Start))
	if n, _ := leadingNumber(p.Doc.Lines.LineSpan(line).In(p.Doc.Text)); n != 2 {
		return 0
	}
	return s.Content.Start + at
}

// nextFilled returns the next line with text, or the last one.
func (p *Pass) nextFilled(line int) int {
	for line++; line < p.Doc.Lines.Count()-1 && blankLine(p.Doc, line); line++ {
	}
	return line
}

// beforeItem and beforeHeading are what an item or a heading that lost its line stands behind, besides words.
const (
	beforeItem    = ")`*"
	beforeHeading = ".!?)*`"
)

// gluedItem returns where in a line, right behind a word, the list item of number n begins, 0 if it does not.
func gluedItem(line string, n int) int {
	number := strconv.Itoa(n) + ". "
	for at := 0; ; {
		i := strings.Index(line[at:], number)
		if i < 0 {
			return 0
		}
		at += i
		rest := line[at+len(number):]
		if at > 0 && (lowerASCII(line[at-1]) || strings.IndexByte(beforeItem, line[at-1]) >= 0) && beginsText(rest) {
			return at
		}
		at += len(number)
	}
}

func lowerASCII(c byte) bool { return c >= 'a' && c <= 'z' }

// reportTornText reports torn lines and blocks in one walk over the text: what there may be of both.
func (p *Pass) reportTornText(torn, marked bool) {
	blocks := boldBlocks{Pass: p, last: -2}
	for line := range proseLines(p.Doc) {
		span := p.Doc.Lines.LineSpan(line)
		text := span.In(p.Doc.Text)
		if torn {
			p.reportTornLine(line, span, text)
		}
		if marked {
			blocks.add(line, span, text)
		}
	}
	blocks.judge()
}

// reportTornLine reports list items that ran together or lost their number, headings in the middle of a
// line, and words run into numbers.
func (p *Pass) reportTornLine(line int, span markdown.Span, text string) {
	n, dotted := leadingNumber(text)
	switch {
	case dotted && p.reportGluedItems(n, line, span, text):
	case n > 1 && !dotted && line > 0 && p.reportTornNumber(n, line, span, text):
	case p.reportGluedHeading(span, text):
	default:
		p.reportWordWithNumber(span, text)
	}
}

// reportGluedHeading reports the marks of a heading right behind a word. Where they stand in another heading, text is lost, too.
func (p *Pass) reportGluedHeading(span markdown.Span, text string) bool {
	at, ok := gluedHeading(text, 1)
	marks := markdown.Span{Start: span.Start + at, End: span.Start + at + 2}
	for ok && (inCodeSpan(p.Doc, marks) || hiddenInHTML(p.Doc, marks) || inLink(p.Doc, marks)) {
		at, ok = gluedHeading(text, at+2)
		marks = markdown.Span{Start: span.Start + at, End: span.Start + at + 2}
	}
	if !ok {
		return false
	}
	d := Diagnostic{
		Span:    markdown.Span{Start: marks.Start, End: span.End},
		Message: "a heading in the middle of a line: the line end before it was lost",
	}
	if strings.HasPrefix(text, "#") {
		d.Message = "two headings ran together: restore what stood between them from the file's history"
	} else {
		breaks := markdown.Edit{Span: markdown.Span{Start: marks.Start, End: marks.Start}, New: strings.Repeat(p.lineEnding(), 2)}
		d.Fixes = []Fix{p.edit("Insert the line end", true, breaks)}
	}
	p.Report(d)
	return true
}

// gluedHeading returns where in a line, from an offset on, the marks of a heading follow a word or the end of a sentence without a space.
func gluedHeading(line string, from int) (at int, ok bool) {
	for from < len(line) {
		i := strings.Index(line[from:], "##")
		if i < 0 {
			return 0, false
		}
		at = from + i
		rest := strings.TrimLeft(line[at:], "#")
		from = len(line) - len(rest)
		before, _ := utf8.DecodeLastRuneInString(line[:at])
		title, spaced := strings.CutPrefix(rest, " ")
		first := firstRune(title)
		if spaced && from-at <= 6 && (unicode.IsLower(before) || strings.ContainsRune(beforeHeading, before)) &&
			(unicode.IsUpper(first) || unicode.IsDigit(first) || first == '*' || first > utf8.RuneSelf) {
			return at, true
		}
	}
	return 0, false
}

// reportGluedItems reports item n of a list if it holds the next one, which the list lacks.
func (p *Pass) reportGluedItems(n, line int, span markdown.Span, text string) bool {
	at := gluedItem(text, n+1)
	if at == 0 || inCodeSpan(p.Doc, markdown.Span{Start: span.Start + at, End: span.Start + at + 1}) {
		return false
	}
	if next, _ := leadingNumber(p.Doc.Lines.LineSpan(p.nextFilled(line)).In(p.Doc.Text)); next <= n+1 {
		return false
	}
	indent := text[:len(text)-len(strings.TrimLeft(text, " \t"))]
	item := markdown.Span{Start: span.Start + at, End: span.Start + at}
	p.Report(Diagnostic{
		Span:    markdown.Span{Start: item.Start, End: span.End},
		Message: fmt.Sprintf("list items %d and %d ran together: a line end was lost", n, n+1),
		Fixes:   []Fix{p.edit("Insert the line end", true, markdown.Edit{Span: item, New: p.lineEnding() + indent})},
	})
	return true
}

// reportTornNumber reports item n if its number runs into a word, between those before and after it.
func (p *Pass) reportTornNumber(n, line int, span markdown.Span, text string) bool {
	digits := len(strconv.Itoa(n))
	before, beforeDotted := leadingNumber(p.Doc.Lines.LineSpan(line - 1).In(p.Doc.Text))
	after, afterDotted := leadingNumber(p.Doc.Lines.LineSpan(line + 1).In(p.Doc.Text))
	if before != n-1 || after != n+1 || !beforeDotted || !afterDotted || len(text) <= digits || !lowerASCII(text[digits]|0x20) {
		return false
	}
	p.Reportf(span, "item %d of the list lost what stood behind its number: restore it from the file's history", n)
	return true
}

// leadingNumber returns the number that a line begins with, 0 for none, and whether it is that of a list item.
func leadingNumber(line string) (n int, dotted bool) {
	for line != "" && (line[0] == ' ' || line[0] == '\t') {
		line = line[1:]
	}
	digits := 0
	for digits < len(line) && digits < 4 && line[digits] >= '0' && line[digits] <= '9' {
		n = n*10 + int(line[digits]-'0')
		digits++
	}
	return n, digits > 0 && strings.HasPrefix(line[digits:], ". ")
}

// reportWordWithNumber reports a function word that a number follows without a space: "with52".
func (p *Pass) reportWordWithNumber(span markdown.Span, text string) {
	for at := 1; at < len(text); at++ {
		if !isDigit(text[at]) || !lowerASCII(text[at-1]) {
			continue
		}
		from := max(at-longestFunctionWord-1, 0)
		start, end := from+strings.LastIndexByte(text[from:at], ' ')+1, at
		for end < len(text) && isDigit(text[end]) {
			end++
		}
		found := markdown.Span{Start: span.Start + start, End: span.Start + end}
		if functionWord(text[start:at]) && (end == len(text) || strings.IndexByte(" ,;", text[end]) >= 0) && !inCodeSpan(p.Doc, found) {
			p.Reportf(found, "%q is a word run into a number: text between them was lost", text[start:end])
			return
		}
		at = end
	}
}

const longestFunctionWord = 4

// functionWord tells words that no name with a number begins with.
func functionWord(word string) bool {
	switch word {
	case "with", "and", "from", "has", "have", "are", "than", "into", "the":
		return true
	}
	return false
}

// tornWords are what torn lines contain: right behind a word a number with a function word before it or an item of a list behind,
// the marks of a heading, or at the start of a line a number that runs into a word.
func tornWords() []hintWord {
	const small, digits = "abcdefghijklmnopqrstuvwxyz", "0123456789"
	var beyond []byte // parts of letters beyond ASCII
	for c := utf8.RuneSelf; c < 256; c++ {
		beyond = append(beyond, byte(c))
	}
	return []hintWord{
		{hint: hintTorn, begin: [...]string{small + beforeItem, digits, ""}, holds: func(text string, at int) bool {
			return endsFunctionWord(text[:at+1]) || beginsItem(text[at+1:])
		}},
		{hint: hintTorn, begin: [...]string{small + beforeHeading + string(beyond), "#", "#"}},
		{hint: hintTorn, begin: [...]string{"\n\r", digits, ""}, holds: func(text string, at int) bool {
			rest := text[at+1:]
			digits := digitBytes.leading(rest)
			return digits < len(rest) && isASCIILetter(rest[digits])
		}},
	}
}

// endsFunctionWord tells whether the small letters at the end of text are a function word.
func endsFunctionWord(text string) bool {
	start := len(text)
	for start > 0 && len(text)-start < longestFunctionWord && lowerASCII(text[start-1]) {
		start--
	}
	return functionWord(text[start:])
}

// beginsItem tells whether text begins with the number of a list item and the start of its text.
func beginsItem(text string) bool {
	rest, dotted := strings.CutPrefix(digitBytes.cutLeft(text), ". ")
	return dotted && beginsText(rest)
}

// beginsText tells whether text begins as that of a list item does.
func beginsText(text string) bool {
	return text != "" && (text[0] >= 'A' && text[0] <= 'Z' || text[0] == '*' || text[0] == '`')
}
