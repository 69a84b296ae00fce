package rules

import (
	"path"
	"sort"
	"strings"

	"cortex/markdown"
)

// absence tells where a document tells of files that need not be there: because they are still to be made, are gone,
// or are only an example; and in what is history.
type absence struct {
	doc *markdown.Document
	// text is the document's with blanks in place of code spans, whose words do not count.
	text   string
	blocks []textBlock
	// sections are those of the document in order, with what is known of each.
	sections []absentSection
	newest   int
}

// textBlock is a paragraph, the first one of a list item, a row of a table or a heading: lines that go together.
type textBlock struct {
	span   markdown.Span
	indent int
	kind   blockKind
	// above is the index of the block that this one is below of, a list item or what introduces a list; -1 for none.
	above int
	// judged tells that absent is known: whether the block or one above says that a file need not be there.
	judged, absent bool
}

type blockKind uint8

const (
	paragraphBlock blockKind = iota + 1
	itemBlock
	headerBlock // the first row of a table
	rowBlock
)

type absentSection struct {
	*markdown.Section
	// absent counts for all that is in the section.
	absent bool
	day    int
}

func newAbsence(doc *markdown.Document) *absence {
	a := &absence{doc: doc, text: blankCode(doc)}
	a.readBlocks()
	a.readDates()
	index := map[*markdown.Section]int{}
	for s := range doc.All() {
		index[s] = len(a.sections)
		x := absentSection{Section: s}
		x.day = a.dayOf(s)
		x.absent = saysAbsent(s.Title) || commonVocabulary().headingStatus(s.Title) != statusUnknown || saysOpen(s.Title) ||
			x.day > 0 && x.day < a.newest || x.day == 0 && year().MatchString(normalise(s.Title)) ||
			s.Parent != nil && a.sections[index[s.Parent]].absent
		a.sections = append(a.sections, x)
	}
	return a
}

// blankCode returns the text with blanks in place of inline code.
func blankCode(doc *markdown.Document) string {
	text := []byte(doc.Text)
	for _, c := range doc.CodeSpans {
		for i := c.Span.Start; i < c.Span.End; i++ {
			if text[i] != '\n' && text[i] != '\r' {
				text[i] = ' '
			}
		}
	}
	return string(text)
}

// readBlocks reads the lines outside code.
func (a *absence) readBlocks() {
	var open []int
	last := -2 // the line before, if it was text that may go on
	for line := range proseLines(a.doc) {
		span := a.doc.Lines.LineSpan(line)
		b := readBlock(span, a.text)
		before := len(a.blocks) - 1
		switch {
		case span.In(a.text) == "" || b.span.Len() == 0 && strings.TrimSpace(span.In(a.doc.Text)) == "":
			last = -2
			continue
		case strings.HasPrefix(strings.TrimLeft(span.In(a.text), " "), "#"):
			open, last = nil, -2
			continue
		case b.kind == paragraphBlock && last == line-1 && a.blocks[before].kind <= itemBlock && a.dayAt(b) == 0:
			a.blocks[before].span.End = span.End
			last = line
			continue
		case b.kind == rowBlock && (last != line-1 || a.blocks[before].kind < headerBlock):
			b.kind = headerBlock
		}
		open = a.under(open, b)
		b.above = -1
		if len(open) > 0 {
			b.above = open[len(open)-1]
		}
		a.blocks = append(a.blocks, b)
		if b.kind != rowBlock {
			open = append(open, len(a.blocks)-1)
		}
		last = line
	}
}

// under returns those of the open blocks that b is below of.
func (a *absence) under(open []int, b textBlock) []int {
	for len(open) > 0 {
		o := a.blocks[open[len(open)-1]]
		if o.indent < b.indent || o.indent == b.indent && o.kind != itemBlock && b.kind != paragraphBlock &&
			(o.kind != headerBlock || b.kind == rowBlock) && (o.kind == headerBlock || a.introduces(o)) {
			return open
		}
		open = open[:len(open)-1]
	}
	return open
}

// introduces tells whether a paragraph is about the list or table that follows.
func (a *absence) introduces(b textBlock) bool {
	text := strings.TrimRight(b.span.In(a.doc.Text), " \t*_")
	return strings.HasSuffix(text, ":") || strings.HasSuffix(text, "：") || strings.HasPrefix(text, "**") && b.span.Len()-len(text) > 1
}

// readBlock reads one line as the beginning of a block.
func readBlock(line markdown.Span, text string) textBlock {
	b := textBlock{span: line, kind: paragraphBlock}
	s := line.In(text)
	rest := strings.TrimLeft(s, " \t>")
	for _, c := range s[:len(s)-len(rest)] {
		if c == '\t' {
			b.indent += 3
		}
		b.indent++
	}
	b.span.Start = line.End - len(rest)
	switch {
	case strings.HasPrefix(rest, "|"):
		b.kind = rowBlock
	case itemMark().MatchString(rest):
		b.kind = itemBlock
	}
	return b
}

var itemMark = pattern(`^(?:[-*+•]|\d{1,3}[.)])\s`)

// dayAt returns the day that a block begins with, zero if it begins with none.
func (a *absence) dayAt(b textBlock) int {
	const most = len("- **[")
	if d, ok := dateIn(a.doc, b.span); ok && d.Span.Start <= b.span.Start+most {
		return dayNumber(d)
	}
	return 0
}

func (a *absence) readDates() {
	for _, b := range a.blocks {
		a.newest = max(a.newest, a.dayAt(b))
	}
	for s := range a.doc.All() {
		a.newest = max(a.newest, a.dayOf(s))
	}
}

// dayOf returns the day of an entry of a log: that in its heading or behind "Date:" or "Timestamp:" in it, zero for none.
func (a *absence) dayOf(s *markdown.Section) int {
	if d, ok := dateIn(a.doc, s.Content); ok {
		return dayNumber(d)
	}
	d, ok := dateIn(a.doc, s.Own)
	if !ok || s.Level == 1 {
		return 0
	}
	before := a.doc.Lines.LineSpan(a.doc.Lines.OffsetLine(d.Span.Start))
	before.End = d.Span.Start
	switch strings.ToLower(strings.Trim(before.In(a.doc.Text), " \t-*_:[")) {
	case "date", "timestamp", "time", "completed", "created", "дата", "日期", "日付", "날짜", "fecha", "data":
		return dayNumber(d)
	}
	return 0
}

// covers tells whether what stands at offset need not be there.
func (a *absence) covers(offset int) bool {
	if i := sort.Search(len(a.sections), func(i int) bool { return a.sections[i].Heading.Start > offset }) - 1; i >= 0 && a.sections[i].absent {
		return true
	}
	i := sort.Search(len(a.blocks), func(i int) bool { return a.blocks[i].span.Start > offset }) - 1
	return i >= 0 && a.absentBlock(i)
}

// absentBlock judges each block once, whatever stands in it or below.
func (a *absence) absentBlock(i int) bool {
	b := &a.blocks[i]
	if !b.judged {
		day := a.dayAt(*b)
		b.judged = true
		b.absent = day > 0 && day < a.newest || a.openTask(*b) || saysAbsent(b.span.In(a.text)) || b.above >= 0 && a.absentBlock(b.above)
	}
	return b.absent
}

// openTask tells whether a block is a task that is not done.
func (a *absence) openTask(b textBlock) bool {
	tasks := a.doc.Tasks
	i := sort.Search(len(tasks), func(i int) bool { return tasks[i].Box.Start >= b.span.Start })
	return i < len(tasks) && tasks[i].Box.Start < b.span.End && !tasks[i].Done
}

// tellsOfThePast tells by its name whether a document tells how things were: it is put away, looks back on finished
// work, or is about one day.
func tellsOfThePast(name string) bool {
	if putAway(name) || datedName().MatchString(path.Base(name)) {
		return true
	}
	for folder := range strings.SplitSeq(strings.ToLower(path.Dir(name)), "/") {
		switch strings.TrimSuffix(folder, "s") {
		case "reflection", "creative", "history", "legacy", "journal":
			return true
		}
	}
	return false
}

// datedName matches a name with a day: "2025-02-28-search.md", "search_20250228.md".
var datedName = pattern(`(?:^|[^0-9])20[0-9][0-9][-_.]?[01][0-9][-_.]?[0-3][0-9](?:[^0-9]|$)`)
