package rules

import (
	"cmp"
	"maps"
	"slices"

	"cortex/markdown"
)

// place is one part of one of the documents of a survey.
type place struct{ doc, part int }

// copies knows which parts of the documents of a survey stand in others, and follows what changes there.
type copies struct {
	// docs are what is compared of each document, nil for one that is not.
	docs []*docParts
	// seen is how many of the renewed documents of the survey are taken into account.
	seen int
	// once holds all keys that any document ever had. A key that meets the bit of another costs a search, no mistake.
	once bits
	// added counts the keys that came since the beginning, beyond which is too many for the size of once.
	added, most int
	// places are those of the keys that several documents have, in order.
	places map[uint64][]place
	// found are by document the parts that others have, by the first of these.
	found map[int]map[int][]copied
}

// update takes into account what is new in the survey.
func (c *copies) update(s *Survey) {
	if c.docs == nil || c.added > c.most {
		*c = newCopies(s)
		return
	}
	for _, i := range s.renewed[c.seen:] {
		c.renew(s, i)
	}
	c.seen = len(s.renewed)
}

// comparedParts returns what is compared of a document, nil if it is not to be.
func comparedParts(s *Survey, i int) *docParts {
	if s.docs[i] == nil || !comparesFile(s.list.occasion(i)) {
		return nil
	}
	return partsOf.Of(s.docs[i])
}

func comparesFile(when occasion) bool { return readForItself(when) && when != creativePhase }

// ComparesFile tells whether duplicate-block compares the file of that path within its bank with others.
func ComparesFile(rel string) bool { return comparesFile(occasionOf(rel)) }

// ComparesSection tells whether a section has text enough for duplicate-block to compare it with those of other files.
func ComparesSection(doc *markdown.Document, section *markdown.Section) bool {
	return slices.ContainsFunc(partsOf.Of(doc).parts, func(p part) bool { return p.section == section })
}

// newCopies finds the keys that several documents have by two sets of bits: nearly all keys are in one document only, and a
// map of all would take many times as long.
func newCopies(s *Survey) copies {
	c := copies{docs: make([]*docParts, len(s.docs)), seen: len(s.renewed), places: map[uint64][]place{}, found: map[int]map[int][]copied{}}
	n := 0
	for i := range s.docs {
		c.docs[i] = comparedParts(s, i)
		n += len(c.docs[i].allKeys())
	}
	c.most = n + 1000
	c.once = newBits(16 * n)
	twice := newBits(16 * n)
	for _, d := range c.docs {
		for _, k := range d.allKeys() {
			if c.once.set(k) {
				twice.set(k)
			}
		}
	}
	for i, d := range c.docs {
		if slices.ContainsFunc(d.allKeys(), twice.has) {
			c.place(i, twice.has)
		}
	}
	maps.DeleteFunc(c.places, func(_ uint64, places []place) bool { return inOneDocument(places) })
	c.compareAll()
	return c
}

// allKeys are those of a document, none if it is not compared.
func (d *docParts) allKeys() []uint64 {
	if d == nil {
		return nil
	}
	return d.keys
}

// place puts the parts of a document, which is the last so far, to those of its keys that are wanted.
func (c *copies) place(i int, wanted func(uint64) bool) {
	for j := range c.docs[i].parts {
		for _, k := range c.docs[i].parts[j].keys() {
			if wanted(k) {
				c.places[k] = append(c.places[k], place{i, j})
			}
		}
	}
}

// compareAll compares all documents that have keys of others.
func (c *copies) compareAll() {
	docs := map[int]struct{}{}
	for _, places := range c.places {
		mark(docs, places)
	}
	c.compare(docs)
}

// mark adds the documents of places that lead anywhere.
func mark(docs map[int]struct{}, places []place) {
	if !lead(places) {
		return
	}
	for _, a := range places {
		docs[a.doc] = struct{}{}
	}
}

// lead tells whether the places of a key are so few that they are compared.
func lead(places []place) bool { return len(places) <= mostPlaces && documentsOf(places) <= mostCopies }

// renew takes another text of a document into account: its keys have other places, and what it shares a key with is compared
// anew.
func (c *copies) renew(s *Survey, i int) {
	before, now := c.docs[i], comparedParts(s, i)
	touched := map[int]struct{}{i: {}}
	c.docs[i] = now
	for _, k := range before.allKeys() {
		mark(touched, c.places[k])
		if c.places[k] != nil {
			c.move(k, i, now.placesOf(k, i))
		}
		mark(touched, c.places[k])
	}
	for _, k := range now.allKeys() {
		if _, had := slices.BinarySearch(before.allKeys(), k); !had {
			mark(touched, c.places[k])
			c.add(k, i)
			mark(touched, c.places[k])
		}
	}
	c.compare(touched)
}

// add gives a document a key that it did not have.
func (c *copies) add(k uint64, i int) {
	c.added++
	if known := c.once.set(k); !known {
		return
	}
	if c.places[k] == nil {
		for other, d := range c.docs {
			if other != i {
				c.places[k] = append(c.places[k], d.placesOf(k, other)...)
			}
		}
	}
	c.move(k, i, c.docs[i].placesOf(k, i))
}

// move gives a document other places of a key, which is forgotten where one document alone has it.
func (c *copies) move(k uint64, i int, to []place) {
	places := c.places[k]
	byDoc := func(a place, doc int) int { return cmp.Compare(a.doc, doc) }
	start, _ := slices.BinarySearchFunc(places, i, byDoc)
	end, _ := slices.BinarySearchFunc(places, i+1, byDoc)
	places = slices.Replace(places, start, end, to...)
	if inOneDocument(places) {
		delete(c.places, k)
	} else {
		c.places[k] = places
	}
}

// placesOf returns the places of a key in a document, which has the index i.
func (d *docParts) placesOf(k uint64, i int) []place {
	if _, has := slices.BinarySearch(d.allKeys(), k); !has {
		return nil
	}
	var places []place
	for j := range d.parts {
		if slices.Contains(d.parts[j].keys(), k) {
			places = append(places, place{i, j})
		}
	}
	return places
}

// compare finds anew what documents have from those before them.
func (c *copies) compare(docs map[int]struct{}) {
	for i := range docs {
		delete(c.found, i)
		if found := c.copiesIn(i); len(found) > 0 {
			c.found[i] = found
		}
	}
}

// copiesIn returns the parts that a document has from others before it, but nothing inside of them again.
func (c *copies) copiesIn(i int) map[int][]copied {
	byDoc := map[int][]copied{}
	if c.docs[i] == nil {
		return byDoc
	}
	doc, end := c.docs[i].doc, -1
	for j := range c.docs[i].parts {
		second := &c.docs[i].parts[j]
		if second.body(doc).End <= end {
			continue
		}
		at, alike := c.findCopy(place{i, j})
		if alike >= leastAlike {
			end = second.body(doc).End
			byDoc[at.doc] = append(byDoc[at.doc], copied{&c.docs[at.doc].parts[at.part], second, alike})
		}
	}
	return byDoc
}

// findCopy returns the place in an earlier document that is most like the part at b.
func (c *copies) findCopy(b place) (best place, alike int) {
	part := &c.docs[b.doc].parts[b.part]
	var tried []place
	for _, k := range part.keys() {
		places := c.places[k]
		if !lead(places) {
			continue
		}
		for _, a := range places {
			if a.doc >= b.doc || slices.Contains(tried, a) {
				continue
			}
			tried = append(tried, a)
			if n := likeness(&c.docs[a.doc].parts[a.part], part); n > alike {
				best, alike = a, n
			}
		}
	}
	return best, alike
}

// inOneDocument tells whether no two of the places, which are in order, are in different documents.
func inOneDocument(places []place) bool {
	return len(places) == 0 || places[0].doc == places[len(places)-1].doc
}

// documentsOf counts the documents of places, which are in order.
func documentsOf(places []place) int {
	n := 0
	for i, a := range places {
		if i == 0 || places[i-1].doc != a.doc {
			n++
		}
	}
	return n
}
