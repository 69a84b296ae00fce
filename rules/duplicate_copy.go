package rules

import (
	"fmt"
	"maps"
	"math"
	"slices"
	"strconv"

	"cortex/markdown"
)

const (
	// leastCopied is how many letters a section must have to be compared with those of other files.
	leastCopied = 50
	// leastReported is how many letters two files must have in common.
	leastReported = 200
	// leastAlike is the share of the longer section, in percent, that must stand in the other.
	leastAlike = 85
	// mostCopies is in how many files a statement may stand: what stands in more is a form to fill in.
	mostCopies = 4
	// mostPlaces is at how many sections a statement may lead to; those around a section count, too.
	mostPlaces = 32
	// keysPerPart is how many statements a section is found by.
	keysPerPart = 3
	// leastKey is how many letters a statement has that a section is found by.
	leastKey = 12
)

// part is a section, or with a nil section the whole document.
type part struct {
	section    *markdown.Section
	statements []statement
	// size counts the letters, prose those outside of code.
	size, prose int
	// least are the least hashes of its statements; those it has are keys.
	least [keysPerPart]uint64
}

const noKey = math.MaxUint64

// keys are what the part is found by.
func (p *part) keys() []uint64 {
	if n := slices.Index(p.least[:], noKey); n >= 0 {
		return p.least[:n]
	}
	return p.least[:]
}

// docParts is what of a document is compared with others.
type docParts struct {
	// parts are its sections, each before what is inside it.
	parts []part
	// keys are those of all parts, each once.
	keys []uint64
}

var partsOf = markdown.Derive(func(d *markdown.Document) *docParts {
	all := statements.Of(d)
	sections := 0
	for range d.All() {
		sections++
	}
	c := &docParts{parts: appendPart(make([]part, 0, 1+sections), nil, all)}
	for s := range d.All() {
		c.parts = appendPart(c.parts, s, statementsIn(d, all, s.Body))
	}
	c.keys = make([]uint64, 0, keysPerPart*len(c.parts))
	for i := range c.parts {
		c.keys = append(c.keys, c.parts[i].keys()...)
	}
	slices.Sort(c.keys)
	c.keys = slices.Compact(c.keys)
	return c
})

// appendPart adds a part unless it is too short.
func appendPart(found []part, section *markdown.Section, in []statement) []part {
	p := part{section: section, statements: in, least: [...]uint64{noKey, noKey, noKey}}
	for _, s := range in {
		p.size += int(s.size)
		if s.code {
			continue
		}
		p.prose += int(s.size)
		if s.size >= leastKey {
			keepLeast(&p.least, s.hash)
		}
	}
	if p.prose < leastCopied || p.least[0] == noKey {
		return found
	}
	return append(found, p)
}

// keepLeast puts a hash in its place among the least ones.
func keepLeast(keys *[keysPerPart]uint64, h uint64) {
	for i, k := range keys {
		if h == k {
			return
		}
		if h < k {
			h, keys[i] = k, h
		}
	}
}

// place is one part of one of the documents that are compared.
type place struct{ doc, part int }

// copied is a part that an earlier document has, too.
type copied struct {
	first, second *part
	// alike is the share that both have in percent, less than 100 if anything differs.
	alike int
}

// reportCopies reports, once for each two documents, the parts that both have, but nothing inside of them again.
func (p *Pass) reportCopies(docs []*markdown.Document) {
	all := make([]*docParts, len(docs))
	for i, doc := range docs {
		all[i] = partsOf.Of(doc)
	}
	shared := newSharedKeys(all)
	for _, i := range shared.docs {
		byDoc := map[int][]copied{}
		end := -1
		for j := range all[i].parts {
			second := &all[i].parts[j]
			if second.body(docs[i]).End <= end {
				continue
			}
			at, alike := shared.findCopy(all, place{i, j})
			if alike >= leastAlike {
				end = second.body(docs[i]).End
				byDoc[at.doc] = append(byDoc[at.doc], copied{&all[at.doc].parts[at.part], second, alike})
			}
		}
		for _, first := range slices.Sorted(maps.Keys(byDoc)) {
			p.reportCopied(docs[first], docs[i], byDoc[first])
		}
	}
}

// sharedKeys are the places of keys that several documents have.
type sharedKeys struct {
	places map[uint64][]place
	// docs are the documents with such keys, in order.
	docs []int
}

// newSharedKeys finds them by two sets of bits: nearly all keys are in one document only, and a map of all would take
// many times as long at each keystroke. A key that meets the bit of another costs an entry, no mistake.
func newSharedKeys(all []*docParts) sharedKeys {
	n := 0
	for _, c := range all {
		n += len(c.keys)
	}
	once, twice := newBits(16*n), newBits(16*n)
	for _, c := range all {
		for _, k := range c.keys {
			if once.set(k) {
				twice.set(k)
			}
		}
	}
	s := sharedKeys{places: map[uint64][]place{}}
	for i, c := range all {
		if !slices.ContainsFunc(c.keys, twice.has) {
			continue
		}
		for j := range c.parts {
			for _, k := range c.parts[j].keys() {
				if twice.has(k) {
					s.places[k] = append(s.places[k], place{i, j})
				}
			}
		}
	}
	s.dropLone()
	return s
}

// dropLone forgets the keys of one document only, and lists the documents of the others.
func (s *sharedKeys) dropLone() {
	maps.DeleteFunc(s.places, func(_ uint64, places []place) bool { return documentsOf(places) < 2 })
	for _, places := range s.places {
		for _, a := range places {
			s.docs = append(s.docs, a.doc)
		}
	}
	slices.Sort(s.docs)
	s.docs = slices.Compact(s.docs)
}

// findCopy returns the place in an earlier document that is most like the part at b.
func (s sharedKeys) findCopy(all []*docParts, b place) (best place, alike int) {
	part := &all[b.doc].parts[b.part]
	var tried []place
	for _, k := range part.keys() {
		places := s.places[k]
		if len(places) > mostPlaces || documentsOf(places) > mostCopies {
			continue
		}
		for _, a := range places {
			if a.doc >= b.doc || slices.Contains(tried, a) {
				continue
			}
			tried = append(tried, a)
			if n := likeness(&all[a.doc].parts[a.part], part); n > alike {
				best, alike = a, n
			}
		}
	}
	return best, alike
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

// likeness returns the share of the longer part that the other has, too, in percent: 100 only if they say the same in the same order.
func likeness(a, b *part) int {
	if min(a.size, b.size)*100 < leastAlike*max(a.size, b.size) {
		return 0
	}
	if slices.EqualFunc(a.statements, b.statements, func(x, y statement) bool { return x.hash == y.hash }) {
		return 100
	}
	counts := make(map[uint64]int, len(a.statements))
	for _, s := range a.statements {
		counts[s.hash]++
	}
	same := 0
	for _, s := range b.statements {
		if counts[s.hash] > 0 {
			counts[s.hash]--
			same += int(s.size)
		}
	}
	return min(same*100/max(a.size, b.size), 99)
}

// reportCopied reports what a document has from an earlier one, unless it is little.
func (p *Pass) reportCopied(firstDoc, doc *markdown.Document, found []copied) {
	size, alike := 0, 100
	for _, c := range found {
		size += c.second.prose
		alike = min(alike, c.alike)
	}
	if size < leastReported {
		return
	}
	from := p.inBank(firstDoc.Path)
	what := fmt.Sprintf("%s also stands in %q", found[0].second.name(), from)
	if len(found) > 1 {
		what = fmt.Sprintf("%d sections from %s on also stand in %q", len(found), found[0].second.name(), from)
	}
	if alike < 100 {
		what += fmt.Sprintf(", with small differences (%d %% the same)", alike)
	}
	d := Diagnostic{
		Path: doc.Path, Span: found[0].second.heading(doc),
		Message: what + ": keep one and link to it, for copies drift apart",
	}
	for _, c := range found {
		d.Related = append(d.Related, Related{firstDoc.Path, c.first.heading(firstDoc), c.first.name() + " there"})
	}
	p.Report(d)
}

// heading is where a part is reported.
func (p *part) heading(doc *markdown.Document) markdown.Span {
	if p.section == nil {
		return topLine(doc)
	}
	return p.section.Heading
}

func (p *part) body(doc *markdown.Document) markdown.Span {
	if p.section == nil {
		return markdown.Span{End: len(doc.Text)}
	}
	return p.section.Body
}

func (p *part) name() string {
	if p.section == nil {
		return "the whole file"
	}
	return strconv.Quote(clip(p.section.Title))
}
