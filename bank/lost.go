package bank

// Lost returns the files whose texts were to be read again and could not be had: what has been said of the snapshot since
// may be as if they were empty. It is for whoever is about to act on that, and must read them anew before.
func (s *Snapshot) Lost() []string {
	if !s.origin.missed.Load() {
		return nil
	}
	var paths []string
	for _, b := range s.banks {
		for _, p := range b.Paths {
			if f := s.File(p); f != nil && f.content.isLost() {
				paths = append(paths, p)
			}
		}
	}
	return paths
}

func (c *content) isLost() bool {
	c.mu.Lock()
	defer c.mu.Unlock()
	return c.lost != nil
}
