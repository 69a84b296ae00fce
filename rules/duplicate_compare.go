package rules

import "slices"

// comparison is what came of comparing a part.
type comparison struct {
	// known tells that it still holds.
	known bool
	// copied is nil for a part that no document before has, else doc is that which has it.
	doc    int
	copied *copied
}

// compare finds anew what a document has from those before it.
func (c *copies) compare(s *Survey, i int) {
	delete(c.found, i)
	if !c.shares(i) {
		return
	}
	if found := c.copiesIn(s, i); len(found) > 0 {
		c.found[i] = found
	}
}

// copiesIn returns the parts that a document has from others before it, but nothing inside of them again.
func (c *copies) copiesIn(s *Survey, i int) map[int][]copied {
	byDoc := map[int][]copied{}
	d, end := c.partsIn(s, i), -1
	known := c.compared[i]
	if known == nil {
		known = make([]comparison, len(d.parts))
		c.compared[i] = known
	}
	for j := range d.parts {
		body := d.parts[j].body(d.doc)
		if body.End <= end {
			continue
		}
		if !known[j].known {
			known[j] = c.comparison(s, place{i, j})
		}
		if found := known[j]; found.copied != nil {
			end = body.End
			byDoc[found.doc] = append(byDoc[found.doc], *found.copied)
		}
	}
	return byDoc
}

// compareAgain compares the part at b if it was compared before, and tells whether its document may have other copies.
func (c *copies) compareAgain(s *Survey, b place) bool {
	known := c.compared[b.doc]
	if known == nil {
		return true
	}
	before := known[b.part]
	if !before.known {
		return false // it stands inside of a copy
	}
	now := c.comparison(s, b)
	known[b.part] = now
	if before.copied == nil || now.copied == nil {
		return before.copied != now.copied
	}
	return before.doc != now.doc || *before.copied != *now.copied
}

// comparison compares the part at b.
func (c *copies) comparison(s *Survey, b place) comparison {
	at, alike := c.findCopy(s, b)
	if alike < leastAlike {
		return comparison{known: true}
	}
	first, second := c.partsIn(s, at.doc), c.partsIn(s, b.doc)
	part := &second.parts[b.part]
	return comparison{true, at.doc, &copied{first.parts[at.part].named(first.doc), part.named(second.doc), part.prose, alike}}
}

// findCopy returns the place in an earlier document that is most like the part at b.
func (c *copies) findCopy(s *Survey, b place) (best place, alike int) {
	part := &c.partsIn(s, b.doc).parts[b.part]
	c.tried = c.tried[:0]
	for _, k := range part.keys() {
		if holders := c.holders[k]; len(holders) == 0 || holders[0] >= b.doc {
			continue
		}
		for _, a := range c.places(s, k) {
			if a.doc >= b.doc || slices.Contains(c.tried, a) {
				continue
			}
			c.tried = append(c.tried, a)
			if n := likeness(&c.partsIn(s, a.doc).parts[a.part], part); n > alike {
				best, alike = a, n
			}
		}
	}
	return best, alike
}
