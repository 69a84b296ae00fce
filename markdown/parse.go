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
	f := &facts{text: text, top: topOf(text, matter)}
	src := []byte(text)
	for i := range src[:f.top] {
		src[i] = '\n' // empty lines mean nothing and keep every offset
	}
	scan(src, f)

	f.sort()
	doc := &Document{
		FrontMatter: matter,
		Links:       f.links,
		Definitions: hideRepeated(f.definitions),
		Includes:    f.includes,
		CodeSpans:   f.codeSpans,
		Fences:      f.fences,
		CodeBlocks:  f.codeBlocks,
		Comments:    f.comments,
		HTML:        f.html,
		Items:       f.items,
		Tasks:       f.tasks,
		Tables:      f.tables,
	}
	doc.Sections, doc.Anchors = outline(text, f)
	doc.Dates = doc.datesIn(text)
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

// datesIn returns the dates of text that do not stand in code, HTML, front matter or a link's target.
func (d *Document) datesIn(text string) []Date {
	dates := scanDates(text)
	if len(dates) == 0 {
		return nil
	}
	shields := d.shields()
	next, end := 0, 0
	return slices.DeleteFunc(dates, func(date Date) bool {
		for ; next < len(shields) && shields[next].Start < date.Span.End; next++ {
			end = shields[next].End
		}
		return date.Span.Start < end
	})
}

// shields returns the spans whose text is not prose. They do not overlap and are in order.
func (d *Document) shields() []Span {
	spans := slices.Concat(d.CodeBlocks, d.HTML)
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
