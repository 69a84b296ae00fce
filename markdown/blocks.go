package markdown

import "strings"

// addCodeSpan records inline code with as many backticks before as after it.
func (f *facts) addCodeSpan(span Span) {
	ticks := runLength(f.text, span.Start, '`')
	f.codeSpans = append(f.codeSpans, CodeSpan{Span: span, Content: Span{span.Start + ticks, span.End - ticks}})
}

// itemEnd returns where a list item ends that begins at start, when the next block begins at next.
func (f *facts) itemEnd(start, next int) int {
	item := trimmed(f.text, Span{start, next})
	for { // the blank lines of a quote around it have marks
		last := f.lineStart(item.End)
		if last <= start || strings.Trim(f.text[last:item.End], "> \t") != "" {
			return item.End
		}
		item = trimmed(f.text, Span{start, last})
	}
}

// addTask records a task; end is where its paragraph ends.
func (f *facts) addTask(box Span, end int) {
	done := f.text[box.Start+1] != ' '
	f.tasks = append(f.tasks, Task{Box: box, Done: done, Text: trimmed(f.text, Span{box.End, end})})
}

// addFootnote records a footnote by its label without "[^" and "]". Its fragment is the one of GitHub's parser.
func (f *facts) addFootnote(label Span) {
	span := Span{label.Start - len("[^"), label.End + len("]")}
	f.footnotes = append(f.footnotes, Anchor{Kind: AnchorFootnote, Slug: "fn-" + label.In(f.text), Span: span})
}

// addHeading records a heading by its content; plain is that without markup.
func (f *facts) addHeading(level int, content Span, plain string, nested bool) {
	h := heading{level: level, plain: plain, content: content, nested: nested}
	marks := content.Start
	for marks > 0 && (f.text[marks-1] == ' ' || f.text[marks-1] == '\t') {
		marks--
	}
	h.setext = marks == 0 || f.text[marks-1] != '#'
	h.span = Span{f.lineStart(content.Start), f.lineEnd(content.End)}
	if h.setext {
		h.span.End = f.lineEnd(h.span.End + 1)
	}
	switch {
	case nested && h.setext:
		h.span.Start = content.Start
	case nested:
		h.span.Start = marks - level
	}
	f.headings = append(f.headings, h)
}

// addTable records a table by the starts of its first and last row, the delimiter row left out. One whose header has no cell shows none.
func (f *facts) addTable(first, last int, rows [][]Cell) {
	if len(rows[0]) == 0 {
		return
	}
	start := skipBlank(f.text, Span{first, len(f.text)})
	if len(rows) == 1 {
		last = f.lineEnd(first) + 1
	}
	end := trimmed(f.text, Span{last, f.lineEnd(last)}).End
	f.tables = append(f.tables, Table{Span: Span{start, end}, Rows: rows})
}
