package bank

import "cortex/markdown"

// Highlight is a place in a document that means the same as another one.
type Highlight struct {
	Span markdown.Span
	// Declares tells the place that the others name.
	Declares bool
}

// Highlights returns the places of a document that name or declare what stands at an offset, sorted. Nil if nothing stands there.
func (s *Snapshot) Highlights(path string, offset int) []Highlight {
	x, ok := s.subjectAt(path, offset)
	if !ok || x.path == "" {
		return nil
	}
	named := map[Location]bool{}
	for _, d := range x.declarations() {
		named[d] = true
	}
	for _, l := range s.namesHere(x, path) {
		if _, declares := named[l]; !declares {
			named[l] = false
		}
	}
	locations := make([]Location, 0, len(named))
	for l := range named {
		if l.Path == path {
			locations = append(locations, l)
		}
	}
	var highlights []Highlight
	for _, l := range inOrderOfPlace(locations) {
		highlights = append(highlights, Highlight{l.Span, named[l]})
	}
	return highlights
}

// namesHere returns the places of one document that name the subject.
func (s *Snapshot) namesHere(x subject, path string) []Location {
	if x.label != "" {
		return x.uses()
	}
	var places []Location
	anchors := x.anchors()
	for _, l := range s.Links(path) {
		if x.namedBy(l, anchors) {
			places = append(places, Location{path, l.place()})
		}
	}
	return places
}
