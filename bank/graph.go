package bank

import (
	"context"
	"slices"

	"cortex/rules"
)

// graph knows which documents of a folder name which files. Like a ledger it stands at one
// snapshot, and whoever asks moves it to his own: only documents with another text, and those
// whose targets appeared or vanished, are resolved again. Who has put something into turn owns all other fields.
//
// It keeps targets only. What a reference looks like comes from the document, and
// which section a fragment means is found when somebody asks, since that depends on the
// target's text.
type graph struct {
	turn chan struct{}
	// at is nil before the first question.
	at *Snapshot
	// nodes are the documents of all banks by path.
	nodes map[string]*node
	// sources lists by path the documents that name it, also one at which nothing stands. A URL counts as a path.
	sources index
	asked   existence
	// stale are the nodes to resolve again.
	stale map[string]struct{}
	// names holds the paths of all targets, so that each is kept once.
	names map[string]string
}

// node is a document with the targets of its references, in their order. It is immutable.
type node struct {
	content *content
	bank    string
	targets []rules.Target
	// stats are the paths asked about; listed tells that the bank's list of files counted.
	stats  []string
	listed bool
}

func newGraph() *graph {
	return &graph{
		turn:    make(chan struct{}, 1),
		nodes:   map[string]*node{},
		sources: index{},
		asked:   newExistence(),
		stale:   map[string]struct{}{},
		names:   map[string]string{},
	}
}

// ask calls question with the graph at s. The error is ctx's.
func (g *graph) ask(ctx context.Context, s *Snapshot, question func()) error {
	select {
	case g.turn <- struct{}{}:
		defer func() { <-g.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	g.move(s)
	if err := g.resolve(ctx); err != nil {
		return err
	}
	question()
	return nil
}

// resolve brings the stale nodes up to date. When ctx ends, what is finished counts.
func (g *graph) resolve(ctx context.Context) error {
	if len(g.stale) == 0 {
		return nil
	}
	paths := make([]string, 0, len(g.stale))
	for p := range g.stale {
		paths = append(paths, p)
	}
	slices.Sort(paths)
	resolved := make([]*node, len(paths))
	err := each(ctx, len(paths), func(_ context.Context, i int) error {
		resolved[i] = newNode(g.at, paths[i])
		return nil
	})
	for i, n := range resolved {
		if n != nil {
			g.put(paths[i], n)
			delete(g.stale, paths[i])
		}
	}
	return err
}

func newNode(s *Snapshot, path string) *node {
	b := s.BankOf(path)
	n := &node{content: s.content(path), bank: b.Root}
	doc := n.content.document(s.engine)
	if doc == nil {
		return n
	}
	l := &lookups{snapshot: s, bank: b}
	references := rules.References(doc)
	n.targets = make([]rules.Target, len(references))
	for i, r := range references {
		n.targets[i] = r.Resolve(l, path)
	}
	n.stats, n.listed = l.stats.order, l.listed
	return n
}

// put replaces a node; nil takes it away.
func (g *graph) put(path string, n *node) {
	before, id := g.nodes[path], unitID{path: path}
	if before == nil {
		before = &node{}
	}
	if n == nil {
		n = &node{}
		delete(g.nodes, path)
	} else {
		g.nodes[path] = n
	}
	for i := range n.targets {
		n.targets[i].Path = g.name(n.targets[i].Path)
	}
	g.sources.remove(id, before.named(path))
	g.sources.add(id, n.named(path))
	g.asked.replace(id, before.stats, n.stats, g.at.stat)
}

// name returns the one copy of a target's path. Those that are not named any more stay until
// the graph ends, which costs no more than the texts that held them.
func (g *graph) name(path string) string {
	if known, ok := g.names[path]; ok {
		return known
	}
	g.names[path] = path
	return path
}

// named returns what a node at path names other than itself, each once.
func (n *node) named(path string) []string {
	paths := make([]string, 0, len(n.targets))
	for _, t := range n.targets {
		if t.Path != "" && t.Path != path {
			paths = append(paths, t.Path)
		}
	}
	slices.Sort(paths)
	return slices.Compact(paths)
}

// naming returns the documents that name a path, in order, and the path itself if it is a document.
func (g *graph) naming(path string) []string {
	var documents []string
	for _, id := range g.sources[path] {
		documents = append(documents, id.path)
	}
	if g.nodes[path] != nil {
		documents = append(documents, path)
	}
	slices.Sort(documents)
	return documents
}

// links returns the references of a document with their targets.
func (g *graph) links(path string) []Link {
	n := g.nodes[path]
	doc := n.content.document(g.at.engine)
	if doc == nil {
		return nil
	}
	return newLinks(doc, n.targets)
}
