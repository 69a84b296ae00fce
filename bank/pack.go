package bank

import (
	"cmp"
	"slices"
	"strings"

	"cortex/rules"
)

// pieces takes the place of many slices that live long. Made one by one beside what is soon gone, they leave memory full of holes
// that the system does not get back.
type pieces[T any] struct {
	free []T
	// length is how many elements a piece has room for, 0 for pieceLength.
	length int
}

// pieceLength is enough for memory of its own.
const pieceLength = 16 << 10

// add returns a copy of a slice, which an append does not write into.
func (p *pieces[T]) add(s []T) []T {
	if len(s) == 0 {
		return nil
	}
	if len(p.free) < len(s) {
		p.free = make([]T, max(len(s), cmp.Or(p.length, pieceLength)))
	}
	n := copy(p.free, s)
	one := p.free[:n:n]
	p.free = p.free[n:]
	return one
}

// worthPacking tells whether so many of all are worth it: in a small bank none are.
func worthPacking(unpacked, all int) bool { return unpacked > 1000+all/8 }

// pack has what the results rely on in a few pieces, and tells whether there was any need. It leaves that to another time if the ledger
// is at work.
func (l *ledger) pack() bool {
	select {
	case l.turn <- struct{}{}:
		defer func() { <-l.turn }()
	default:
		return false
	}
	if !worthPacking(l.unpacked, len(l.units)) {
		return false
	}
	l.index()
	units := make([]unit, 0, len(l.units))
	var numbers pieces[int32]
	l.relations.pack()
	l.unpacked = 0
	if l.kept != nil {
		l.kept.forget()
	}
	for id, before := range l.units {
		units = append(units, *before)
		u := &units[len(units)-1]
		u.noted.all = numbers.add(u.noted.all)
		l.units[id] = u
		if u.survey != nil {
			u.survey.Pack(l.packDigest)
		}
	}
	return true
}

// packDigest has the file share the digest with the survey.
func (l *ledger) packDigest(path string, before, now *rules.Digest) {
	if c := l.at.content(path); c != nil {
		c.digest.CompareAndSwap(before, now)
	}
}

// rest moves the graph to s, so that it holds on to no other snapshot, and packs it.
func (g *graph) rest(s *Snapshot) {
	select {
	case g.turn <- struct{}{}:
		defer func() { <-g.turn }()
	default:
		return
	}
	g.move(s)
	g.pack()
}

// pack has the nodes in a few pieces, as a ledger has its results, and tells whether there was any need.
func (g *graph) pack() bool {
	if !worthPacking(g.unpacked, len(g.points)) {
		return false
	}
	g.unpacked = 0
	g.paths.pack()
	g.points = slices.Clone(g.points)
	var edges pieces[edge]
	var numbers pieces[int32]
	nodes := make([]node, 0, g.documents())
	var references, titles texts
	for i := range g.points {
		p := &g.points[i]
		p.sources = numbers.add(p.sources)
		if n := p.node; n != nil {
			n.edges, n.stats = edges.add(n.edges), numbers.add(n.stats)
			nodes = append(nodes, *n)
			p.node = &nodes[len(nodes)-1]
			references = append(references, n.references)
			code, _ := n.content.titleCode()
			titles = append(titles, code)
		}
	}
	references, titles = references.inOne(), titles.inOne()
	for i := range nodes {
		nodes[i].references = references[i]
		nodes[i].content.packTitles(titles[i])
	}
	return true
}

// texts are texts that live long, and for which the same is true as for slices.
type texts []string

// inOne returns the same texts as parts of one.
func (t texts) inOne() texts {
	all, packed := strings.Join(t, ""), make(texts, len(t))
	for i, text := range t {
		packed[i], all = all[:len(text)], all[len(text):]
	}
	return packed
}

// documents counts the nodes: most paths may be of none.
func (g *graph) documents() int {
	n := 0
	for i := range g.points {
		if g.points[i].node != nil {
			n++
		}
	}
	return n
}
