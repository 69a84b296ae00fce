package bank

import (
	"cmp"
	"context"
	"slices"

	"cortex/markdown"
	"cortex/rules"
)

// References returns all places of the banks that name what stands at an offset of a
// document: a heading or another anchor, a file, a link's label, an address, or something that does not exist.
// Declaration tells to add the place that is named. They are sorted. Nil if nothing stands there; the error is ctx's.
func (s *Snapshot) References(ctx context.Context, path string, offset int, declaration bool) ([]Location, error) {
	x, ok := s.subjectAt(path, offset)
	if !ok || x.path == "" {
		return nil, nil
	}
	locations := []Location{}
	if declaration {
		locations = append(locations, x.declarations()...)
	}
	if x.label != "" {
		return inOrderOfPlace(append(locations, x.uses()...)), nil
	}
	err := s.graph.ask(ctx, s, func() {
		anchors := x.anchors()
		for from, l := range s.graph.linksWith(x.path, x.fragments()) {
			if x.namedBy(l, anchors) {
				locations = append(locations, Location{from, l.place()})
			}
		}
	})
	if err != nil {
		return nil, err
	}
	return inOrderOfPlace(locations), nil
}

// place covers what of a link tells its target.
func (l Link) place() markdown.Span {
	if l.Kind == rules.ReferenceUse {
		return l.Span
	}
	return l.Target
}

// fragments returns those by which links name the entity, nil if these do not matter.
func (e entity) fragments() []string {
	switch {
	case e.fragment == "":
		return nil
	case e.title:
		return []string{"", e.fragment}
	}
	return []string{e.fragment}
}

func (x subject) anchors() *rules.Anchors {
	if x.target == nil {
		return nil
	}
	return rules.AnchorsOf(x.target)
}

// declarations returns the places that are named: the heading, the definition of a label, the title of a file.
func (x subject) declarations() []Location {
	switch {
	case x.label != "":
		for _, r := range labelled(x.doc, x.label) {
			if r.Kind == rules.ReferenceDefinition && !r.Hidden {
				return []Location{{x.doc.Path, r.Text}}
			}
		}
	case x.anchor != nil:
		return []Location{{x.target.Path, selectionOf(*x.anchor)}}
	case x.target != nil && x.fragment == "":
		return []Location{{x.target.Path, titleSpan(x.target)}}
	}
	return nil
}

// uses returns the uses of a label.
func (x subject) uses() []Location {
	var uses []Location
	for _, r := range labelled(x.doc, x.label) {
		if r.Kind == rules.ReferenceUse {
			uses = append(uses, Location{x.doc.Path, r.Target})
		}
	}
	return uses
}

// selectionOf covers the words of a heading, or all of another anchor.
func selectionOf(a markdown.Anchor) markdown.Span {
	if a.Section != nil && a.Section.Content.Len() > 0 {
		return a.Section.Content
	}
	return a.Span
}

// titleSpan covers the words of a document's first heading; it is empty at the start of the text if there is none.
func titleSpan(doc *markdown.Document) markdown.Span {
	if len(doc.Sections) == 0 {
		return markdown.Span{}
	}
	return doc.Sections[0].Content
}

func inOrderOfPlace(all []Location) []Location {
	slices.SortFunc(all, func(a, b Location) int {
		return cmp.Or(cmp.Compare(a.Path, b.Path), cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Span.End, b.Span.End))
	})
	return slices.Compact(all)
}
