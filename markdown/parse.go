package markdown

import (
	"slices"
	"strings"
)

// Parse reads text as Markdown. It never fails: text that is not meant as
// Markdown yields a document without facts. Path is kept, not interpreted.
func Parse(path, text string) *Document {
	n := normalise(text)
	doc := parseNormal(n.text)
	if len(n.dropped) > 0 {
		doc.eachSpan(func(s *Span) { *s = Span{n.offset(s.Start), n.offset(s.End)} })
	}
	doc.Path, doc.Text, doc.Lines = path, text, NewLineIndex(text)
	return doc
}

// parseNormal parses text whose line ends are all "\n".
func parseNormal(text string) *Document {
	matter := frontMatterAt(text)
	f := newFacts(text, topOf(text, matter))
	defer f.free()
	f.source = append(f.source, text...)
	for i := range f.top {
		f.source[i] = '\n' // empty lines mean nothing and keep every offset
	}
	scan(f.source, f)

	f.sort()
	doc := &Document{
		FrontMatter: matter,
		Links:       kept(f.links),
		Definitions: hideRepeated(kept(f.definitions)),
		Includes:    kept(f.includes),
		CodeSpans:   kept(f.codeSpans),
		Fences:      kept(f.fences),
		CodeBlocks:  kept(f.codeBlocks),
		Comments:    kept(f.comments),
		HTML:        kept(f.html),
		Items:       kept(f.items),
		Tasks:       kept(f.tasks),
		Tables:      kept(f.tables),
		Unparsed:    f.mergeUnparsed(),
	}
	doc.Sections, doc.Anchors = outline(text, f)
	doc.Dates = kept(f.datesOutside(doc))
	return doc
}

// topOf returns where Markdown begins: after the BOM and the front matter.
func topOf(text string, matter *FrontMatter) int {
	if matter != nil {
		return matter.Span.End
	}
	if strings.HasPrefix(text, bom) {
		return len(bom)
	}
	return 0
}

// datesOutside returns the dates of the text that do not stand in code, HTML, front matter or a link's target, which d holds.
func (f *facts) datesOutside(d *Document) []Date {
	f.dates = appendDates(f.dates, f.text)
	if len(f.dates) == 0 {
		return nil
	}
	f.shields = d.appendShields(f.shields)
	next, end := 0, 0
	f.dates = slices.DeleteFunc(f.dates, func(date Date) bool {
		for ; next < len(f.shields) && f.shields[next].Start < date.Span.End; next++ {
			end = f.shields[next].End
		}
		return date.Span.Start < end
	})
	return f.dates
}

// appendShields adds the spans whose text is not prose. They do not overlap and are in order.
func (d *Document) appendShields(spans []Span) []Span {
	spans = append(append(spans, d.CodeBlocks...), d.HTML...)
	if d.FrontMatter != nil {
		spans = append(spans, d.FrontMatter.Span)
	}
	for _, f := range d.Fences {
		spans = append(spans, f.Span)
	}
	for _, c := range d.CodeSpans {
		spans = append(spans, c.Span)
	}
	for _, c := range d.Comments {
		spans = append(spans, c.Span)
	}
	for _, i := range d.Includes {
		spans = append(spans, i.Span)
	}
	for _, l := range d.Links {
		if l.Kind != LinkReference || l.Target != l.Text {
			spans = append(spans, l.Target)
		}
	}
	for _, def := range d.Definitions {
		spans = append(spans, def.Span)
	}
	slices.SortFunc(spans, order)
	return spans
}
