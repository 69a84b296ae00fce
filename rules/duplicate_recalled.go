package rules

import (
	"encoding/binary"
	"slices"
)

// A survey that is recalled knows what documents have from others, but of their keys nothing but the codes of the digests. As nearly all
// documents have keys that no other has, one look over the codes mostly tells that an edit concerns nobody else.

// mostGlanced is how many documents may be others than before for a look over the codes to be worth it.
const mostGlanced = 100

// glance takes into account what is new in a survey that was recalled by a look over the codes, once: who edits further needs the keys.
// It is false if that does not do. The copies know the keys of all documents then.
func (c *copies) glance(s *Survey) bool {
	if len(s.renewed) == c.seen {
		return true
	}
	if c.seen > 0 || len(s.renewed) > mostGlanced || !newKeyring(s).fitsNowhere(s) {
		c.learnKeys(s)
		return false
	}
	for _, i := range s.renewed {
		d := s.digests[i]
		if d == nil {
			d = &Digest{}
		}
		s.codes[i] = string(d.Append(nil))
	}
	return true
}

// learnKeys makes what finds documents by their keys, as these were when they were compared.
func (c *copies) learnKeys(s *Survey) {
	before, _ := decodeDigests(s.codes)
	found, seen := c.found, c.seen
	*c = newCopies(s, func(i int) []uint64 {
		if !comparesFile(s.outlines[i].occasion) {
			return nil
		}
		return before[i].keys
	})
	c.found, c.seen = found, seen
	for i := range s.digests {
		if s.digests[i] == nil && s.outlines[i].known {
			s.digests[i] = &before[i]
		}
	}
	s.codes = nil
}

// keyring holds the keys that the renewed documents have, and those that they had.
type keyring struct {
	renewed []int
	some    hashFilter
	holders map[uint64]*keyHolders
}

// keyHolders are the documents that have or had a key: a renewed one, whether there is a second one of these, and how many others.
type keyHolders struct {
	first  int
	second bool
	others int
}

func newKeyring(s *Survey) keyring {
	k := keyring{slices.Compact(slices.Sorted(slices.Values(s.renewed))), newHashFilter(64 << 10), map[uint64]*keyHolders{}}
	for _, i := range k.renewed {
		k.add(i, comparedKeys(s, i))
		if comparesFile(s.outlines[i].occasion) {
			k.add(i, encodedKeys(s.codes[i]).all())
		}
	}
	return k
}

func (k keyring) add(i int, keys []uint64) {
	for _, key := range keys {
		k.some.set(key)
		if h := k.holders[key]; h == nil {
			k.holders[key] = &keyHolders{first: i}
		} else if h.first != i {
			h.second = true
		}
	}
}

// fitsNowhere tells whether no key leads from one document to another: it is that of one only, or of more than are compared.
func (k keyring) fitsNowhere(s *Survey) bool {
	for i, code := range s.codes {
		if _, renewed := slices.BinarySearch(k.renewed, i); !renewed && comparesFile(s.outlines[i].occasion) {
			k.countOther(encodedKeys(code))
		}
	}
	for _, h := range k.holders {
		if h.others <= mostCopies && (h.others > 0 || h.second) {
			return false
		}
	}
	return true
}

// countOther counts the keys of a document that is as it was.
func (k keyring) countOther(keys keyCode) {
	for ; keys != ""; keys = keys[8:] {
		if key := keys.first(); k.some.has(key) {
			if h := k.holders[key]; h != nil {
				h.others++
			}
		}
	}
}

// keyCode are keys as a digest has them encoded.
type keyCode string

// encodedKeys returns those of the code of a digest.
func encodedKeys(code string) keyCode {
	r := codeReader{code, false}
	if !new(Digest).decodeHead(&r, func(repeat) {}) {
		return ""
	}
	return keyCode(r.rest)
}

func (c keyCode) first() uint64 { return binary.LittleEndian.Uint64([]byte(c[:8])) }

func (c keyCode) all() []uint64 {
	keys := make([]uint64, 0, len(c)/8)
	for ; c != ""; c = c[8:] {
		keys = append(keys, c.first())
	}
	return keys
}
