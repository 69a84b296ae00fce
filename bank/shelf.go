package bank

import (
	"sync"
	"weak"
)

// shelf bounds what is in memory of texts that the disk has, with what was made of them. It is a clock: what was asked for
// since the hand came by stays for another round.
type shelf struct {
	mu sync.Mutex
	// most bounds bytes of text: what is made of a text takes about ten times as much.
	most, bytes int
	// bounds counts those who keep it smaller for a while.
	bounds int
	// ring holds what was put there, the oldest first. What no snapshot has any more goes by itself.
	ring []shelved
}

type shelved struct {
	content weak.Pointer[content]
	size    int
}

const (
	// defaultShelf is the bound while there is work to do, restingShelf what stays when there is none.
	defaultShelf = 64 << 20
	restingShelf = 128 << 10
	// foundShelf is for what is read to show what a query finds: the next finds something else.
	foundShelf = 512 << 10
)

// add puts a text on the shelf, unless it is there, and takes others off it.
func (s *shelf) add(c *content) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if c.shelved {
		return
	}
	c.shelved = true
	s.ring = append(s.ring, shelved{weak.Make(c), c.size})
	s.bytes += c.size
	s.shrink(s.most)
}

// atMost keeps what is there from growing beyond a bound until the call of what it returns, and that of all others who do so meanwhile.
func (s *shelf) atMost(bound int) (again func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.bounds++
	s.most = min(s.most, max(s.bytes, bound))
	return func() {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.bounds--; s.bounds == 0 {
			s.most = defaultShelf
		}
	}
}

// rest takes off all but a little, and returns how much that was.
func (s *shelf) rest() int {
	s.mu.Lock()
	defer s.mu.Unlock()
	before := s.bytes
	s.shrink(restingShelf)
	return before - s.bytes
}

// shrink takes off what nobody asked for, or anything if that is not enough.
func (s *shelf) shrink(most int) {
	chances := len(s.ring)
	for s.bytes > most && len(s.ring) > 0 {
		first := s.ring[0]
		s.ring = s.ring[1:]
		c := first.content.Value()
		if c != nil && chances > 0 && c.wanted() {
			chances--
			s.ring = append(s.ring, first)
			continue
		}
		s.bytes -= first.size
		if c != nil {
			c.shelved = false
			c.letGo()
		}
	}
}
