package rules

import (
	"iter"
	"sort"
	"strings"
	"sync"
	"unicode"
	"unicode/utf8"

	"cortex/markdown"
)

// event is a date that says when something has happened.
type event struct {
	markdown.Date
	// beginning tells that something began or was made then, which may be older than what tells of it.
	beginning bool
	// update tells that the text as a whole was brought up to date then.
	update bool
}

// events yields the dates of what has happened: those behind a word such as "completed", in a
// column of that name, and those at which an entry of a log stands. Plans, examples, what
// others released, and dates in running text are left out.
func (p *Pass) events() iter.Seq[event] {
	return func(yield func(event) bool) {
		planned := sync.OnceValue(func() bool { return plans(p.inBank(p.Doc.Path)) })
		known := knownEvents.Of(p.Doc)
		for _, k := range known.events {
			e := event{known.dates[k.date], k.beginning, k.update}
			if !(k.unnamed && planned()) && !yield(e) {
				return
			}
		}
	}
}

// knownEvents are the events of a document, whatever its name says.
var knownEvents = markdown.Derive(readEvents)

// eventList are events and the dates that they stand on.
type eventList struct {
	dates  []markdown.Date
	events []knownEvent
}

type knownEvent struct {
	// date is its index among the dates: documents are many, and dates long.
	date              int32
	beginning, update bool
	// unnamed tells that no words say so, but the place of the date: in a file about plans it is none.
	unnamed bool
}

func readEvents(doc *markdown.Document) eventList {
	found := eventList{dates: eventDates(doc)}
	r := eventReader{doc: doc, columns: newColumns(doc), planned: newSectionMemo(plannedTitle)}
	number, passed := -1, false
	shown := hintsOf.Of(doc)&hintShownDate != 0
	for i, d := range found.dates {
		if !d.Valid() {
			continue
		}
		if n := doc.Lines.OffsetLine(d.Span.Start); n != number {
			number, r.line = n, doc.Lines.LineSpan(n)
			passed = passesDates(r.line.In(doc.Text), shown)
		}
		if passed {
			continue
		}
		if e, ok := r.eventAt(r.place(d)); ok {
			e.date = int32(i)
			found.events = append(found.events, e)
		}
	}
	return found
}

// longestEventLine bounds in bytes the lines that are read: longer ones are data.
const longestEventLine = 4000

// passesDates tells whether the dates of a line are no events. Shown tells whether any line may speak of dates.
func passesDates(line string, shown bool) bool {
	return len(line) > longestEventLine || openTaskLine(line) || shown && speaksOfDates(line)
}

// eventReader reads the dates of a document in their order.
type eventReader struct {
	doc     *markdown.Document
	columns *columns
	// line is that of the date.
	line    markdown.Span
	planned *sectionMemo
}

// datePlace is a date with what stands around it.
type datePlace struct {
	// before and after are the parts of the line, or of the table's cell, around the date.
	before, after string
	// column is what names the table's cell, "" outside tables.
	column string
	// section is the innermost one around the date, and heading tells that the date stands in its heading.
	section *markdown.Section
	heading bool
}

func (r *eventReader) place(d markdown.Date) datePlace {
	var place datePlace
	part := r.line
	if header, cell, ok := r.columns.at(d.Span.Start); ok {
		place.column, part = header, cell
	}
	place.before = r.doc.Text[part.Start:d.Span.Start]
	place.after = r.doc.Text[d.Span.End:max(part.End, d.Span.End)]
	s := sectionAt(r.doc, d.Span.Start)
	place.section, place.heading = s, s != nil && s.Heading.Start <= d.Span.Start && d.Span.Start < s.Heading.End
	return place
}

// eventAt reads what a date stands for.
func (r *eventReader) eventAt(place datePlace) (knownEvent, bool) {
	label, isField := place.label()
	words := wordsOf(label)
	switch {
	case plans(label):
		return knownEvent{}, false
	case happened(words, isField) || isField && doneBehind(place.after):
		return knownEvent{
			beginning: beginningWords.anyOf(words),
			update:    updateWords.anyOf(words) && ofTheWhole(words) && !place.heading && place.column == "",
		}, true
	case place.leads() && !r.wraps(place) || isField && dateWords.anyOf(words) && !otherDateWords.anyOf(words) || place.heading && place.ends():
		none := strings.Contains(place.before, ".") || r.planned.around(place.section) || plans(r.line.In(r.doc.Text))
		return knownEvent{unnamed: true, beginning: beginningWords.anyOf(words)}, !none
	}
	return knownEvent{}, false
}

// label returns the words that name the date: those before a colon, the header of a column that has
// nothing but dates, or else the last ones before the date. Field tells the first two cases.
func (d datePlace) label() (label string, field bool) {
	before := strings.TrimRight(d.before, " \t*_`([（【")
	if d.column != "" && strings.Trim(before, "*_ ~") == "" {
		return d.column, true
	}
	before, field = cutColon(before)
	if !field && !d.endsThought() {
		return "", false
	}
	if cut := strings.LastIndexAny(before, ".;,()|[]（）—–•"); cut >= 0 {
		_, size := utf8.DecodeRuneInString(before[cut:])
		before = before[cut+size:]
	}
	if cut := strings.LastIndex(before, " - "); cut >= 0 {
		before = before[cut+len(" - "):]
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

// wrapWidth is how long in bytes a line is at least after which prose goes on in the next.
const wrapWidth = 60

// wraps tells whether the date leads its line only because a sentence was broken before it.
func (r *eventReader) wraps(place datePlace) bool {
	if strings.TrimSpace(place.before) != "" || r.line.Start == 0 {
		return false
	}
	above := r.doc.Lines.LineSpan(r.doc.Lines.OffsetLine(r.line.Start - 1)).In(r.doc.Text)
	last, _ := utf8.DecodeLastRuneInString(above)
	return len(above) >= wrapWidth && (last == ',' || unicode.IsLetter(last)) && !strings.HasPrefix(above, "#")
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

// plannedTitle tells whether a heading is about what is to come or about what others do.
func plannedTitle(title string) bool {
	return plans(title) || foreignWords.isWordIn(title, letterOrMark)
}

// beforeBox stands before the box of a task.
var beforeBox = newByteSet(" \t-*+>")

func openTaskLine(line string) bool {
	return strings.HasPrefix(beforeBox.cutLeft(line), "[ ]")
}

// speaksOfDates tells whether a line shows dates rather than using them.
func speaksOfDates(line string) bool { return datesShown.in(line) }

var datesShown = newWordList(shownDates...)

var shownDates = []string{"invalid", "impossible", "example", "e.g.", "reject", "malformed", "error", "недопустим", "无效", "不正"}

// shownDateWords are the beginnings of these words in both cases, and a letter whose small one is ASCII.
func shownDateWords() []hintWord {
	words := hintTexts(hintShownDate, "İ")
	for _, w := range shownDates {
		if !allASCII(w) {
			words = append(words, hintTexts(hintShownDate, w[:2], strings.ToUpper(w)[:2])...)
			continue
		}
		begins := func(text string, at int) bool { return beginsFolded(text[at:], w) }
		words = append(words, hintWord{hint: hintShownDate, begin: [...]string{bothCases(w[0]), bothCases(w[1]), bothCases(w[2])}, holds: begins})
	}
	return words
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
