package rules

import (
	"cortex/markdown"
)

// leastRepeated is how many lines must repeat in a file.
const leastRepeated = 10

// repeat is a block of lines that stands twice in a file.
type repeat struct {
	first, second lineRange
	// lines counts those of the second block that say something and are not code.
	lines int
}

// lineRange is from one line to another, both included.
type lineRange struct{ from, to int }

// repeats are the blocks of a document that stand in it before.
var repeats = markdown.Derive(func(d *markdown.Document) []repeat { return findRepeats(statements.Of(d)) })

// statements are what a document says.
var statements = markdown.Derive(readStatements)

// findRepeats finds blocks of statements that stood before, the longest from each place. Each
// statement is looked at a bounded number of times.
func findRepeats(all []statement) []repeat {
	if len(all) < 2*leastRepeated {
		return nil
	}
	windows := windowHashes(all)
	seen := make(map[uint64]int, len(windows))
	var found []repeat
	for i := 0; i < len(windows); i++ {
		at, ok := seen[windows[i]]
		if !ok {
			seen[windows[i]] = i
			continue
		}
		n := 0
		for i+n < len(all) && at+n < i && all[at+n].hash == all[i+n].hash {
			n++
		}
		if r := newRepeat(all[at:at+n], all[i:i+n]); r.lines >= leastRepeated {
			found = append(found, r)
			i += n - 1
		}
	}
	return found
}

// windowHashes returns the hash of each leastRepeated statements in a row.
func windowHashes(all []statement) []uint64 {
	const base = 0x9E3779B97F4A7C15
	top := uint64(1)
	for range leastRepeated {
		top *= base
	}
	var h uint64
	windows := make([]uint64, 0, len(all))
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

// newRepeat counts the lines of two equal blocks; it has none if the block is too short or says the same again and again.
func newRepeat(first, second []statement) repeat {
	if len(second) < leastRepeated {
		return repeat{}
	}
	r := repeat{
		first:  lineRange{int(first[0].line), int(first[len(first)-1].line)},
		second: lineRange{int(second[0].line), int(second[len(second)-1].line)},
	}
	different := map[uint64]bool{}
	last, letters := int32(-1), 0
	for _, s := range second {
		different[s.hash] = true
		if s.code {
			continue
		}
		letters += int(s.size)
		if s.line != last {
			r.lines++
			last = s.line
		}
	}
	if letters < leastReported || 2*len(different) < len(second) {
		return repeat{}
	}
	return r
}
