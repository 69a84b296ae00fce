package bank

// spareNumbers is how many numbers more than twice as many as there were a graph may have.
const spareNumbers = 1000

// compact forgets the paths that count no more, once the numbers have doubled: each letter of a link that somebody
// types names another path.
func (g *graph) compact() {
	if len(g.points) <= 2*g.compacted+g.spare {
		return
	}
	moved, paths, points := make([]int32, len(g.points)), newPathNumbers(), g.points[:0:0]
	for i, p := range g.points {
		if p.node != nil || len(p.sources) > 0 || p.askers > 0 {
			moved[i], _ = paths.add(g.paths.name(int32(i)))
			points = append(points, p)
		}
	}
	for i := range points {
		points[i].renumber(moved)
	}
	paths.pack()
	g.paths, g.points, g.compacted = paths, points, len(points)
}

// renumber gives what a point holds new numbers.
func (p *point) renumber(moved []int32) {
	for i, id := range p.sources {
		p.sources[i] = moved[id]
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
