package bank

import (
	"context"
	"slices"

	"cortex/rules"
)

// LinksInto returns the places of documents that lead to files, folders or what is in them, from outside of them all:
// what would be broken without them. They are sorted. The error is ctx's.
func (s *Snapshot) LinksInto(ctx context.Context, paths []string) ([]Location, error) {
	in := func(p string) bool {
		return slices.ContainsFunc(paths, func(folder string) bool { return Below(p, folder) })
	}
	var locations []Location
	err := s.graph.ask(ctx, s, func() {
		for i, p := range s.graph.points {
			name := s.graph.paths.name(int32(i))
			if len(p.sources) == 0 || !in(name) {
				continue
			}
			for from, l := range s.graph.linksTo(name) {
				if !in(from) && (l.Leads.Kind == rules.TargetFile || l.Leads.Kind == rules.TargetFolder) {
					locations = append(locations, Location{from, l.place()})
				}
			}
		}
	})
	return inOrderOfPlace(locations), err
}
