package rules

// hashFilter is a set of hashes that may hold more than was put in.
type hashFilter struct {
	words []uint64
	mask  uint64
}

func newHashFilter(least int) hashFilter {
	size := 64
	for size < least {
		size *= 2
	}
	return hashFilter{make([]uint64, size/64), uint64(size - 1)}
}

// set puts a hash in and tells whether it seemed to be there.
func (f hashFilter) set(h uint64) bool {
	word, bit := &f.words[h&f.mask/64], uint64(1)<<(h%64)
	was := *word&bit != 0
	*word |= bit
	return was
}

func (f hashFilter) has(h uint64) bool { return f.words[h&f.mask/64]&(1<<(h%64)) != 0 }
