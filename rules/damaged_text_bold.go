package rules

import (
	"strings"
	"unicode"

	"cortex/markdown"
)

// boldBlocks reports paragraphs, list items and table rows in which bold text begins or ends nowhere.
type boldBlocks struct {
	*Pass
	// block is the one that the last line belongs to.
	block markdown.Span
	last  int
	// heading tells that the last line is one.
	heading bool
}

// add takes the next line.
func (b *boldBlocks) add(line int, span markdown.Span, text string) {
	content, begins := afterBlockMark(text)
	if begins || b.heading || line != b.last+1 {
		b.judge()
		b.block.Start = span.Start + content
	}
	b.block.End = span.End
	b.last, b.heading = line, strings.HasPrefix(text, "#")
}

// judge judges a paragraph, item or row. Headings are judged by themselves, quotes may be cut anywhere.
func (b *boldBlocks) judge() {
	p, block := b.Pass, b.block
	text := block.In(p.Doc.Text)
	if strings.HasPrefix(text, "#") || strings.HasPrefix(text, ">") || !p.boldTorn(block) || hiddenInHTML(p.Doc, block) {
		return
	}
	p.Report(Diagnostic{
		Span:     p.oddLine(block),
		Severity: Information,
		Message:  `"**" without a partner: add the one that is missing, or remove this one`,
	})
}

// boldPaired tells whether each line has as many marks of bold text as make pairs, and none is escaped or in code: then none is
// alone in any block. It leaves texts with other line ends than "\n" to those who look at each line.
func boldPaired(doc *markdown.Document) bool {
	text, last, paired := doc.Text, 0, true
	if strings.IndexByte(text, '\r') >= 0 {
		return false
	}
	for at := 0; ; at += len("**") {
		n := strings.Index(text[at:], "**")
		if n < 0 {
			return paired
		}
		at += n
		mark := markdown.Span{Start: at, End: at + len("**")}
		if !paired && strings.IndexByte(text[last:at], '\n') >= 0 || edge(text, at-1) == '\\' || inCodeSpan(doc, mark) {
			return false
		}
		last, paired = at, !paired
	}
}

// oddLine returns the part of a block on the first line that has an odd number of marks of bold text, else the block.
func (p *Pass) oddLine(block markdown.Span) markdown.Span {
	for start := block.Start; start < block.End; {
		line := p.Doc.Lines.OffsetLine(start)
		part := markdown.Span{Start: start, End: min(p.Doc.Lines.LineSpan(line).End, block.End)}
		if strings.Count(part.In(p.Doc.Text), "**")%2 == 1 {
			return part
		}
		if line+1 == p.Doc.Lines.Count() {
			break
		}
		start = p.Doc.Lines.LineSpan(line + 1).Start
	}
	return block
}

// afterBlockMark returns where the text of a line begins behind the mark of a list item, and whether
// the line cannot go on the paragraph before it. Blank lines are such; headings, quotes and table rows keep their marks.
func afterBlockMark(line string) (content int, begins bool) {
	text := blankBytes.cutLeft(line)
	content = len(line) - len(text)
	if text == "" || strings.IndexByte("#>|", text[0]) >= 0 {
		return content, true
	}
	rest := text
	if isDigit(text[0]) {
		rest = digitBytes.cutLeft(text)
	}
	if strings.IndexByte("-*+.)", firstByte(rest)) >= 0 && len(rest) > 1 && rest[1] == ' ' && (len(rest) < len(text)) == (rest[0] == '.' || rest[0] == ')') {
		rest = strings.TrimLeft(rest[1:], " ")
		for _, box := range []string{"[ ] ", "[x] ", "[X] "} {
			rest = strings.TrimPrefix(rest, box)
		}
		return len(line) - len(rest), true
	}
	return content, false
}

func firstByte(s string) byte { return edge(s, 0) }

// escapesOrCode are the characters by which some marks of bold text are none.
var escapesOrCode = newByteSet("\\`")

// boldTorn tells whether a mark of bold text is alone, and can neither be a glob, an operator nor the start of a name in code.
func (p *Pass) boldTorn(content markdown.Span) bool {
	text := content.In(p.Doc.Text)
	count := strings.Count(text, "**")
	if count == 0 || count%2 == 0 && !escapesOrCode.anyIn(text) {
		return false
	}
	marks, closing := 0, false
	for at := 0; at+2 <= len(text); at++ {
		if text[at] == '\\' {
			at++
			continue
		}
		span := markdown.Span{Start: content.Start + at, End: content.Start + at + 2}
		if text[at] != '*' || text[at+1] != '*' || inCodeSpan(p.Doc, span) {
			continue
		}
		before, after := edge(text, at-1), edge(text, at+2)
		if strings.IndexByte("/*", before) >= 0 || strings.IndexByte("/*.", after) >= 0 && at+2 < len(text) {
			return false
		}
		marks++
		closing = before != ' ' && strings.IndexByte(" :,;!?)", after) >= 0
		at++
	}
	opened, atStart := strings.CutPrefix(text, "**")
	return marks%2 == 1 && (atStart && !unicode.IsLower(firstRune(opened)) || closing)
}

// edge returns the byte at i, a space outside the text.
func edge(text string, i int) byte {
	if i < 0 || i >= len(text) {
		return ' '
	}
	return text[i]
}
