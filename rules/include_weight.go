package rules

const (
	// maxIncludedSize is how many bytes an include may resolve to.
	maxIncludedSize = 1_000_000
	// maxWeighed bounds the includes followed for one document; beyond it nothing more is reported.
	maxWeighed = 5_000
)

// includeWeigher measures what includes resolve to.
type includeWeigher struct {
	*includer
	known map[weightKey]includeWeight
	left  int
}

type weightKey struct {
	region region
	level  int
}

// includeWeight is what a region resolves to at some level of includes.
type includeWeight struct {
	// size counts bytes, up to a little over the bound.
	size int
	// tooDeep tells that includes are nested deeper than allowed; next is then the first region on the way there.
	tooDeep bool
	next    region
}

// weigh measures a region that stands at a level of includes; the first is 1.
func (w *includeWeigher) weigh(g region, level int) includeWeight {
	if level > MaxIncludeDepth {
		return includeWeight{tooDeep: true}
	}
	key := weightKey{g, level}
	if weight, ok := w.known[key]; ok {
		return weight
	}
	weight := includeWeight{size: g.span.Len()}
	for _, inc := range w.includes(g) {
		next, ok := w.target(g.path, inc)
		if !ok || w.left == 0 {
			continue
		}
		w.left--
		inner := w.weigh(next, level+1)
		weight.size = min(weight.size+inner.size, maxIncludedSize+1)
		if inner.tooDeep && !weight.tooDeep {
			weight.tooDeep, weight.next = true, next
		}
	}
	w.known[key] = weight
	return weight
}
