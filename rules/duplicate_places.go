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
	// keys are those of each document, none for one that is not compared; nil as long as nothing is known but what was found.
	keys [][]uint64
	// recalled tells that nothing else is, as another process has found it.
	recalled bool
	// seen is how many of the renewed documents of the survey are taken into account.
	seen int
	// once holds all keys that any document ever had. A key that meets the bit of another costs a search, no mistake.
	once hashFilter
	// added counts the keys that came since the beginning, beyond which is too many for the size of once.
	added, most int
	// holders are the documents that have a key which several have, in order.
	holders map[uint64][]int
	// found are by document the parts that others have, by the first of these.
	found map[int]map[int][]copied
	// compared is what came of each part of the documents that were compared since all were.
	compared map[int][]comparison
	// parts are those of the documents that were looked at in this run.
	parts map[int]*docParts
	// near and tried are what findCopy works with.
	near, tried []place
}

// keyedPart is where a key leads among the parts of a document.
type keyedPart struct {
	key  uint64
	part int
}

func (a keyedPart) compare(b keyedPart) int {
	return cmp.Or(cmp.Compare(a.key, b.key), cmp.Compare(a.part, b.part))
}

// keyedParts returns where the keys of parts lead, in order.
func keyedParts(parts []part) []keyedPart {
	byKey := make([]keyedPart, 0, keysPerPart*len(parts))
	for i := range parts {
		for _, k := range parts[i].keys() {
			byKey = append(byKey, keyedPart{k, i})
		}
	}
	slices.SortFunc(byKey, keyedPart.compare)
	return byKey
}

// at returns the parts that have a key; no more than one over mostPlaces of them.
func (d *docParts) at(k uint64) []keyedPart {
	from, _ := slices.BinarySearchFunc(d.byKey, k, func(p keyedPart, k uint64) int { return cmp.Compare(p.key, k) })
	found := d.byKey[from:min(len(d.byKey), from+mostPlaces+1)]
	for i, p := range found {
		if p.key != k {
			return found[:i]
		}
	}
	return found
}

// update takes into account what is new in the survey.
func (c *copies) update(s *Survey) {
	switch {
	case c.recalled && c.glance(s):
	case c.keys == nil || c.added > c.most:
		*c = newCopies(s, func(i int) []uint64 { return comparedKeys(s, i) })
		c.compareAll(s)
	default:
		c.parts = map[int]*docParts{}
		for _, i := range s.renewed[c.seen:] {
			delete(c.compared, i)
		}
		for _, i := range s.renewed[c.seen:] {
			c.renew(s, i)
		}
	}
	c.seen, c.parts = len(s.renewed), nil
}

// comparedKeys returns the keys of a document, none if it is not to be compared.
func comparedKeys(s *Survey, i int) []uint64 {
	if !s.outlines[i].known || !comparesFile(s.outlines[i].occasion) {
		return nil
	}
	return s.digest(i).keys
}

// partsIn returns the parts of a document.
func (c *copies) partsIn(s *Survey, i int) *docParts {
	d := c.parts[i]
	if d == nil {
		d = &docParts{}
		if doc := s.document(i); doc != nil && len(c.keys[i]) > 0 {
			d = partsOf.Of(doc)
		}
		c.parts[i] = d
	}
	return d
}

// packed has the keys of a document share memory with its digest.
func (c *copies) packed(i int, d *Digest) {
	if i < len(c.keys) && len(c.keys[i]) > 0 && slices.Equal(c.keys[i], d.keys) {
		c.keys[i] = d.keys
	}
}

func comparesFile(when occasion) bool { return readForItself(when) && when != creativePhase }

// ComparesFile tells whether duplicate-block compares the file of that path within its bank with others.
func ComparesFile(rel string) bool { return comparesFile(occasionOf(rel)) }

// ComparesSection tells whether a section has text enough for duplicate-block to compare it with those of other files.
func ComparesSection(doc *markdown.Document, section *markdown.Section) bool {
	return slices.ContainsFunc(partsOf.Of(doc).parts, func(p part) bool { return p.section == section })
}

// newCopies finds the keys that several documents have by two sets of bits: nearly all keys are in one document only, and a
// map of all would take many times as long. Nothing is compared yet.
func newCopies(s *Survey, keysOf func(i int) []uint64) copies {
	c := copies{
		keys: make([][]uint64, len(s.digests)), holders: map[uint64][]int{},
		found: map[int]map[int][]copied{}, compared: map[int][]comparison{}, parts: map[int]*docParts{},
	}
	n := 0
	for i := range s.digests {
		c.keys[i] = keysOf(i)
		n += len(c.keys[i])
	}
	c.most = n + 1000
	c.once = newHashFilter(16 * n)
	twice := newHashFilter(16 * n)
	for _, keys := range c.keys {
		for _, k := range keys {
			if c.once.set(k) {
				twice.set(k)
			}
		}
	}
	for i, keys := range c.keys {
		for _, k := range keys {
			if twice.has(k) {
				c.holders[k] = append(c.holders[k], i)
			}
		}
	}
	maps.DeleteFunc(c.holders, func(_ uint64, holders []int) bool { return len(holders) < 2 })
	return c
}

// compareAll compares all documents that have keys of others.
func (c *copies) compareAll(s *Survey) {
	docs := map[int]struct{}{}
	for _, holders := range c.holders {
		if len(holders) <= mostCopies {
			for _, i := range holders {
				docs[i] = struct{}{}
			}
		}
	}
	for i := range docs {
		c.compare(s, i)
	}
	// Few of them are ever compared again.
	clear(c.compared)
}

// renew takes another text of a document into account: its keys have other places, and those parts of others that share a key
// with it are compared anew.
func (c *copies) renew(s *Survey, i int) {
	before, now := c.keys[i], comparedKeys(s, i)
	c.keys[i] = now
	delete(c.compared, i)
	touched := map[place]struct{}{}
	for _, k := range before {
		c.touch(s, touched, k)
		if _, has := slices.BinarySearch(now, k); !has {
			c.take(k, i)
			c.touch(s, touched, k)
		}
	}
	for _, k := range now {
		if _, had := slices.BinarySearch(before, k); !had {
			c.touch(s, touched, k)
			c.add(k, i)
			c.touch(s, touched, k)
		}
	}
	docs := map[int]struct{}{i: {}}
	for p := range touched {
		if c.compareAgain(s, p) {
			docs[p.doc] = struct{}{}
		}
	}
	for i := range docs {
		c.compare(s, i)
	}
}

// touch adds the parts with a key, unless it leads nowhere.
func (c *copies) touch(s *Survey, touched map[place]struct{}, k uint64) {
	holders := c.holders[k]
	if len(holders) > mostCopies {
		return
	}
	for _, i := range holders {
		// A key of more parts leads nowhere, whatever others have.
		for _, found := range c.partsIn(s, i).at(k) {
			touched[place{i, found.part}] = struct{}{}
		}
	}
}

// add gives a document a key that it did not have.
func (c *copies) add(k uint64, i int) {
	c.added++
	if known := c.once.set(k); !known {
		return
	}
	holders := c.holders[k]
	if holders == nil {
		for other, keys := range c.keys {
			if _, has := slices.BinarySearch(keys, k); has && other != i {
				holders = append(holders, other)
			}
		}
	}
	at, _ := slices.BinarySearch(holders, i)
	c.hold(k, slices.Insert(holders, at, i))
}

// take takes a key away from a document.
func (c *copies) take(k uint64, i int) {
	if at, has := slices.BinarySearch(c.holders[k], i); has {
		c.hold(k, slices.Delete(c.holders[k], at, at+1))
	}
}

// hold notes who has a key, which is forgotten where one document alone has it.
func (c *copies) hold(k uint64, holders []int) {
	if len(holders) < 2 {
		delete(c.holders, k)
	} else {
		c.holders[k] = holders
	}
}

// places returns the parts that are found by a key, none if it leads nowhere: where they are few enough to be compared. The
// next call takes them back.
func (c *copies) places(s *Survey, k uint64) []place {
	holders := c.holders[k]
	if len(holders) > mostCopies {
		return nil
	}
	c.near = c.near[:0]
	for _, i := range holders {
		for _, found := range c.partsIn(s, i).at(k) {
			c.near = append(c.near, place{i, found.part})
		}
		if len(c.near) > mostPlaces {
			return nil
		}
	}
	return c.near
}
