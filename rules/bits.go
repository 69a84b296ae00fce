package rules

// bits is a set of hashes that may hold more than was put in.
type bits struct {
	words []uint64
	mask  uint64
}

func newBits(least int) bits {
	size := 64
	for size < least {
		size *= 2
	}
	return bits{make([]uint64, size/64), uint64(size - 1)}
}

// set puts a hash in and tells whether it seemed to be there.
func (b bits) set(h uint64) bool {
	word, bit := &b.words[h&b.mask/64], uint64(1)<<(h%64)
	was := *word&bit != 0
	*word |= bit
	return was
}

func (b bits) has(h uint64) bool { return b.words[h&b.mask/64]&(1<<(h%64)) != 0 }
