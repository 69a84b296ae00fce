package bank

// spareNumbers is how many numbers more than twice as many as there were a graph may have.
const spareNumbers = 1000

// compact forgets the paths that count no more, once the numbers have doubled: each letter of a link that somebody
// types names another path.
func (g *graph) compact() {
	if len(g.names) <= 2*g.compacted+g.spare {
		return
	}
	moved := make([]int32, len(g.names))
	names, points := g.names[:0:0], g.points[:0:0]
	for i, p := range g.points {
		if p.node == nil && len(p.sources) == 0 && len(p.askers) == 0 {
			delete(g.numbers, g.names[i])
			continue
		}
		moved[i] = int32(len(names))
		g.numbers[g.names[i]] = moved[i]
		names, points = append(names, g.names[i]), append(points, p)
	}
	for i := range points {
		points[i].renumber(moved)
	}
	g.names, g.points, g.compacted = names, points, len(names)
}

// renumber gives what a point holds new numbers.
func (p *point) renumber(moved []int32) {
	for _, set := range [][]int32{p.sources, p.askers} {
		for i, id := range set {
			set[i] = moved[id]
		}
	}
	if p.node == nil {
		return
	}
	for i, e := range p.node.edges {
		p.node.edges[i].to = moved[e.to]
	}
	for i, id := range p.node.stats {
		p.node.stats[i] = moved[id]
	}
}
