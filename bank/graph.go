package bank

import (
	"iter"
	"slices"
	"strings"

	"cortex/markdown"
	"cortex/rules"
)

// graph knows which documents of a folder name which files. Like a ledger it stands at one
// snapshot, and whoever asks moves it to his own: only documents with another text, and those
// whose targets appeared or vanished, are resolved again. Who has put something into turn owns all other fields.
//
// It keeps targets only. What a reference looks like comes from the document, and
// which section a fragment means is found when somebody asks, since that depends on the
// target's text. Paths are numbers here, since most are named many times.
type graph struct {
	turn chan struct{}
	// at is nil before the first question.
	at *Snapshot
	// paths have numbers. One that is not named any more keeps its number until compact.
	paths pathNumbers
	// compacted is how many numbers the last compact has left, spare how many more than twice as many may be there.
	compacted, spare int
	// unpacked counts the nodes that were put since they were packed.
	unpacked int
	// points hold what is known about each path.
	points []point
	// stale are the documents to resolve again.
	stale map[string]struct{}
}

// point is a path that is a document, or that a document names or asks about.
type point struct {
	// node is set for documents of banks.
	node *node
	// sources are the documents that name the path, also where nothing stands; a URL counts as a path.
	sources []int32
	// wanted is how many references lead to the path in vain.
	wanted int32
	// askers counts the documents for which it counts what stands at the path, and kind is what they were told. Which those are, the
	// nodes tell: few paths ever become others.
	askers int32
	kind   rules.FileKind
}

// node is a document with its edges. Only the numbers in it change, by compact.
type node struct {
	content *content
	bank    string
	edges   []edge
	// references are what the edges are made of, each encoded after its length, and after the line that it names if it does: to go through
	// those that lead to a place must not take a look at each document.
	references string
	// stats are the paths asked about; listed tells that the bank's list of files counted.
	stats  []int32
	listed bool
}

// stats are those of the document at the point, none if there is none.
func (p *point) stats() []int32 {
	if p.node == nil {
		return nil
	}
	return p.node.stats
}

// edge is a reference that leads somewhere.
type edge struct {
	to int32
	// fingerprint is that of the fragment.
	fingerprint fingerprint
	kind        rules.TargetKind
	// lined tells that it names a line.
	lined bool
}

func newGraph() *graph {
	return &graph{turn: make(chan struct{}, 1), paths: newPathNumbers(), stale: map[string]struct{}{}, spare: spareNumbers}
}

// number returns the number of a path, a new one if it has none.
func (g *graph) number(path string) int32 {
	n, known := g.paths.of(path)
	if !known {
		n, _ = g.paths.add(g.at.disk.files[path].shared(path))
		g.points = append(g.points, point{})
	}
	return n
}

// node returns the document at a path, nil if there is none.
func (g *graph) node(path string) *node {
	if n, known := g.paths.of(path); known {
		return g.points[n].node
	}
	return nil
}

func (g *graph) newNode(o *outgoing) *node {
	n := &node{content: o.content, references: string(o.references.b), bank: o.bank, listed: o.listed}
	n.edges = make([]edge, len(o.targets))
	for i, t := range o.targets {
		n.edges[i] = edge{g.number(t.Path), o.fingerprints[i], t.Kind, t.Line > 0}
	}
	n.stats = make([]int32, len(o.stats))
	for i, p := range o.stats {
		n.stats[i] = g.number(p)
	}
	return n
}

// put replaces a node; nil takes it away.
func (g *graph) put(path string, n *node) {
	id := g.number(path)
	before, now := g.points[id].node, n
	if before == nil {
		before = &node{}
	}
	if now == nil {
		now = &node{}
	}
	g.points[id].node = n
	g.unpacked++
	g.want(before, -1)
	g.want(now, 1)
	for _, to := range before.named(id) {
		g.points[to].sources = without(g.points[to].sources, id)
	}
	for _, to := range now.named(id) {
		g.points[to].sources = append(g.points[to].sources, id)
	}
	for _, p := range before.stats {
		g.points[p].askers--
	}
	for _, p := range now.stats {
		if g.points[p].askers == 0 {
			g.points[p].kind = g.at.stat(g.paths.name(p))
		}
		g.points[p].askers++
	}
}

// want counts the references of a document that lead to nothing.
func (g *graph) want(n *node, by int32) {
	for _, e := range n.edges {
		if e.kind == rules.TargetNowhere {
			g.points[e.to].wanted += by
		}
	}
}

// without returns a set without one of its elements.
func without(set []int32, element int32) []int32 {
	last := len(set) - 1
	set[slices.Index(set, element)] = set[last]
	return set[:last]
}

// named returns what a node names other than itself, each once.
func (n *node) named(itself int32) []int32 {
	var paths []int32
	for _, e := range n.edges {
		if e.to != itself {
			paths = append(paths, e.to)
		}
	}
	slices.Sort(paths)
	return slices.Compact(paths)
}

// naming returns the documents that name a path, in order of their paths, and the path itself if it is a document.
func (g *graph) naming(path string) []int32 {
	n, known := g.paths.of(path)
	if !known {
		return nil
	}
	documents := slices.Clone(g.points[n].sources)
	if g.points[n].node != nil {
		documents = append(documents, n)
	}
	slices.SortFunc(documents, func(a, b int32) int { return strings.Compare(g.paths.name(a), g.paths.name(b)) })
	return documents
}

// out calls visit, until that returns false, with each edge, the line that it names, 0 for none, and the code of its reference.
func (n *node) out(visit func(e edge, line int, reference string) (more bool)) {
	code := codeReader{rest: n.references}
	for _, e := range n.edges {
		line := 0
		if e.lined {
			line = code.number()
		}
		if !visit(e, line, code.text()) {
			return
		}
	}
}

// link returns what an edge of a document is.
func (g *graph) link(from string, e edge, line int, reference string) Link {
	to := g.paths.name(e.to)
	return Link{rules.DecodeReference(reference, usualPath(from, e.kind, to)), rules.Target{Kind: e.kind, Path: to, Line: line}}
}

// outOf returns the links of a document with the numbers of what they lead to, none for what is no document.
func (g *graph) outOf(path string) iter.Seq2[int32, Link] {
	return func(yield func(int32, Link) bool) {
		if n := g.node(path); n != nil {
			n.out(func(e edge, line int, reference string) bool { return yield(e.to, g.link(path, e, line, reference)) })
		}
	}
}

// document returns the document of a node, nil for none.
func (g *graph) document(n *node) *markdown.Document {
	if n == nil {
		return nil
	}
	return n.content.document(g.at.engine)
}

// linksTo returns the references that lead to a file or address, with the paths of the documents that have them: those in order of their
// paths, the references of each in none.
func (g *graph) linksTo(path string) iter.Seq2[string, Link] {
	return g.linksWith(path, nil)
}

// linksWith is linksTo without most of the references that do not name one of some fragments, as rules.CleanFragment has them; nil
// for all.
func (g *graph) linksWith(path string, fragments []string) iter.Seq2[string, Link] {
	wanted := fingerprintsOf(fragments)
	return func(yield func(string, Link) bool) {
		target, _ := g.paths.of(path)
		more := true
		for _, id := range g.naming(path) {
			from := g.paths.name(id)
			g.points[id].node.out(func(e edge, line int, reference string) bool {
				if e.to == target && (fragments == nil || wanted.has(e.fingerprint)) {
					more = yield(from, g.link(from, e, line, reference))
				}
				return more
			})
			if !more {
				return
			}
		}
	}
}
