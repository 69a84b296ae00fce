package bank

import "cortex/rules"

// existence knows who asked what stands at a path, and the answers they got.
type existence struct {
	askers index
	kinds  map[string]rules.FileKind
}

func newExistence() existence { return existence{index{}, map[string]rules.FileKind{}} }

// replace puts other questions in place of those that somebody asked before. Stat gives the answers.
func (e existence) replace(id unitID, before, now []string, stat func(string) rules.FileKind) {
	e.askers.remove(id, before)
	e.askers.add(id, now)
	for _, p := range before {
		if e.askers[p] == nil {
			delete(e.kinds, p)
		}
	}
	for _, p := range now {
		if _, known := e.kinds[p]; !known {
			e.kinds[p] = stat(p)
		}
	}
}

// renew asks everything again and returns who would get another answer now.
func (e existence) renew(stat func(string) rules.FileKind) []unitID {
	var concerned []unitID
	for p, kind := range e.kinds {
		if now := stat(p); now != kind {
			e.kinds[p] = now
			concerned = append(concerned, e.askers[p]...)
		}
	}
	return concerned
}
