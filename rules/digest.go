package rules

import (
	"encoding/binary"
	"slices"
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
}

var digests = markdown.Derive(func(doc *markdown.Document) *Digest {
	d := usedDigesters.Get().(*digester)
	defer usedDigesters.Put(d)
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
	d.keys = d.keys[:0]
	for i := range d.parts {
		d.keys = append(d.keys, d.parts[i].keys()...)
	}
	clear(d.parts) // they hold on to the document
	slices.Sort(d.keys)
	d.keys = slices.Compact(d.keys)
	return &Digest{
		tokens: EstimateTokens(doc.Text).Count, includes: len(doc.Includes) > 0,
		repeats: findRepeats(d.statements, &d.windows), keys: slices.Clone(d.keys),
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

// AppendBinary appends what ReadDigest reads.
func (d *Digest) AppendBinary(b []byte) ([]byte, error) {
	b = binary.AppendUvarint(b, uint64(d.tokens))
	includes := uint64(0)
	if d.includes {
		includes = 1
	}
	b = binary.AppendUvarint(b, uint64(len(d.repeats))<<1|includes)
	for _, r := range d.repeats {
		for _, line := range []int{r.first.from, r.first.to, r.second.from, r.second.to} {
			b = binary.AppendUvarint(b, uint64(line))
		}
	}
	for _, k := range d.keys {
		b = binary.LittleEndian.AppendUint64(b, k)
	}
	return b, nil
}

// ReadDigest reads what AppendBinary has appended, nil for anything else.
func ReadDigest(b []byte) *Digest {
	r := numberReader{b, false}
	d := &Digest{tokens: r.next()}
	head := r.next()
	d.includes = head&1 == 1
	for range head >> 1 {
		if r.failed {
			return nil
		}
		d.repeats = append(d.repeats, repeat{lineRange{r.next(), r.next()}, lineRange{r.next(), r.next()}})
	}
	if r.failed || len(r.rest)%8 != 0 {
		return nil
	}
	d.keys = make([]uint64, len(r.rest)/8)
	for i := range d.keys {
		d.keys[i] = binary.LittleEndian.Uint64(r.rest[8*i:])
	}
	return d
}

// numberReader reads numbers that binary.AppendUvarint has written. Once it has failed it returns zeros.
type numberReader struct {
	rest   []byte
	failed bool
}

func (r *numberReader) next() int {
	v, n := binary.Uvarint(r.rest)
	if n <= 0 || v > 1<<40 {
		r.failed, r.rest = true, nil
		return 0
	}
	r.rest = r.rest[n:]
	return int(v)
}
