package markdown

import (
	"slices"
	"strings"
)

// outline turns the headings into a tree of sections and lists all anchors.
func outline(text string, f *facts) (top []*Section, anchors []Anchor) {
	anchors = make([]Anchor, 0, len(f.headings)+len(f.ids)+len(f.footnotes))
	sections := make([]Section, 0, len(f.headings))
	var slugs slugger
	var open []*Section
	for _, h := range f.headings {
		slug := slugs.next(h.plain)
		if h.nested {
			anchors = append(anchors, Anchor{Kind: AnchorHeading, Slug: slug, Span: h.span})
			continue
		}
		sections = append(sections, newSection(text, h, slug))
		s := &sections[len(sections)-1]
		anchors = append(anchors, Anchor{Kind: AnchorHeading, Slug: slug, Span: h.span, Section: s})

		open = closeAt(open, s)
		if len(open) == 0 {
			top = append(top, s)
		} else {
			adopt(open[len(open)-1], s)
		}
		open = append(open, s)
	}
	anchors = append(append(anchors, f.ids...), f.footnotes...)
	slices.SortStableFunc(anchors, func(a, b Anchor) int { return order(a.Span, b.Span) })
	return top, anchors
}

// newSection returns a section that reaches to the end of text.
func newSection(text string, h heading, slug string) Section {
	body := Span{min(h.span.End+1, len(text)), len(text)}
	return Section{
		Level: h.level, Title: strings.TrimSpace(h.plain), Slug: slug, Setext: h.setext,
		Heading: h.span, Content: h.content, Body: body, Own: body,
	}
}

// closeAt ends the open sections that next's heading closes and returns the others.
func closeAt(open []*Section, next *Section) []*Section {
	for n := len(open); n > 0 && open[n-1].Level >= next.Level; n-- {
		s := open[n-1]
		s.Body.End = next.Heading.Start
		s.Own.End = min(s.Own.End, s.Body.End)
		open = open[:n-1]
	}
	return open
}

func adopt(parent, child *Section) {
	child.Parent = parent
	parent.Children = append(parent.Children, child)
	parent.Own.End = min(parent.Own.End, child.Heading.Start)
}
