package bank

// sleepers are results of documents that were taken over, until somebody asks for them: of nearly all nobody does. nil has none.
type sleepers struct {
	of *recollection
	// codes are what they are decoded from by the number of the path, "" for none; left is how many there are.
	codes []string
	left  int
}

func newSleepers(c *recollection) *sleepers {
	return &sleepers{of: c, codes: make([]string, len(c.paths))}
}

func (s *sleepers) count() int {
	if s == nil {
		return 0
	}
	return s.left
}

// wake returns the result with a number and forgets it, nil for none.
func (s *sleepers) wake(n int) *unit {
	if s.codes[n] == "" {
		return nil
	}
	u, _ := s.of.decodeUnit(s.codes[n])
	s.codes[n] = ""
	s.left--
	return s.of.unit(&u, nil)
}

// sleep takes over a result of a document that has no diagnostics.
func (l *ledger) sleep(u *recalledUnit) {
	l.asleep.codes[u.number] = u.code
	l.asleep.left++
	if u.ofCommits {
		l.ofCommits++
	}
	delete(l.stale, u.id)
}

// unit returns a result, nil for none.
func (l *ledger) unit(id unitID) *unit {
	u := l.units[id]
	if u != nil || id.whole || l.asleep.count() == 0 {
		return u
	}
	n, known := l.asleep.of.number(id.path)
	if !known {
		return nil
	}
	if u = l.asleep.wake(n); u != nil {
		l.units[id] = u
	}
	return u
}

// wake has all results that were taken over at hand.
func (l *ledger) wake() {
	if l.asleep.count() > 0 {
		for n := range l.asleep.codes {
			if u := l.asleep.wake(n); u != nil {
				l.units[unitID{path: l.asleep.of.paths[n].name}] = u
			}
		}
	}
	l.asleep = nil
}
