package bank

import (
	"iter"
	"slices"
)

// move makes the graph stand at s: nodes of documents that are gone are forgotten, and those
// that the difference concerns become stale.
func (g *graph) move(s *Snapshot) {
	before := g.at
	g.at = s
	if before == nil {
		before = &Snapshot{disk: emptyDisk(), listings: s.listings}
	}
	if before == s {
		return
	}
	appeared := g.moveTexts(before, s)
	if !slices.Equal(before.banks, s.banks) {
		g.moveBanks(before, s)
	}
	if appeared || before.listings != s.listings {
		g.moveStats()
	}
}

// moveTexts revisits the files with another text. It tells whether a file appeared or vanished.
func (g *graph) moveTexts(before, s *Snapshot) (appeared bool) {
	s.eachOtherText(before, func(p string, was, now *content) {
		appeared = appeared || was == nil || now == nil
		g.revisit(p)
	})
	return appeared
}

// moveBanks revisits the documents of banks that differ, and all that looked at a list of files.
func (g *graph) moveBanks(before, s *Snapshot) {
	for _, b := range slices.Concat(before.banks, s.banks) {
		if slices.Contains(before.banks, b) && slices.Contains(s.banks, b) {
			continue
		}
		for _, p := range b.Paths {
			g.revisit(p)
			if n := g.node(p); n != nil && n.listed {
				g.expire(p)
			}
		}
	}
}

// moveStats asks again what stands at the paths that count, and expires those who would get another answer now.
func (g *graph) moveStats() {
	var others marks
	for i := range g.points {
		p := &g.points[i]
		if p.askers == 0 {
			continue
		}
		if now := g.at.stat(g.paths.name(int32(i))); now != p.kind {
			p.kind = now
			others.set(int32(i), len(g.points))
		}
	}
	for id := range g.asking(others) {
		g.expire(g.paths.name(id))
	}
}

// asking yields the documents for which it counts what stands at one of some paths.
func (g *graph) asking(paths marks) iter.Seq[int32] {
	return func(yield func(int32) bool) {
		for id := range g.points {
			if paths.any(g.points[id].stats()) && !yield(int32(id)) {
				return
			}
		}
	}
}

// revisit looks at one path again: whether it is a document, of which bank and with which text.
func (g *graph) revisit(p string) {
	n := g.node(p)
	if g.at.judged(p) == nil {
		delete(g.stale, p)
		if n != nil {
			g.put(p, nil)
		}
		return
	}
	if n == nil || n.content != g.at.content(p) || n.bank != g.at.BankOf(p).Root {
		g.expire(p)
	}
}

func (g *graph) expire(p string) { g.stale[p] = struct{}{} }
