package bank

import (
	"cmp"
	"context"
	"fmt"
	"maps"
	"slices"
	"strings"

	"cortex/markdown"
	"cortex/rules"
)

// missingName is a name that documents use and that names nothing.
type missingName struct {
	// name is the path of a file, or an anchor as it is written.
	name string
	kind rules.ReferenceKind
	uses int
}

// detail tells it in words.
func (m missingName) detail() string {
	if m.uses == 1 {
		return "does not exist yet, named once"
	}
	return fmt.Sprintf("does not exist yet, named %d times", m.uses)
}

// missingFiles returns the paths that documents lead to and at which nothing stands, as far as they are kept, in no order, except
// by the reference at a place. False tells that not all is known yet.
func (s *Snapshot) missingFiles(ctx context.Context, except Location, keep func(path string) bool) ([]missingName, bool) {
	var all []missingName
	ready := s.soon(ctx, func() {
		typed := s.graph.wantedAt(except)
		for to, p := range s.graph.points {
			uses := int(p.wanted)
			if uses > 0 && typed[int32(to)] {
				uses--
			}
			if uses == 0 {
				continue
			}
			if name := s.graph.paths.name(int32(to)); keep(name) {
				all = append(all, missingName{name: name, uses: uses})
			}
		}
	})
	return all, ready
}

// wantedAt returns what the reference at a place leads to in vain.
func (g *graph) wantedAt(place Location) map[int32]bool {
	wanted := map[int32]bool{}
	for to, l := range g.outOf(place.Path) {
		if l.Leads.Kind == rules.TargetNowhere && l.Span.Touches(place.Span) {
			wanted[to] = true
		}
	}
	return wanted
}

// missingAnchors returns what references to a document name in it and what is not there, the most used first, except by the
// reference at a place. False tells that not all is known yet.
func (s *Snapshot) missingAnchors(ctx context.Context, doc *markdown.Document, except Location) ([]missingName, bool) {
	named := map[string]missingName{}
	anchors := rules.AnchorsOf(doc)
	ready := s.soon(ctx, func() {
		for from, l := range s.graph.linksTo(doc.Path) {
			_, found := anchors.Find(l.Reference)
			if found || rules.CleanFragment(l.Fragment) == "" || from == except.Path && l.Span.Touches(except.Span) {
				continue
			}
			named[l.Fragment] = missingName{l.Fragment, l.Kind, named[l.Fragment].uses + 1}
		}
	})
	all := slices.Collect(maps.Values(named))
	return mostUsed(all, len(all)), ready
}

// soon asks the graph something, and returns false if that would take too long.
func (s *Snapshot) soon(ctx context.Context, question func()) bool {
	ctx, cancel := context.WithTimeout(ctx, readiness)
	defer cancel()
	return s.graph.ask(ctx, s, question) == nil
}

// mostUsed returns so many of the most used names at most, the most used first. Few of very many are found without sorting all.
func mostUsed(all []missingName, most int) []missingName {
	if len(all) <= most {
		slices.SortFunc(all, missingName.compare)
		return all
	}
	found := make([]missingName, 0, most+1)
	for _, m := range all {
		if len(found) == most && m.compare(found[most-1]) > 0 {
			continue
		}
		at, _ := slices.BinarySearchFunc(found, m, missingName.compare)
		found = slices.Insert(found, at, m)
		found = found[:min(len(found), most)]
	}
	return found
}

// compare puts what is used more often first.
func (m missingName) compare(o missingName) int {
	if m.uses != o.uses {
		return cmp.Compare(o.uses, m.uses)
	}
	return strings.Compare(m.name, o.name)
}
