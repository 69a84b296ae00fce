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
	keys        []uint64
}

// parts are what of a document is compared with others, each before what is inside it.
var parts = markdown.Derive(func(d *markdown.Document) []part {
	all := statements.Of(d)
	found := appendPart(nil, nil, all)
	for s := range d.All() {
		found = appendPart(found, s, statementsIn(d, all, s.Body))
	}
	return found
})

// appendPart adds a part unless it is too short.
func appendPart(found []part, section *markdown.Section, in []statement) []part {
	p := part{section: section, statements: in}
	keys := [keysPerPart]uint64{}
	for i := range keys {
		keys[i] = math.MaxUint64
	}
	for _, s := range in {
		p.size += int(s.size)
		if s.code {
			continue
		}
		p.prose += int(s.size)
		if s.size >= leastKey {
			keepLeast(&keys, s.hash)
		}
	}
	if p.prose < leastCopied || keys[0] == math.MaxUint64 {
		return found
	}
	n := slices.Index(keys[:], math.MaxUint64)
	if n < 0 {
		n = len(keys)
	}
	p.keys = slices.Clone(keys[:n])
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
	all := make([][]part, len(docs))
	for i, doc := range docs {
		all[i] = parts.Of(doc)
	}
	shared := sharedKeys(all)
	if len(shared) == 0 {
		return
	}
	for i, doc := range docs {
		byDoc := map[int][]copied{}
		end := -1
		for j := range all[i] {
			second := &all[i][j]
			if second.body(doc).End <= end {
				continue
			}
			at, alike := findCopy(all, shared, place{i, j})
			if alike >= leastAlike {
				end = second.body(doc).End
				byDoc[at.doc] = append(byDoc[at.doc], copied{&all[at.doc][at.part], second, alike})
			}
		}
		for _, first := range slices.Sorted(maps.Keys(byDoc)) {
			p.reportCopied(docs[first], doc, byDoc[first])
		}
	}
}

// sharedKeys returns the places of keys that several documents have. Most keys are found to be in one
// document only by a table of bits, which is much faster than a map.
func sharedKeys(all [][]part) map[uint64][]place {
	n := 0
	for _, doc := range all {
		for _, p := range doc {
			n += len(p.keys)
		}
	}
	size := 1
	for size < 4*n {
		size *= 2
	}
	owners := make([]int32, size) // 0 for none, -1 for several, else the document's index plus 1
	for i, doc := range all {
		for _, p := range doc {
			for _, k := range p.keys {
				switch owner := &owners[k>>1&uint64(size-1)]; *owner {
				case 0:
					*owner = int32(i + 1)
				case int32(i + 1):
				default:
					*owner = -1
				}
			}
		}
	}
	shared := map[uint64][]place{}
	for i, doc := range all {
		for j, p := range doc {
			for _, k := range p.keys {
				if owners[k>>1&uint64(size-1)] < 0 {
					shared[k] = append(shared[k], place{i, j})
				}
			}
		}
	}
	return shared
}

// findCopy returns the place in an earlier document that is most like the part at b.
func findCopy(all [][]part, shared map[uint64][]place, b place) (best place, alike int) {
	part := &all[b.doc][b.part]
	var tried []place
	for _, k := range part.keys {
		places := shared[k]
		if documentsOf(places) > mostCopies {
			continue
		}
		for _, a := range places {
			if a.doc >= b.doc || slices.Contains(tried, a) {
				continue
			}
			tried = append(tried, a)
			if n := likeness(&all[a.doc][a.part], part); n > alike {
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
		return "all of the file"
	}
	return strconv.Quote(clip(p.section.Title))
}
