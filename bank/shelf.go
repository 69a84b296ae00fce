package bank

import "sync"

// shelf bounds what is in memory of texts that the disk has, with what was made of them. It is a clock: what was asked for
// since the hand came by stays for another round.
type shelf struct {
	mu sync.Mutex
	// most bounds bytes of text, 0 for no bound: what is made of a text takes about ten times as much.
	most, bytes int
	ring        []shelved
}

type shelved struct {
	content *content
	body    *heldText
}

// defaultShelf is the bound for those who live long.
const defaultShelf = 4 << 20

// add puts a text on the shelf and takes others off it.
func (s *shelf) add(c *content, b *heldText) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.ring = append(s.ring, shelved{c, b})
	s.bytes += c.size
	s.shrink()
}

// bound sets the bound.
func (s *shelf) bound(most int) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.most = most
	s.shrink()
}

// shrink takes off what nobody asked for, or all if that is not enough.
func (s *shelf) shrink() {
	if s.most == 0 {
		return
	}
	chances := len(s.ring)
	for s.bytes > s.most && len(s.ring) > 0 {
		first := s.ring[0]
		s.ring = s.ring[1:]
		if chances > 0 && first.body.used.Swap(false) {
			chances--
			s.ring = append(s.ring, first)
			continue
		}
		s.bytes -= first.content.size
		first.content.letGo(first.body)
	}
}
