package markdown

import (
	"slices"
	"strings"
	"sync"
)

// facts collects what the parser meets. Lists are in order of discovery until sort. A document gets copies of them, which
// take no more space than they need, so that the next parse can collect in the same lists.
type facts struct {
	text string
	// top is where Markdown begins.
	top int

	headings    []heading
	footnotes   []Anchor
	ids         []Anchor
	links       []Link
	definitions []Definition
	includes    []Include
	codeSpans   []CodeSpan
	fences      []Fence
	codeBlocks  []Span
	comments    []Comment
	html        []Span
	items       []Span
	tasks       []Task
	tables      []Table
	unparsed    []Unparsed

	// undefined tells that there certainly is no definition.
	undefined bool
	// labels are those of all footnotes.
	labels map[string]bool
	guard  guard

	// What follows is only for the parse.
	source  []byte
	blocks  []inlineBlock
	lines   []Span
	cells   []Cell
	inlines *blockInlines
	dates   []Date
	shields []Span
}

var usedFacts = sync.Pool{New: func() any { return new(facts) }}

// newFacts returns facts without any, for one parse, which frees them.
func newFacts(text string, top int) *facts {
	f := usedFacts.Get().(*facts)
	f.text, f.top = text, top
	return f
}

func (f *facts) free() {
	f.clear()
	f.text, f.source = "", f.source[:0]
	usedFacts.Put(f)
}

// clear forgets all that was found in the text.
func (f *facts) clear() {
	*f = facts{
		text: f.text, top: f.top, source: f.source,
		headings: emptied(f.headings), footnotes: emptied(f.footnotes), ids: emptied(f.ids), links: emptied(f.links),
		definitions: emptied(f.definitions), includes: emptied(f.includes), codeSpans: emptied(f.codeSpans), fences: emptied(f.fences),
		codeBlocks: emptied(f.codeBlocks), comments: emptied(f.comments), html: emptied(f.html), items: emptied(f.items),
		tasks: emptied(f.tasks), tables: emptied(f.tables), unparsed: emptied(f.unparsed),
		guard:  guard{open: emptied(f.guard.open)},
		blocks: f.blocks[:0], lines: f.lines[:0], cells: f.cells[:0], inlines: f.inlines, dates: emptied(f.dates), shields: emptied(f.shields),
	}
}

// emptied returns a list without elements and with the same space. What they referred to is let go.
func emptied[T any](list []T) []T {
	clear(list)
	return list[:0]
}

// kept returns a copy that takes no more space than it needs, nil of nothing.
func kept[T any](list []T) []T {
	if len(list) == 0 {
		return nil
	}
	return append(make([]T, 0, len(list)), list...)
}

// heading is a heading before it has a place in the outline.
type heading struct {
	level int
	// plain is the content without markup, untrimmed: what an image leaves behind counts for GitHub's anchor.
	plain         string
	span, content Span
	setext        bool
	// nested tells a heading inside a quote, list or footnote.
	nested bool
}

// sort brings every list into the order of its spans. No two of a list have one start.
func (f *facts) sort() {
	slices.SortFunc(f.headings, func(a, b heading) int { return order(a.span, b.span) })
	slices.SortFunc(f.links, func(a, b Link) int { return order(a.Span, b.Span) })
	slices.SortFunc(f.definitions, func(a, b Definition) int { return order(a.Span, b.Span) })
	slices.SortFunc(f.includes, func(a, b Include) int { return order(a.Span, b.Span) })
	slices.SortFunc(f.codeSpans, func(a, b CodeSpan) int { return order(a.Span, b.Span) })
	slices.SortFunc(f.fences, func(a, b Fence) int { return order(a.Span, b.Span) })
	slices.SortFunc(f.codeBlocks, order)
	slices.SortFunc(f.comments, func(a, b Comment) int { return order(a.Span, b.Span) })
	slices.SortFunc(f.html, order)
	slices.SortFunc(f.items, order)
	slices.SortFunc(f.tasks, func(a, b Task) int { return order(a.Box, b.Box) })
	slices.SortFunc(f.tables, func(a, b Table) int { return order(a.Span, b.Span) })
}

// skip records a part that is not read.
func (f *facts) skip(span Span, why Excess) { f.unparsed = append(f.unparsed, Unparsed{span, why}) }

func order(a, b Span) int { return a.Start - b.Start }

// lineStart returns the offset at which the line of i begins.
func (f *facts) lineStart(i int) int { return max(f.top, strings.LastIndexByte(f.text[:i], '\n')+1) }

// lineEnd returns the offset of the first "\n" at or after i, or the end of the text.
func (f *facts) lineEnd(i int) int {
	if n := strings.IndexByte(f.text[i:], '\n'); n >= 0 {
		return i + n
	}
	return len(f.text)
}
