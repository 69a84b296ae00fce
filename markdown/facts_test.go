package markdown

import (
	"fmt"
	"slices"
	"strings"
	"unicode/utf8"
)

// listing prints all facts of a document, one per line; every piece of text is cleaned first.
func listing(d *Document, clean func(string) string) string {
	in := func(s Span) string { return clean(s.In(d.Text)) }
	var b strings.Builder
	if m := d.FrontMatter; m != nil {
		fmt.Fprintf(&b, "front matter %q %q\n", in(m.Span), in(m.Content))
		for _, k := range m.Keys {
			fmt.Fprintf(&b, "key %s %q=%q\n", k.Name, in(k.Key), in(k.Value))
		}
	}
	for s := range d.All() {
		fmt.Fprintf(&b, "section %d %q %s heading=%q content=%q setext=%t body=%q own=%q\n", s.Level, s.Title, s.Slug,
			in(s.Heading), in(s.Content), s.Setext, in(s.Body), in(s.Own))
	}
	for _, a := range d.Anchors {
		fmt.Fprintf(&b, "anchor at %q section=%t\n", in(a.Span), a.Section != nil)
	}
	for _, s := range d.Items {
		fmt.Fprintf(&b, "item %q\n", in(s))
	}
	b.WriteString(innerListing(d, clean))
	return b.String()
}

func asIs(s string) string { return s }

// innerListing prints the facts that do not depend on what is around the text.
func innerListing(d *Document, clean func(string) string) string {
	in := func(s Span) string { return clean(s.In(d.Text)) }
	var b strings.Builder
	for _, a := range d.Anchors {
		fmt.Fprintf(&b, "anchor %d %s\n", a.Kind, a.Slug)
	}
	for _, l := range d.Links {
		fmt.Fprintf(&b, "link %s %q text=%q target=%q to=%q label=%q path=%q %q fragment=%q %q\n", linkKind(l), in(l.Span),
			in(l.Text), in(l.Target), l.Destination, l.Label, l.Path(), in(l.PathSpan()), fragment(l), in(l.FragmentSpan()))
	}
	for _, f := range d.Definitions {
		fmt.Fprintf(&b, "definition %q label=%q name=%q target=%q to=%q path=%q %q fragment=%q %q hidden=%t\n", in(f.Span), in(f.Label),
			f.Name, in(f.Target), f.Destination, f.Path(), in(f.PathSpan()), f.Fragment(), in(f.FragmentSpan()), f.Hidden)
	}
	for _, i := range d.Includes {
		fmt.Fprintf(&b, "include %q target=%q path=%q section=%q", in(i.Span), in(i.Target), i.Path, i.Section)
		for _, o := range i.Options {
			fmt.Fprintf(&b, " %q %q=%q", in(o.Span), o.Key, o.Value)
		}
		b.WriteByte('\n')
	}
	for _, c := range d.CodeSpans {
		fmt.Fprintf(&b, "code %q %q\n", in(c.Span), in(c.Content))
	}
	for _, f := range d.Fences {
		content := clean("\n" + f.Content.In(d.Text)) // it begins at the start of a line
		fmt.Fprintf(&b, "fence %q open=%q info=%q language=%q close=%q closed=%t\n", content, in(f.Open), in(f.Info), f.Language, in(f.Close), f.Closed)
	}
	for _, s := range d.CodeBlocks {
		fmt.Fprintf(&b, "code block %q\n", in(s))
	}
	for _, c := range d.Comments {
		fmt.Fprintf(&b, "comment %q content=%q block=%t\n", in(c.Span), in(c.Content), c.Block)
	}
	for _, s := range d.HTML {
		fmt.Fprintf(&b, "html %q\n", in(s))
	}
	for _, t := range d.Tasks {
		fmt.Fprintf(&b, "task %q done=%t %q\n", in(t.Box), t.Done, in(t.Text))
	}
	for _, t := range d.Tables {
		fmt.Fprintf(&b, "table %q\n", in(t.Span))
		for _, row := range t.Rows {
			b.WriteString(" row")
			for _, c := range row {
				fmt.Fprintf(&b, " %q", in(c.Span))
			}
			b.WriteByte('\n')
		}
	}
	for _, date := range d.Dates {
		fmt.Fprintf(&b, "date %q %d-%d-%d %s\n", in(date.Span), date.Year, date.Month, date.Day, date.Time)
	}
	return b.String()
}

func linkKind(l Link) string {
	kind := [...]string{LinkInline: "inline", LinkReference: "reference", LinkAutolink: "autolink", LinkWiki: "wiki"}[l.Kind]
	if l.Image {
		return kind + " image"
	}
	return kind
}

func fragment(l Link) string {
	if !l.HasFragment() {
		return "-"
	}
	return l.Fragment()
}

// faults returns what is wrong with the spans of a document, whatever its text means.
func faults(d *Document) []string {
	c := checker{doc: d, text: d.Text}
	c.bounds()
	if len(c.out) > 0 {
		return c.out
	}
	c.sections(d.Sections, Span{0, len(d.Text)}, nil)
	c.links()
	c.blocks()
	c.orders()
	return c.out
}

type checker struct {
	doc  *Document
	text string
	out  []string
}

func (c *checker) want(ok bool, format string, args ...any) {
	if !ok {
		c.out = append(c.out, fmt.Sprintf(format, args...))
	}
}

// bounds wants every span inside the text, on borders of characters and not between "\r" and "\n".
func (c *checker) bounds() {
	border := func(i int) bool {
		if i > 0 && i < len(c.text) && c.text[i-1] == '\r' && c.text[i] == '\n' {
			return false
		}
		if i == len(c.text) || utf8.RuneStart(c.text[i]) {
			return true
		}
		return !utf8.ValidString(c.text)
	}
	c.doc.eachSpan(func(s *Span) {
		if s.Start < 0 || s.End < s.Start || s.End > len(c.text) {
			c.want(false, "span %v is out of bounds", *s)
			return
		}
		c.want(border(s.Start) && border(s.End), "span %v cuts a character", *s)
	})
}

func (c *checker) sections(list []*Section, around Span, parent *Section) {
	for _, s := range list {
		c.want(s.Parent == parent, "section %q has the wrong parent", s.Title)
		c.want(around.Contains(s.Span()), "section %q is not in its parent", s.Title)
		c.want(s.Heading.Contains(s.Content), "content of %q is not in its heading", s.Title)
		c.want(s.Body.Contains(s.Own) && s.Own.Start == s.Body.Start, "own part of %q is not in its body", s.Title)
		c.want(s.Heading.End <= s.Body.Start, "body of %q begins in its heading", s.Title)
		c.want(parent == nil || parent.Level < s.Level, "section %q is not below its parent", s.Title)
		c.want(!strings.HasSuffix(s.Heading.In(c.text), "\r"), "heading %q ends with a part of the line end", s.Title)
		around.Start = s.Body.End
		c.sections(s.Children, s.Body, s)
	}
}

func (c *checker) links() {
	var open []Span
	for _, l := range c.doc.Links {
		span := l.Span.In(c.text)
		first, last := span[:1], span[len(span)-1:]
		c.want(strings.Contains("[!<", first) && strings.Contains(")]>", last), "link %q has no brackets", span)
		c.want(l.Span.Contains(l.Text) && l.Span.Contains(l.Target), "text or target outside of link %q", span)
		c.want(l.Target.Contains(l.PathSpan()) && l.Target.Contains(l.FragmentSpan()), "path or fragment outside of the target of %q", span)
		for len(open) > 0 && open[len(open)-1].End <= l.Span.Start {
			open = open[:len(open)-1]
		}
		c.want(len(open) == 0 || open[len(open)-1].Contains(l.Span), "link %q overlaps the one before", span)
		open = append(open, l.Span)
		c.destination(l)
	}
	for _, d := range c.doc.Definitions {
		span := d.Span.In(c.text)
		c.want(span[0] == '[' && d.Span.Contains(d.Label) && d.Span.Contains(d.Target), "definition %q lacks its parts", span)
		c.want(strings.HasPrefix(c.text[d.Label.End:], "]:"), "label of definition %q ends early", span)
		c.want(unescape(d.Target.In(c.text)) == d.Destination, "target of definition %q is not its destination", span)
	}
}

// destination wants the spans of the parts to yield the parts.
func (c *checker) destination(l Link) {
	target, path, fragment := l.Target.In(c.text), l.PathSpan().In(c.text), l.FragmentSpan().In(c.text)
	switch l.Kind {
	case LinkInline:
		c.want(unescape(target) == l.Destination, "target %q is not the destination %q", target, l.Destination)
		c.want(unpercent(unescape(path)) == l.Path(), "path %q is not written %q", l.Path(), path)
		c.want(unpercent(unescape(fragment)) == l.Fragment(), "fragment %q is not written %q", l.Fragment(), fragment)
		between := c.text[l.Text.End:l.Target.Start]
		c.want(strings.HasPrefix(between, "]("), "between text and target of %q is %q", target, between)
	case LinkAutolink:
		c.want(strings.HasSuffix(l.Destination, target), "target %q is not the destination %q", target, l.Destination)
	case LinkWiki:
		c.want(target == l.Destination && path == l.Path() && fragment == l.Fragment(), "parts of %q differ", target)
	}
}

func (c *checker) blocks() {
	for _, s := range c.doc.CodeSpans {
		open, end := c.text[s.Span.Start:s.Content.Start], c.text[s.Content.End:s.Span.End]
		c.want(open == end && open != "" && strings.Trim(open, "`") == "", "code span %q has marks %q and %q", s.Span.In(c.text), open, end)
		c.want(!strings.HasPrefix(s.Content.In(c.text), "`") && !strings.HasSuffix(s.Content.In(c.text), "`"), "code span %q keeps marks", s.Span.In(c.text))
	}
	for _, f := range c.doc.Fences {
		open := f.Open.In(c.text)
		c.want(len(open) >= 3 && strings.Trim(open, c.text[f.Open.Start:f.Open.Start+1]) == "", "fence opens with %q", open)
		c.want(f.Closed == (f.Close.Len() > 0), "fence is closed: %t, by %q", f.Closed, f.Close.In(c.text))
		c.want(strings.Trim(f.Close.In(c.text), c.text[f.Open.Start:f.Open.Start+1]) == "" && (!f.Closed || f.Close.Len() >= f.Open.Len()), "fence closes with %q", f.Close.In(c.text))
		for _, part := range []Span{f.Open, f.Info, f.Content, f.Close} {
			c.want(f.Span.Contains(part), "part %q outside of the fence", part.In(c.text))
		}
		c.want(f.Content.Start >= f.Info.End && f.Content.End <= f.Close.Start, "content of fence overlaps its marks")
	}
	for _, m := range c.doc.Comments {
		span := m.Span.In(c.text)
		c.want(strings.HasPrefix(span, "<!--") && m.Span.Contains(m.Content), "comment %q", span)
		c.want(strings.HasSuffix(span, "-->") || strings.HasSuffix(span, "<!-->") || m.Span.End == m.Content.End && m.Block, "comment %q ends late", span)
	}
	for _, t := range c.doc.Tasks {
		c.want(t.Box.Len() == 3 && c.text[t.Box.Start] == '[' && t.Text.Start >= t.Box.End, "task %q %q", t.Box.In(c.text), t.Text.In(c.text))
	}
	for _, s := range c.doc.Items {
		item := s.In(c.text)
		c.want(item != "" && strings.ContainsAny(item[:1], "-*+0123456789"), "item %q begins without a mark", item)
	}
	for _, t := range c.doc.Tables {
		at := t.Span.Start
		for _, cell := range slices.Concat(t.Rows...) {
			c.want(t.Span.Contains(cell.Span) && cell.Span.Start >= at, "cell %q is out of its table or order", cell.Span.In(c.text))
			at = cell.Span.End
		}
	}
	for _, i := range c.doc.Includes {
		span := i.Span.In(c.text)
		c.want(strings.HasPrefix(span, "{{") && strings.HasSuffix(span, "}}") && i.Span.Contains(i.Target), "include %q", span)
		c.want(i.PathSpan.In(c.text) == i.Path && i.SectionSpan.In(c.text) == i.Section, "parts of include %q", span)
	}
}

// orders wants every list in order of start, and what cannot nest disjoint.
func (c *checker) orders() {
	sorted := func(name string, spans []Span) {
		c.want(slices.IsSortedFunc(spans, order), "%s are not in order: %v", name, spans)
		for i := 1; i < len(spans); i++ {
			c.want(spans[i-1].End <= spans[i].Start, "%s overlap: %v %v", name, spans[i-1], spans[i])
		}
	}
	d := c.doc
	sorted("code spans", spansOf(d.CodeSpans, func(s CodeSpan) Span { return s.Span }))
	sorted("fences", spansOf(d.Fences, func(f Fence) Span { return f.Span }))
	sorted("comments", spansOf(d.Comments, func(m Comment) Span { return m.Span }))
	sorted("tables", spansOf(d.Tables, func(t Table) Span { return t.Span }))
	sorted("tasks", spansOf(d.Tasks, func(t Task) Span { return t.Box }))
	sorted("definitions", spansOf(d.Definitions, func(f Definition) Span { return f.Span }))
	sorted("includes", spansOf(d.Includes, func(i Include) Span { return i.Span }))
	sorted("dates", spansOf(d.Dates, func(t Date) Span { return t.Span }))
	var open []Span
	for _, s := range d.Items {
		for len(open) > 0 && open[len(open)-1].End <= s.Start {
			open = open[:len(open)-1]
		}
		c.want(len(open) == 0 || open[len(open)-1].Contains(s), "item %v overlaps the one before", s)
		open = append(open, s)
	}
	sorted("code blocks", d.CodeBlocks)
	sorted("html", d.HTML)
	raw := slices.Concat(d.HTML, d.CodeBlocks, spansOf(d.Comments, func(m Comment) Span { return m.Span }),
		spansOf(d.CodeSpans, func(s CodeSpan) Span { return s.Span }), spansOf(d.Fences, func(f Fence) Span { return f.Span }))
	slices.SortFunc(raw, order)
	sorted("code and HTML", raw)
}

func spansOf[T any](list []T, span func(T) Span) []Span {
	var out []Span
	for _, v := range list {
		out = append(out, span(v))
	}
	return out
}
