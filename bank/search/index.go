package search

import (
	"cmp"
	"math"
	"slices"
	"strings"

	"cortex/markdown"
)

// Passage is a heading with the text below it, without the sections below it; or the text above the first heading.
type Passage struct {
	// Section is nil for the text above the first heading.
	Section *markdown.Section
	Span    markdown.Span
}

// Bare tells whether there is nothing but a heading.
func (p Passage) Bare(text string) bool {
	return p.Section != nil && strings.TrimSpace(p.Section.Own.In(text)) == ""
}

// Index is what is known about the words of a document. It is immutable.
type Index struct {
	// Passages are in the order of the text.
	Passages []Passage
	// lengths are how many words the passages have, words how many all have.
	lengths []uint32
	words   int
	// postings are sorted by term and passage. path are the terms of the document's path.
	postings []posting
	path     []term
}

// posting tells how often a passage has a term, field by field.
type posting struct {
	term        term
	passage     uint32
	body        uint16
	title       uint8
	titlesAbove uint8
}

var indexes = markdown.Derive(newIndex)

// IndexOf returns the index of a document, made at the first call.
func IndexOf(doc *markdown.Document) *Index { return indexes.Of(doc) }

func newIndex(doc *markdown.Document) *Index {
	x := &Index{Passages: passagesOf(doc)}
	x.lengths = make([]uint32, len(x.Passages))
	var read terms
	read.each(doc.Path, false, func(t term) { x.path = append(x.path, t) })
	for i, p := range x.Passages {
		x.add(uint32(i), p, doc.Text, &read)
		x.words += int(x.lengths[i])
	}
	x.postings = merged(x.postings)
	return x
}

func passagesOf(doc *markdown.Document) []Passage {
	var passages []Passage
	top := len(doc.Text)
	if len(doc.Sections) > 0 {
		top = doc.Sections[0].Heading.Start
	}
	if strings.TrimSpace(doc.Text[:top]) != "" {
		passages = append(passages, Passage{nil, markdown.Span{End: top}})
	}
	for s := range doc.All() {
		passages = append(passages, Passage{s, markdown.Span{Start: s.Heading.Start, End: max(s.Heading.End, s.Own.End)}})
	}
	return passages
}

// add notes the terms of a passage.
func (x *Index) add(number uint32, p Passage, text string, read *terms) {
	body := p.Span
	if p.Section != nil {
		body = p.Section.Own
		read.each(p.Section.Title, false, func(t term) { x.postings = append(x.postings, posting{term: t, passage: number, title: 1}) })
		for above := p.Section.Parent; above != nil; above = above.Parent {
			read.each(above.Title, false, func(t term) { x.postings = append(x.postings, posting{term: t, passage: number, titlesAbove: 1}) })
		}
	}
	read.each(body.In(text), false, func(t term) {
		x.lengths[number]++
		x.postings = append(x.postings, posting{term: t, passage: number, body: 1})
	})
}

func (p posting) order() uint64 { return uint64(p.term)<<32 | uint64(p.passage) }

// merged sorts postings and adds up those of one term in one passage.
func merged(all []posting) []posting {
	slices.SortFunc(all, func(a, b posting) int { return cmp.Compare(a.order(), b.order()) })
	n := 0
	for i, p := range all {
		if i == 0 || all[n-1].term != p.term || all[n-1].passage != p.passage {
			all[n] = p
			n++
			continue
		}
		to := &all[n-1]
		to.body = uint16(min(int(to.body)+int(p.body), math.MaxUint16))
		to.title = uint8(min(int(to.title)+int(p.title), math.MaxUint8))
		to.titlesAbove = uint8(min(int(to.titlesAbove)+int(p.titlesAbove), math.MaxUint8))
	}
	return slices.Clip(slices.Clone(all[:n]))
}

// of returns the postings of a term.
func (x *Index) of(t term) []posting {
	from, _ := slices.BinarySearchFunc(x.postings, t, func(p posting, t term) int { return cmp.Compare(p.term, t) })
	to := from
	for to < len(x.postings) && x.postings[to].term == t {
		to++
	}
	return x.postings[from:to]
}
