package bank

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"cortex/markdown"
	"cortex/rules"
)

// expand returns a part of a document with its includes resolved, up to about so many bytes. What cannot be
// resolved becomes a comment that says why.
func (s *Snapshot) expand(doc *markdown.Document, span markdown.Span, limit int) string {
	e := expander{snapshot: s, left: limit}
	var b strings.Builder
	e.write(&b, doc, span)
	return b.String()
}

// expander follows includes in depth.
type expander struct {
	snapshot *Snapshot
	// left is how many bytes may still be written.
	left int
	// open are the parts that are being written, outermost first.
	open []Location
	// failed tells that an include could not be resolved.
	failed bool
}

func (e *expander) write(b *strings.Builder, doc *markdown.Document, span markdown.Span) {
	e.open = append(e.open, Location{doc.Path, span})
	defer func() { e.open = e.open[:len(e.open)-1] }()
	at := span.Start
	for _, inc := range doc.Includes {
		if !span.Contains(inc.Span) || e.left <= 0 {
			continue
		}
		e.add(b, doc.Text[at:inc.Span.Start])
		e.left-- // an include of nothing counts, too
		if err := e.include(b, doc, inc); err != nil {
			e.failed = true
			e.add(b, fmt.Sprintf("<!-- TRANSCLUSION ERROR: %s -->", strings.ReplaceAll(err.Error(), "--", "- -")))
		}
		at = inc.Span.End
	}
	e.add(b, doc.Text[at:span.End])
}

// add writes text as far as it fits.
func (e *expander) add(b *strings.Builder, text string) {
	if len(text) > e.left {
		text = strings.ToValidUTF8(text[:max(e.left, 0)], "")
		e.left = 0
	}
	e.left -= len(text)
	b.WriteString(text)
}

// include writes what an include stands for.
func (e *expander) include(b *strings.Builder, from *markdown.Document, inc markdown.Include) error {
	doc, span, err := e.snapshot.included(from, inc)
	switch {
	case err != nil:
		return err
	case slices.Contains(e.open, Location{doc.Path, span}), doc == from && span.Contains(inc.Span):
		return fmt.Errorf("%q includes itself", inc.Path)
	case len(e.open) > rules.MaxIncludeDepth:
		return fmt.Errorf("nested deeper than %d levels", rules.MaxIncludeDepth)
	}
	span = firstLines(doc.Text, textIn(doc.Text, span), inc)
	if !rules.IsRecursive(inc) {
		e.add(b, span.In(doc.Text))
		return nil
	}
	e.write(b, doc, span)
	return nil
}

// included returns the part of a document that an include names: a section's body, or all but the front matter.
func (s *Snapshot) included(from *markdown.Document, inc markdown.Include) (*markdown.Document, markdown.Span, error) {
	r := rules.IncludeReference(inc)
	x := s.linkSubject(from, Link{r, s.resolve(r, from.Path)}, inc.Span.Start)
	switch {
	case x.target == nil:
		return nil, markdown.Span{}, fmt.Errorf("%q does not exist", r.Path)
	case r.Fragment == "":
		return x.target, textOf(x.target), nil
	case x.anchor == nil:
		return nil, markdown.Span{}, fmt.Errorf("no section %q in %q", r.Fragment, r.Path)
	}
	return x.target, x.anchor.Section.Body, nil
}

// textOf covers a document without its front matter.
func textOf(doc *markdown.Document) markdown.Span {
	span := markdown.Span{End: len(doc.Text)}
	if doc.FrontMatter != nil {
		span.Start = doc.FrontMatter.Span.End
	}
	return textIn(doc.Text, span)
}

// textIn returns a span without the blank lines at both ends.
func textIn(text string, span markdown.Span) markdown.Span {
	span = withoutEnd(text, span)
	span.Start += len(span.In(text)) - len(strings.TrimLeft(span.In(text), "\r\n"))
	return span
}

// firstLines cuts a part as the option "lines" of an include says.
func firstLines(text string, span markdown.Span, inc markdown.Include) markdown.Span {
	for _, o := range inc.Options {
		n, err := strconv.Atoi(o.Value)
		if !strings.EqualFold(o.Key, "lines") || err != nil || n < 1 {
			continue
		}
		end := span.Start
		for line := range strings.Lines(span.In(text)) {
			if n--; n < 0 {
				break
			}
			end += len(line)
		}
		return withoutEnd(text, markdown.Span{Start: span.Start, End: end})
	}
	return span
}
