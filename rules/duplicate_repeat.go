package rules

import "slices"

// leastRepeated is how many lines must repeat in a file.
const leastRepeated = 10

// repeat is a block of lines that stands twice in a file.
type repeat struct {
	first, second lineRange
}

// lineRange is from one line to another, both included.
type lineRange struct{ from, to int }

// findRepeats finds blocks of statements that stood before, the longest from each place. Each
// statement is looked at a bounded number of times: of what stood before in vain, such as code, only a
// window that goes beyond it can be the start of anything else. Seen is used and may be used again.
func findRepeats(all []statement, seen *firstPlaces) []repeat {
	if len(all) < 2*leastRepeated {
		return nil
	}
	seen.reset(all)
	var found []repeat
	for i := 0; i < len(seen.hashes); i++ {
		at := seen.first(i)
		if at == i {
			continue
		}
		n := 0
		for i+n < len(all) && at+n < i && all[at+n].hash == all[i+n].hash {
			n++
		}
		if r, ok := newRepeat(all[at:at+n], all[i:i+n]); ok {
			found = append(found, r)
			i += n - 1
		} else if n > leastRepeated {
			i += n - leastRepeated
		}
	}
	return found
}

// firstPlaces finds where in a list each hash stands first. It is an open hash table: a map of all windows of
// a document takes several times as long, and nearly all documents repeat nothing.
type firstPlaces struct {
	hashes []uint64
	// slots hold a place in the list plus one, zero for none; at least half of them stay empty.
	slots []int32
}

// reset makes f that of the windows of some statements.
func (f *firstPlaces) reset(all []statement) {
	f.hashes = appendWindows(f.hashes[:0], all)
	size := 1
	for size < 2*len(f.hashes) {
		size *= 2
	}
	f.slots = slices.Grow(f.slots[:0], size)[:size]
	clear(f.slots)
}

// first returns the first place of those asked for so far that has the hash at i; i itself if there is none before.
func (f *firstPlaces) first(i int) int {
	mask := uint64(len(f.slots) - 1)
	for slot := f.hashes[i] & mask; ; slot = (slot + 1) & mask {
		switch at := int(f.slots[slot]) - 1; {
		case at < 0:
			f.slots[slot] = int32(i + 1)
			return i
		case f.hashes[at] == f.hashes[i]:
			return at
		}
	}
}

// appendWindows adds the hash of each leastRepeated statements in a row.
func appendWindows(windows []uint64, all []statement) []uint64 {
	const base = 0x9E3779B97F4A7C15
	top := uint64(1)
	for range leastRepeated {
		top *= base
	}
	var h uint64
	for i, s := range all {
		h = h*base + s.hash
		if i >= leastRepeated {
			h -= top * all[i-leastRepeated].hash
		}
		if i >= leastRepeated-1 {
			windows = append(windows, h)
		}
	}
	return windows
}

// newRepeat returns the longest end of two equal blocks that has lines enough which say something, are not code, and do
// not say the same again and again. False tells that there is none.
func newRepeat(first, second []statement) (repeat, bool) {
	different := map[uint64]bool{}
	lines, letters, last, begin := 0, 0, int32(-1), len(second)
	for i, s := range slices.Backward(second) {
		different[s.hash] = true
		if !s.code {
			letters += int(s.size)
		}
		if !s.code && s.line != last {
			lines, last = lines+1, s.line
		}
		if lines >= leastRepeated && letters >= leastReported && 2*len(different) >= len(second)-i {
			begin = i
		}
	}
	if begin == len(second) {
		return repeat{}, false
	}
	end := len(second) - 1
	return repeat{
		first:  lineRange{int(first[begin].line), int(first[end].line)},
		second: lineRange{int(second[begin].line), int(second[end].line)},
	}, true
}
