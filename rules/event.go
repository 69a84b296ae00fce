package rules

import (
	"cmp"
	"slices"
	"sort"
	"strings"
	"unicode"
	"unicode/utf8"

	"cortex/markdown"
)

// event is a date that says when something has happened.
type event struct {
	markdown.Date
	// line is the text of its line.
	line string
	// beginning tells that something began or was made then, which may be older than what tells of it.
	beginning bool
	// update tells that the text as a whole was brought up to date then.
	update bool
}

// events returns the dates of what has happened: those behind a word such as "completed", in a
// column of that name, and those at which an entry of a log stands. Plans, examples, what
// others released, and dates in running text are left out.
func (p *Pass) events() []event {
	var found []event
	columns, line := newColumns(p.Doc), eventLine{number: -1}
	for _, d := range p.eventDates() {
		if !d.Valid() {
			continue
		}
		if n := p.Doc.Lines.OffsetLine(d.Span.Start); n != line.number {
			line = newEventLine(n, p.Doc.Lines.LineSpan(n).In(p.Doc.Text))
		}
		if line.passed {
			continue
		}
		if e, ok := p.eventAt(p.datePlace(d, line, columns)); ok {
			found = append(found, e)
		}
	}
	return found
}

// eventDates returns the dates of the document, and those in prose that end with the year, in order.
func (p *Pass) eventDates() []markdown.Date {
	if !endsWithYear(p.Doc.Text) {
		return p.Doc.Dates
	}
	all := slices.Clone(p.Doc.Dates)
	for line := range proseLines(p.Doc) {
		span := p.Doc.Lines.LineSpan(line)
		if text := span.In(p.Doc.Text); len(text) <= longestEventLine && endsWithYear(text) {
			all = append(all, p.datesEndingWithYear(text, span.Start)...)
		}
	}
	slices.SortFunc(all, func(a, b markdown.Date) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	return all
}

// datesEndingWithYear returns the dates such as 25.01.2026 and 25/01/2026 of a line that starts at offset. Those in which
// day and month may be swapped are left out.
func (p *Pass) datesEndingWithYear(line string, offset int) []markdown.Date {
	var found []markdown.Date
	for _, d := range otherDates(line) {
		span := markdown.Span{Start: offset + d.span.Start, End: offset + d.span.End}
		if d.ambiguous || inCodeSpan(p.Doc, span) || p.inLink(span) || inComment(p.Doc, span.Start) {
			continue
		}
		year, month, day := d.moment.Date()
		found = append(found, markdown.Date{Span: span, Year: year, Month: int(month), Day: day, Worded: true})
	}
	return found
}

// endsWithYear tells whether a year of this century stands in text behind what may be the rest of a date.
func endsWithYear(text string) bool {
	for at := 0; ; at += 2 {
		next := strings.Index(text[at:], "20")
		if next < 0 {
			return false
		}
		at += next
		if at > 1 && at+4 <= len(text) && isDigit(text[at+2]) && isDigit(text[at+3]) && isDigit(text[at-2]) && strings.IndexByte("/.-", text[at-1]) >= 0 {
			return true
		}
	}
}

// longestEventLine bounds in bytes the lines that are read: longer ones are data.
const longestEventLine = 4000

// eventLine is what is known of a line whatever its dates.
type eventLine struct {
	number int
	text   string
	// passed tells that its dates are no events, plans that those which nothing names are none.
	passed, plans bool
}

func newEventLine(number int, text string) eventLine {
	if len(text) > longestEventLine || openTaskLine(text) || speaksOfDates(strings.ToLower(text)) {
		return eventLine{number: number, passed: true}
	}
	return eventLine{number: number, text: text, plans: plans(text)}
}

// datePlace is a date with what stands around it.
type datePlace struct {
	date markdown.Date
	line eventLine
	// before and after are the parts of the line, or of the table's cell, around the date.
	before, after string
	// column is what names the table's cell, "" outside tables.
	column  string
	heading bool
}

func (p *Pass) datePlace(d markdown.Date, line eventLine, columns *columns) datePlace {
	place := datePlace{date: d, line: line}
	part := p.Doc.Lines.LineSpan(line.number)
	if header, cell, ok := columns.at(d.Span.Start); ok {
		place.column, part = header, cell
	}
	place.before = p.Doc.Text[part.Start:d.Span.Start]
	place.after = p.Doc.Text[d.Span.End:max(part.End, d.Span.End)]
	s := sectionAt(p.Doc, d.Span.Start)
	place.heading = s != nil && s.Heading.Start <= d.Span.Start && d.Span.Start < s.Heading.End
	return place
}

// eventAt reads what a date stands for.
func (p *Pass) eventAt(place datePlace) (event, bool) {
	label, isField := place.label()
	words := wordsOf(label)
	e := event{Date: place.date, line: place.line.text, beginning: anyWord(words, beginningWords)}
	switch {
	case plans(label):
		return e, false
	case happened(words, isField) || doneBehind(place.after) && isField:
		e.update = anyWord(words, updateWords) && ofTheWhole(words) && !place.heading && place.column == ""
		return e, true
	case place.leads() || isField && anyWord(words, dateWords) && !anyWord(words, otherDateWords) || place.heading && place.ends():
		return e, !place.line.plans && !strings.Contains(place.before, ".") && !p.planned(place.date.Span.Start)
	}
	return e, false
}

// label returns the words that name the date: those before a colon, the header of a column that has
// nothing but dates, or else the last ones before the date. Field tells the first two cases.
func (d datePlace) label() (label string, field bool) {
	before := strings.TrimRight(d.before, " \t*_`([（【")
	if d.column != "" && strings.Trim(before, "*_ ~") == "" {
		return d.column, true
	}
	before, field = cutColon(before)
	if cut := strings.LastIndexAny(before, ".;,()|[]（）—–•"); cut >= 0 {
		_, size := utf8.DecodeRuneInString(before[cut:])
		before = before[cut+size:]
	}
	if cut := strings.LastIndex(before, " - "); cut >= 0 {
		before = before[cut+len(" - "):]
	}
	if !field && !d.endsThought() {
		return "", false
	}
	return before, field
}

func cutColon(text string) (string, bool) {
	for _, colon := range []string{":", "："} {
		if before, ok := strings.CutSuffix(text, colon); ok {
			return strings.TrimRight(before, " \t*_"), true
		}
	}
	return text, false
}

// leads tells whether the date stands first on its line.
func (d datePlace) leads() bool {
	return d.column == "" && !strings.ContainsFunc(d.before, func(r rune) bool { return unicode.IsLetter(r) || unicode.IsDigit(r) })
}

// ends tells whether the date stands last on its line.
func (d datePlace) ends() bool { return strings.Trim(d.after, " \t\r*_#)]）】✅") == "" }

// endsThought tells whether the sentence does not go on behind the date.
func (d datePlace) endsThought() bool {
	after := strings.TrimLeft(d.after, " \t*_")
	r, _ := utf8.DecodeRuneInString(after)
	return after == "" || !unicode.IsLetter(r) && !unicode.IsDigit(r)
}

// happened tells whether words say that something has come about. Outside a field they must be the last ones.
func happened(words []string, field bool) bool {
	for i := len(words) - 1; i >= 0; i-- {
		switch {
		case pastWords()[words[i]] || pastInside(words[i]):
			return true
		case !field && !connectives[words[i]]:
			return false
		}
	}
	return false
}

// doneBehind tells whether what follows says that it is done.
func doneBehind(after string) bool {
	s, _ := commonVocabulary().leadingStatus(strings.TrimLeft(after, " \t*_-–—:"))
	return s == statusDone
}

// planned tells whether a heading around offset, or the name of the file, is about what is to come or
// about what others do.
func (p *Pass) planned(offset int) bool {
	for s := sectionAt(p.Doc, offset); s != nil; s = s.Parent {
		if plans(s.Title) || anyWord(wordsOf(s.Title), foreignWords) {
			return true
		}
	}
	return plans(strings.ReplaceAll(p.inBank(p.Doc.Path), "/", " "))
}

func openTaskLine(line string) bool {
	line = strings.TrimLeft(line, " \t-*+>")
	return strings.HasPrefix(line, "[ ]")
}

// speaksOfDates tells whether a line in lower case shows dates rather than using them.
func speaksOfDates(line string) bool {
	return containsAny(line, []string{"invalid", "impossible", "example", "e.g.", "reject", "malformed", "error", "недопустим", "无效", "不正"})
}

// columns finds the cell of a table at an offset. Offsets must not decrease.
type columns struct {
	doc    *markdown.Document
	tables []markdown.Table
}

func newColumns(doc *markdown.Document) *columns { return &columns{doc, doc.Tables} }

// at returns what names the cell, the header of its column or, in a table of names and values, the
// name, and the cell; not for the header itself.
func (c *columns) at(offset int) (header string, cell markdown.Span, ok bool) {
	for len(c.tables) > 0 && c.tables[0].Span.End <= offset {
		c.tables = c.tables[1:]
	}
	if len(c.tables) == 0 || c.tables[0].Span.Start > offset {
		return "", markdown.Span{}, false
	}
	rows := c.tables[0].Rows
	row := sort.Search(len(rows), func(i int) bool { return rows[i][0].Span.Start > offset }) - 1
	if row < 1 {
		return "", markdown.Span{}, false
	}
	for i, x := range rows[row] {
		if x.Span.Start > offset || offset >= x.Span.End {
			continue
		}
		if i == 1 && len(rows[0]) == 2 { // names and values
			return rows[row][0].Span.In(c.doc.Text), x.Span, true
		}
		return rows[0][i].Span.In(c.doc.Text), x.Span, true
	}
	return "", markdown.Span{}, false
}
