package bank

import (
	"io"
	"slices"
	"strings"
	"sync"
)

// addPaths numbers paths that have no number yet.
func (c *recollection) addPaths(names []string) {
	c.paths = slices.Grow(c.paths, len(names))
	for _, p := range names {
		if n := len(c.paths); n == c.sorted && (n == 0 || c.paths[n-1].name < p) {
			c.sorted++
		}
		c.paths = append(c.paths, recalledPath{name: p})
	}
	sorted, paths := c.sorted, c.paths
	c.later = sync.OnceValue(func() map[string]int32 {
		later := make(map[string]int32, len(paths)-sorted)
		for n := sorted; n < len(paths); n++ {
			later[paths[n].name] = int32(n)
		}
		return later
	})
}

// number returns that of a path, false if it has none.
func (c *recollection) number(p string) (int, bool) {
	n, known := slices.BinarySearchFunc(c.paths[:c.sorted], p, func(a recalledPath, p string) int { return strings.Compare(a.name, p) })
	if known || c.sorted == len(c.paths) {
		return n, known
	}
	later, known := c.later()[p]
	return int(later), known
}

// forget lets go of the paths until somebody adds something: they are in the file.
func (c *recollection) forget() { c.paths, c.sorted, c.later, c.forgetful = nil, 0, nil, true }

// remember reads the paths from the file again, false if it is not what it was.
func (c *recollection) remember(file io.Reader) bool {
	var text strings.Builder
	text.Grow(int(c.place.size))
	if _, err := io.Copy(&text, io.LimitReader(file, c.place.size)); err != nil {
		return false
	}
	body, ok := strings.CutPrefix(text.String(), cacheMagic)
	again := &recollection{}
	for r := (codeReader{rest: body}); ok && r.rest != ""; {
		var next chapter
		next, ok = again.chapter(&r)
		again.readPaths(&next.paths)
		again.place.sum = next.sum
	}
	c.paths, c.sorted, c.later = again.paths, again.sorted, again.later
	return ok && again.place.sum == c.place.sum
}

// cursor finds the numbers of paths, at once where they are asked for in order.
type cursor struct {
	of   *recollection
	next int
}

// find returns the number of a path, -1 if it has none.
func (c *cursor) find(p string) int {
	n := c.next
	if n >= len(c.of.paths) || c.of.paths[n].name != p {
		var known bool
		if n, known = c.of.number(p); !known {
			return -1
		}
	}
	c.next = n + 1
	return n
}
