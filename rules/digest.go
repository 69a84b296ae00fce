package rules

import (
	"encoding/binary"
	"slices"
	"strings"
	"sync"

	"cortex/markdown"
)

// Digest is what the rules of bank scope look at in each document of a bank: so much smaller than the document that it can
// be kept, and all others can be let go. It depends on nothing but the document, and is immutable.
type Digest struct {
	// tokens is the estimated length.
	tokens int
	// includes tells whether there are any.
	includes bool
	repeats  []repeat
	// keys are those of all parts of the document, as docParts has them.
	keys []uint64
	// anchors are the keys of the document's anchors; they, lines and marked answer questions and are not kept for other processes: anchors
	// is nil then.
	anchors []uint64
	// lines is how many there are, marked tells whether they begin with a byte order mark.
	lines  int
	marked bool
}

var digests = markdown.Derive(func(doc *markdown.Document) *Digest {
	d := usedDigesters.Get().(*digester)
	defer usedDigesters.Put(d)
	if p, made := partsOf.Made(doc); made {
		return d.digestOf(doc, p.statements, p.parts)
	}
	return d.digest(doc)
})

// digester holds what is only needed to make a digest: nearly all documents are never compared with another.
type digester struct {
	statements []statement
	windows    firstPlaces
	parts      []part
	keys       []uint64
}

var usedDigesters = sync.Pool{New: func() any { return new(digester) }}

func (d *digester) digest(doc *markdown.Document) *Digest {
	d.statements = appendStatementsOf(d.statements[:0], doc)
	d.parts = appendParts(d.parts[:0], doc, d.statements)
	defer clear(d.parts) // they hold on to the document
	return d.digestOf(doc, d.statements, d.parts)
}

// digestOf makes the digest of a document that says that and has those parts.
func (d *digester) digestOf(doc *markdown.Document, says []statement, parts []part) *Digest {
	d.keys = d.keys[:0]
	for i := range parts {
		d.keys = append(d.keys, parts[i].keys()...)
	}
	slices.Sort(d.keys)
	d.keys = slices.Compact(d.keys)
	return &Digest{
		tokens: EstimateTokens(doc.Text).Count, includes: len(doc.Includes) > 0,
		repeats: findRepeats(says, &d.windows), keys: slices.Clone(d.keys),
		anchors: anchorKeys(doc), lines: lineCount(doc), marked: strings.HasPrefix(doc.Text, byteOrderMark),
	}
}

// DigestOf returns the digest of a document, nil for none.
func DigestOf(doc *markdown.Document) *Digest {
	if doc == nil {
		return nil
	}
	return digests.Of(doc)
}

// Tokens is the estimated length of the document.
func (d *Digest) Tokens() Tokens { return Tokens{Count: d.tokens} }

// Append appends what DecodeDigest reads.
func (d *Digest) Append(b []byte) []byte {
	b = appendCount(b, d.tokens)
	includes := uint64(0)
	if d.includes {
		includes = 1
	}
	b = binary.AppendUvarint(b, uint64(len(d.repeats))<<1|includes)
	for _, r := range d.repeats {
		for _, line := range []int{r.first.from, r.first.to, r.second.from, r.second.to} {
			b = appendCount(b, line)
		}
	}
	for _, k := range d.keys {
		b = binary.LittleEndian.AppendUint64(b, k)
	}
	return b
}

// DecodeDigest returns the digest that Append was called on, nil for anything else.
func DecodeDigest(code string) *Digest {
	d := &Digest{}
	if !d.decode(code, make([]uint64, len(code)/8)) {
		return nil
	}
	return d
}

// decodeDigests decodes many digests into memory of their own, false if one of them is none.
func decodeDigests(codes []string) ([]Digest, bool) {
	room := 0
	for _, code := range codes {
		room += len(code) / 8
	}
	all, keys := make([]Digest, len(codes)), make([]uint64, room)
	for i, code := range codes {
		if !all[i].decode(code, keys) {
			return nil, false
		}
		keys = keys[len(all[i].keys):]
	}
	return all, true
}

// decode reads a digest, whose keys are put at the beginning of those that there is room for. It is false for what is no digest.
func (d *Digest) decode(code string, keys []uint64) bool {
	r := codeReader{code, false}
	known := d.decodeHead(&r, func(repeated repeat) { d.repeats = append(d.repeats, repeated) })
	n := len(r.rest) / 8
	if !known {
		return false
	}
	d.keys = keys[:n:n]
	for i := range d.keys {
		d.keys[i] = keyCode(r.rest[8*i:]).first()
	}
	return true
}

// decodeHead reads what is before the keys. It is false if anything but keys follows.
func (d *Digest) decodeHead(r *codeReader, repeated func(repeat)) bool {
	d.tokens = r.number()
	head := r.number()
	d.includes = head&1 == 1
	for i := head >> 1; i > 0 && !r.failed; i-- {
		repeated(repeat{lineRange{r.number(), r.number()}, lineRange{r.number(), r.number()}})
	}
	return !r.failed && len(r.rest)%8 == 0
}
