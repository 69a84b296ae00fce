package rules

import (
	"slices"
	"strings"

	"cortex/markdown"
)

// fenceKind tells how the author meant a fence.
type fenceKind uint8

const (
	fencePlain     fenceKind = iota + 1 // closed as CommonMark says
	fenceNested                         // holds blocks with fences of its own length, which end it too early
	fenceMissing                        // not closed before another block opens
	fenceOpen                           // never closed
	fenceStray                          // opens nothing: a closing fence too many
	fenceMisplaced                      // its closing fence stands outside its list item or quote
)

// fenceReading is what one fence was meant to be.
type fenceReading struct {
	kind fenceKind
	open fenceMark
	// close ends the block; for fenceMissing it is the next opening fence. Unset for fenceOpen and for fenceStray at the end.
	close fenceMark
	// inner opens the first block inside a fenceNested.
	inner fenceMark
	// longest is the length of the longest run inside a fenceNested.
	longest int
}

// maxFenceMarks bounds the work of reading a document whose fences do not fit together.
const maxFenceMarks = 600

// readFences finds the most probable meaning of the document's fences: the one in
// which the fewest are wrong and fewest blocks look turned inside out. Nil means that
// nothing is doubtful.
func readFences(doc *markdown.Document) []fenceReading {
	doubtful := func(f markdown.Fence) bool { return !f.Closed || len(innerMarks(doc, f)) > 0 }
	if !slices.ContainsFunc(doc.Fences, doubtful) {
		return nil
	}
	marks := fenceMarks(doc)
	if len(marks) > maxFenceMarks {
		return firstUnclosed(doc)
	}
	r := fenceReader{doc: doc, marks: marks, headings: headingsAfter(doc, marks), best: make([]fenceChoice, len(marks)+1)}
	for i := len(marks) - 1; i >= 0; i-- {
		r.choose(i)
	}
	return r.readings()
}

// firstUnclosed is the reading of a document with too many fences to weigh.
func firstUnclosed(doc *markdown.Document) []fenceReading {
	for _, f := range doc.Fences {
		if !f.Closed {
			return []fenceReading{{kind: fenceOpen, open: markAt(doc, f.Open)}}
		}
	}
	return nil
}

// fenceReader finds for every mark the cheapest reading of the text from there on,
// given that no block is open.
type fenceReader struct {
	doc   *markdown.Document
	marks []fenceMark
	// headings tells of every mark whether a heading stands between it and the next.
	headings []bool
	best     []fenceChoice
}

type fenceChoice struct {
	kind fenceKind
	// close is the mark that ends the block, inner the first mark inside; next is read after it.
	close, inner, next int
	// cost is that of this choice and all that follow.
	cost int
}

// What a deviation costs. Only their order matters, and how many odd looks outweigh one.
const (
	costMisplaced = 2
	costNestedIn  = 3 // inside a block that is meant to hold Markdown
	costNested    = 4
	costMissing   = 4
	costOpen      = 4
	costStray     = 5
	costLiteral   = 3 // and as much for every opening fence that is only text
	costIgnored   = 5 // for every fence in a block that is never closed
)

func (r *fenceReader) choose(i int) {
	open := r.marks[i]
	best := fenceChoice{kind: fenceOpen, next: len(r.marks), cost: costOpen + costIgnored*(len(r.marks)-i-1)}
	offer := func(c fenceChoice) {
		if c.cost += r.best[c.next].cost; c.cost < best.cost {
			best = c
		}
	}
	closing, inner := r.plainEnd(i)
	if open.cut > 0 {
		if closing == i+1 {
			offer(fenceChoice{kind: fenceMisplaced, close: closing, next: closing + 1, cost: costMisplaced})
		}
		offer(fenceChoice{kind: fenceOpen, next: i + 1, cost: costOpen})
	} else if closing > 0 {
		offer(fenceChoice{kind: fencePlain, close: closing, next: closing + 1, cost: r.oddBlock(i, closing) + costLiteral*inner.count + costLiteral*min(inner.count, 1)})
	}
	if inner.count > 0 {
		offer(fenceChoice{kind: fenceMissing, close: inner.first, next: inner.first, cost: costMissing})
		r.offerNested(i, inner.first, offer)
	} else if closing > 0 && r.endInside(i) >= 0 {
		offer(fenceChoice{kind: fenceMissing, close: closing, next: closing, cost: costMissing + 1})
	}
	if open.bare {
		offer(fenceChoice{kind: fenceStray, close: closing, next: i + 1, cost: r.strayCost(i)})
	}
	r.best[i] = best
}

// innerFences are the marks inside a block that would open another.
type innerFences struct{ first, count int }

// plainEnd returns the mark that ends the block of mark i as CommonMark reads it, 0 if there is none.
func (r *fenceReader) plainEnd(i int) (closing int, inner innerFences) {
	for k := i + 1; k < len(r.marks); k++ {
		switch m := r.marks[k]; {
		case m.closes(r.marks[i]):
			return k, inner
		case m.opensIn(r.marks[i]):
			if inner.count == 0 {
				inner.first = k
			}
			inner.count++
		}
	}
	return 0, inner
}

// offerNested offers every end that the block of mark i may have if the blocks inside are closed on their own.
func (r *fenceReader) offerNested(i, inner int, offer func(fenceChoice)) {
	open := r.marks[i]
	cost, bareInside := costNested, 1
	switch {
	case open.holdsMarkdown():
		cost, bareInside = costNestedIn, 0
	case !open.bare:
		cost++
	}
	for k := i + 1; k+1 < len(r.marks); k += 2 {
		if r.marks[k].closes(open) {
			if k > inner {
				offer(fenceChoice{kind: fenceNested, close: k, inner: inner, next: k + 1, cost: cost + r.oddClose(k)})
			}
			cost += bareInside + r.oddBlock(k, k+1)
		}
		if !r.marks[k+1].closes(r.marks[k]) {
			return
		}
	}
	if last := len(r.marks) - 1; (last-i)%2 == 1 && r.marks[last].closes(open) && last > inner {
		offer(fenceChoice{kind: fenceNested, close: last, inner: inner, next: last + 1, cost: cost + r.oddClose(last)})
	}
}

// strayCost is low where nothing follows that could be a block.
func (r *fenceReader) strayCost(i int) int {
	switch {
	case i == len(r.marks)-1 && strings.TrimSpace(r.doc.Text[r.marks[i].run.End:]) == "":
		return costOpen - 1
	case r.blank(r.marks[i].line + 1):
		return costStray - 2
	}
	return costStray
}

// oddBlock counts what looks odd about a block between two marks: text that is turned
// inside out has blank lines just inside its fences, and headings.
func (r *fenceReader) oddBlock(i, k int) int {
	odd := r.oddClose(k)
	if r.blank(r.marks[i].line + 1) {
		odd++
	}
	if r.blank(r.marks[k].line - 1) {
		odd++
	}
	if !r.marks[i].holdsMarkdown() && slices.Contains(r.headings[i:k], true) {
		odd += 2
	}
	return odd
}

// oddClose tells whether text follows the mark at once, as after an opening fence.
func (r *fenceReader) oddClose(k int) int {
	if r.blank(r.marks[k].line + 1) {
		return 0
	}
	return 1
}

func (r *fenceReader) blank(line int) bool { return blankLine(r.doc, line) }

// blankLine tells whether a line holds nothing but space and quote marks. The lines before and after the text do not.
func blankLine(doc *markdown.Document, line int) bool {
	return line < 0 || line >= doc.Lines.Count() ||
		strings.Trim(doc.Lines.LineSpan(line).In(doc.Text), " \t>") == ""
}

// headingsAfter tells of every mark but the last whether a heading below a blank line stands before the next one.
func headingsAfter(doc *markdown.Document, marks []fenceMark) []bool {
	found := make([]bool, len(marks))
	for i := range max(len(marks)-1, 0) {
		for line := marks[i].line + 1; line < marks[i+1].line && !found[i]; line++ {
			found[i] = subHeading(doc.Lines.LineSpan(line).In(doc.Text)) && blankLine(doc, line-1)
		}
	}
	return found
}

// endInside returns the line before which the block of mark i seems to end, -1 if it goes on to the next mark. There is one.
func (r *fenceReader) endInside(i int) int {
	return probableEnd(r.doc, r.marks[i], r.marks[i+1].line)
}

func (r *fenceReader) readings() []fenceReading {
	var found []fenceReading
	for i := 0; i < len(r.marks); i = r.best[i].next {
		c := r.best[i]
		reading := fenceReading{kind: c.kind, open: r.marks[i]}
		if c.close > 0 {
			reading.close = r.marks[c.close]
		}
		if c.kind == fenceNested {
			reading.inner = r.marks[c.inner]
			for _, m := range r.marks[i+1 : c.close] {
				reading.longest = max(reading.longest, m.run.Len())
			}
		}
		found = append(found, reading)
	}
	return found
}
