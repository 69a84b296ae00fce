package rules

import (
	"fmt"
	"iter"
	"sync"

	"cortex/markdown"
)

// destination is a link's target where it is written: in an inline link, an image or a definition.
type destination struct {
	path, fragment                 string
	target, pathSpan, fragmentSpan markdown.Span
	// text covers the link's text or the definition's label.
	text markdown.Span
	// leads is where it leads, zero before that is resolved.
	leads resolution
}

// destinationRooms have room for those of most documents.
var destinationRooms = sync.Pool{New: func() any { return new(destinationRoom) }}

type destinationRoom [64]destination

// destinations returns those of the judged document. All rules have them in common, and none keeps them.
func (p *Pass) destinations() []destination {
	d := p.driver
	most := len(p.Doc.Links) + len(p.Doc.Definitions)
	if d.destinations != nil || most == 0 {
		return d.destinations
	}
	if most <= len(destinationRoom{}) {
		d.room = destinationRooms.Get().(*destinationRoom)
		d.destinations = d.room[:0]
	} else {
		d.destinations = make([]destination, 0, most)
	}
	for one := range destinations(p.Doc) {
		d.destinations = append(d.destinations, one)
	}
	return d.destinations
}

// leaveRoom has the room for destinations used for another document.
func (d *driver) leaveRoom() {
	if d.room != nil {
		clear(d.destinations)
		destinationRooms.Put(d.room)
	}
}

// resolve finds where a destination of the judged document leads. Several rules ask for each.
func (p *Pass) resolve(d *destination) resolution {
	if d.leads.by == 0 {
		d.leads = resolve(p.Workspace, p.Doc.Path, d.path)
	}
	return d.leads
}

// destinations yields every target of a document once: uses of a definition are
// left out, and definitions that are hidden by another. Autolinks and wiki links
// are not among them.
func destinations(doc *markdown.Document) iter.Seq[destination] {
	return func(yield func(destination) bool) {
		for _, l := range doc.Links {
			if l.Kind != markdown.LinkInline {
				continue
			}
			d := destination{
				path: l.Path(), fragment: l.Fragment(), target: l.Target, pathSpan: l.PathSpan(), fragmentSpan: l.FragmentSpan(), text: l.Text,
			}
			if !yield(d) {
				return
			}
		}
		for _, f := range doc.Definitions {
			d := destination{
				path: f.Path(), fragment: f.Fragment(), target: f.Target, pathSpan: f.PathSpan(), fragmentSpan: f.FragmentSpan(), text: f.Label,
			}
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
