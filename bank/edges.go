package bank

import (
	"cmp"
	"context"
	"slices"

	"cortex/markdown"
	"cortex/rules"
)

// Edge is a link or include of a document that leads to a file of the workspace, or should.
type Edge struct {
	// From is the document, Span what of it is the link, and Kind its syntax.
	From string
	Span markdown.Span
	Kind rules.ReferenceKind
	// To is the path it leads to, Fragment what it names there, "" for the whole file.
	To, Fragment string
	// Broken tells that the file, or the anchor in it, does not exist.
	Broken bool
}

// EdgeQuery selects links.
type EdgeQuery struct {
	// Path is the document to begin at, "" for all documents, or those of Bank if that is set; Section limits that to links from and to one of its sections.
	Path    string
	Bank    *Bank
	Section *markdown.Section
	// Outgoing and Incoming tell which way to go.
	Outgoing, Incoming bool
	// Depth is how many links in a row are followed.
	Depth int
}

// Edges returns the links that a query selects, sorted by the places where they stand. The error is ctx's.
func (s *Snapshot) Edges(ctx context.Context, q EdgeQuery) ([]Edge, error) {
	var edges []Edge
	err := s.graph.ask(ctx, s, func() {
		if q.Path == "" {
			banks := s.banks
			if q.Bank != nil {
				banks = []*Bank{q.Bank}
			}
			for _, b := range banks {
				for _, p := range b.Paths {
					edges = append(edges, s.graph.from(p)...)
				}
			}
			return
		}
		edges = s.graph.around(q)
	})
	slices.SortFunc(edges, func(a, b Edge) int {
		return cmp.Or(cmp.Compare(a.From, b.From), cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Span.End, b.Span.End), cmp.Compare(a.To, b.To))
	})
	return slices.Compact(edges), err
}

// around returns the links up to a depth around a document.
func (g *graph) around(q EdgeQuery) []Edge {
	var edges []Edge
	seen, frontier := map[string]bool{q.Path: true}, []string{q.Path}
	for range q.Depth {
		var next []string
		for _, p := range frontier {
			for _, e := range g.step(p, q) {
				edges = append(edges, e)
				if other := e.other(p); !seen[other] {
					seen[other] = true
					next = append(next, other)
				}
			}
		}
		frontier, q.Section = next, nil
	}
	return edges
}

// other returns the end of an edge that is not p.
func (e Edge) other(p string) string {
	if e.From == p {
		return e.To
	}
	return e.From
}

// step returns the links of a document in the directions of a query.
func (g *graph) step(p string, q EdgeQuery) []Edge {
	var edges []Edge
	if q.Outgoing {
		edges = inSection(g.from(p), q.Section)
	}
	if q.Incoming {
		edges = append(edges, g.into(p, q.Section)...)
	}
	return edges
}

// inSection returns the edges that stand in a section, all for nil.
func inSection(edges []Edge, section *markdown.Section) []Edge {
	return slices.DeleteFunc(edges, func(e Edge) bool { return section != nil && !section.Span().Contains(e.Span) })
}

// from returns the links of a document.
func (g *graph) from(path string) []Edge {
	var edges []Edge
	for _, l := range g.outOf(path) {
		if countsAsEdge(l) {
			edges = append(edges, g.edge(path, l))
		}
	}
	return edges
}

// countsAsEdge leaves out addresses, and definitions, whose uses count.
func countsAsEdge(l Link) bool {
	return l.Leads.Kind != rules.TargetURL && l.Leads.Kind != rules.TargetNone && l.Kind != rules.ReferenceDefinition
}

func (g *graph) edge(from string, l Link) Edge {
	to := l.Leads.Path
	made := Edge{From: from, Span: l.Span, Kind: l.Kind, To: to, Fragment: l.Fragment, Broken: l.Leads.Kind == rules.TargetNowhere}
	if target := g.node(to); target != nil && l.Leads.Kind == rules.TargetFile && rules.CleanFragment(l.Fragment) != "" {
		if doc := g.document(target); doc != nil {
			_, found := rules.AnchorsOf(doc).Find(l.Reference)
			made.Broken = !found
		}
	}
	return made
}

// into returns the links that lead to a document from others, or to a section from anywhere.
func (g *graph) into(path string, section *markdown.Section) []Edge {
	var edges []Edge
	for from, l := range g.linksTo(path) {
		if from == path && section == nil {
			continue
		}
		if countsAsEdge(l) && g.namesSection(l, path, section) {
			edges = append(edges, g.edge(from, l))
		}
	}
	return edges
}

// namesSection tells whether a link to a document names a section of it; every link does that for nil.
func (g *graph) namesSection(l Link, path string, section *markdown.Section) bool {
	if section == nil {
		return true
	}
	doc := g.document(g.node(path))
	if doc == nil {
		return false
	}
	a, ok := rules.AnchorsOf(doc).Find(l.Reference)
	return ok && a.Section == section
}
