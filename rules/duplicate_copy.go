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
	doc        *markdown.Document
	statements []statement
	parts      []part
	// byKey is where each key leads among the parts, in order.
	byKey []keyedPart
}

var partsOf = markdown.Derive(func(d *markdown.Document) *docParts {
	says := appendStatementsOf(nil, d)
	parts := appendParts(nil, d, says)
	return &docParts{d, says, parts, keyedParts(parts)}
})

// appendParts adds the parts of a document that says that: its sections, each before what is inside it.
func appendParts(found []part, doc *markdown.Document, says []statement) []part {
	found = appendPart(found, nil, says)
	for s := range doc.All() {
		found = appendPart(found, s, statementsIn(doc, says, s.Body))
	}
	return found
}

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

// copied is a part that an earlier document has, too.
type copied struct {
	first, second namedPart
	// prose counts the letters outside of code of the second.
	prose int
	// alike is the share that both have in percent, less than 100 if anything differs.
	alike int
}

// namedPart is what is told of a part.
type namedPart struct {
	name string
	at   markdown.Span
}

// reportCopies reports, once for each two documents, the parts that both have.
func (p *Pass) reportCopies(s *Survey) {
	s.copies.update(s)
	found := s.copies.found
	for _, i := range slices.Sorted(maps.Keys(found)) {
		for _, first := range slices.Sorted(maps.Keys(found[i])) {
			p.reportCopied(s.path(first), s.path(i), found[i][first])
		}
	}
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
func (p *Pass) reportCopied(first, second string, found []copied) {
	size, alike := 0, 100
	for _, c := range found {
		size += c.prose
		alike = min(alike, c.alike)
	}
	if size < leastReported {
		return
	}
	from := p.inBank(first)
	what := fmt.Sprintf("%s also stands in %q", found[0].second.name, from)
	if len(found) > 1 {
		what = fmt.Sprintf("%d sections from %s on also stand in %q", len(found), found[0].second.name, from)
	}
	if alike < 100 {
		what += fmt.Sprintf(", with small differences (%d %% the same)", alike)
	}
	d := Diagnostic{
		Path: second, Span: found[0].second.at,
		Message: what + ": keep one and link to it, for copies drift apart",
	}
	for _, c := range found {
		d.Related = append(d.Related, Related{first, c.first.at, c.first.name + " there"})
	}
	p.Report(d)
}

func (p *part) named(doc *markdown.Document) namedPart { return namedPart{p.name(), p.heading(doc)} }

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
