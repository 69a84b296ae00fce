package rules

import (
	"fmt"
	"iter"

	"cortex/markdown"
)

// destination is a link's target where it is written: in an inline link, an image or a definition.
type destination struct {
	path, fragment                 string
	target, pathSpan, fragmentSpan markdown.Span
	// text covers the link's text or the definition's label.
	text markdown.Span
}

// destinations yields every target of a document once: uses of a definition are
// left out, and definitions that are hidden by another. Autolinks and wiki links
// are not among them.
func destinations(doc *markdown.Document) iter.Seq[destination] {
	return func(yield func(destination) bool) {
		for _, l := range doc.Links {
			d := destination{l.Path(), l.Fragment(), l.Target, l.PathSpan(), l.FragmentSpan(), l.Text}
			if l.Kind == markdown.LinkInline && !yield(d) {
				return
			}
		}
		for _, f := range doc.Definitions {
			d := destination{f.Path(), f.Fragment(), f.Target, f.PathSpan(), f.FragmentSpan(), f.Label}
			if !f.Hidden && !yield(d) {
				return
			}
		}
	}
}

// bracketed tells whether the target stands in <>.
func (d destination) bracketed(text string) bool {
	return d.target.Start > 0 && text[d.target.Start-1] == '<'
}

// change returns a fix that puts text in place of a part of the judged document.
func (p *Pass) change(span markdown.Span, text string, safe bool) Fix {
	return p.edit(fmt.Sprintf("Change to %q", text), safe, markdown.Edit{Span: span, New: text})
}
