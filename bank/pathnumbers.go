package bank

import (
	"hash/maphash"
	"strings"
)

// pathNumbers gives paths numbers, from zero on, in the order in which they come. Those that are packed are one text: very many strings
// of their own, in a map, take several times as much.
type pathNumbers struct {
	seed  maphash.Seed
	table numberTable
	// packed are the first paths, one after the other, each up to its end; later are the others.
	packed string
	ends   []int32
	later  []string
}

func newPathNumbers() pathNumbers { return pathNumbers{seed: maphash.MakeSeed()} }

func (n *pathNumbers) count() int { return len(n.ends) + len(n.later) }

// name returns the path with a number.
func (n *pathNumbers) name(number int32) string {
	i := int(number)
	switch {
	case i >= len(n.ends):
		return n.later[i-len(n.ends)]
	case i == 0:
		return n.packed[:n.ends[0]]
	}
	return n.packed[n.ends[i-1]:n.ends[i]]
}

// of returns the number of a path, false if it has none.
func (n *pathNumbers) of(path string) (int32, bool) {
	number, _ := n.table.find(maphash.String(n.seed, path), func(other int32) bool { return n.name(other) == path })
	return number, number >= 0
}

// add returns the number of a path, a new one if it has none, which new tells.
func (n *pathNumbers) add(path string) (number int32, isNew bool) {
	hash := maphash.String(n.seed, path)
	number, slot := n.table.find(hash, func(other int32) bool { return n.name(other) == path })
	if number >= 0 {
		return number, false
	}
	number = int32(n.count())
	n.later = append(n.later, path)
	n.table.put(slot, number, func(other int32) uint64 { return maphash.String(n.seed, n.name(other)) })
	return number, true
}

// pack has all paths in one text.
func (n *pathNumbers) pack() {
	length := len(n.packed)
	for _, p := range n.later {
		length += len(p)
	}
	var all strings.Builder
	all.Grow(length)
	all.WriteString(n.packed)
	ends := make([]int32, len(n.ends), n.count())
	copy(ends, n.ends)
	for _, p := range n.later {
		all.WriteString(p)
		ends = append(ends, int32(all.Len()))
	}
	n.packed, n.ends, n.later = all.String(), ends, nil
}

// numberTable finds numbers, which count from zero on, by what they stand for. It is an open hash table: a map of very many takes several times as much.
type numberTable struct {
	// slots hold numbers plus one, zero for none; at least a quarter of them stays free.
	slots []int32
	used  int
}

// find returns the number of what has that hash, -1 if there is none, and the slot where it is or belongs.
func (t *numberTable) find(hash uint64, is func(number int32) bool) (number int32, slot int) {
	if len(t.slots) == 0 {
		return -1, 0
	}
	mask := len(t.slots) - 1
	for slot = int(hash) & mask; t.slots[slot] != 0; slot = (slot + 1) & mask {
		if n := t.slots[slot] - 1; is(n) {
			return n, slot
		}
	}
	return -1, slot
}

// put puts a number into the slot that find has returned. All have other slots in a larger table.
func (t *numberTable) put(slot int, number int32, hash func(number int32) uint64) {
	t.used++
	if 4*t.used <= 3*len(t.slots) {
		t.slots[slot] = number + 1
		return
	}
	before := t.slots
	t.slots = make([]int32, max(8, 2*len(before)))
	for _, n := range before {
		if n > 0 {
			t.slots[t.free(hash(n-1))] = n
		}
	}
	t.slots[t.free(hash(number))] = number + 1
}

// free returns the slot for what is not there and has that hash.
func (t *numberTable) free(hash uint64) int {
	_, slot := t.find(hash, func(int32) bool { return false })
	return slot
}
