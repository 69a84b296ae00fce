package bank

import (
	"slices"

	"cortex/rules"
)

// index makes the lists of who relies on what, if there are none yet. It is called before the ledger moves: what it asks is
// asked where the units were judged.
func (l *ledger) index() {
	if l.indexed {
		return
	}
	l.indexed, l.unpacked = true, len(l.units)
	for id, u := range l.units {
		u.unseal()
		l.reindex(id, &relied{}, &u.relied)
	}
}

// unindex forgets the lists, which are made again when they are needed.
func (l *ledger) unindex() {
	if !l.indexed {
		return
	}
	l.indexed = false
	l.readers, l.statters, l.askers, l.kinds = index{}, index{}, map[string]map[rules.Question]*askers{}, map[string]rules.FileKind{}
}

// reindex notes that a unit relies on something else.
func (l *ledger) reindex(id unitID, before, now *relied) {
	if !slices.Equal(before.documents, now.documents) {
		l.readers.remove(id, before.documents)
		l.readers.add(id, now.documents)
	}
	// The same question has another answer than one that was presumed.
	if !slices.Equal(before.questions, now.questions) || !slices.Equal(before.answers, now.answers) {
		l.removeQuestions(id, before)
		l.addQuestions(id, now)
	}
	if !slices.Equal(before.stats, now.stats) {
		l.putStats(id, before.stats, now.stats)
	}
}

func (l *ledger) removeQuestions(id unitID, r *relied) {
	for _, q := range r.questions {
		of := l.askers[q.path]
		a := of[q.Question]
		if a.ids = takeOut(a.ids, id); len(a.ids) == 0 {
			delete(of, q.Question)
		}
		if len(of) == 0 {
			delete(l.askers, q.path)
		}
	}
}

// unsettled stands for answers that differ, because a text vanished while it was asked: it equals no answer.
type unsettled struct{ _ *int }

func (l *ledger) addQuestions(id unitID, r *relied) {
	for i, q := range r.questions {
		of := l.askers[q.path]
		if of == nil {
			of = map[rules.Question]*askers{}
			l.askers[q.path] = of
		}
		a := of[q.Question]
		if a == nil {
			a = &askers{answer: r.answers[i]}
			of[q.Question] = a
		}
		if a.answer != r.answers[i] {
			a.answer = unsettled{new(int)}
		}
		a.ids = append(a.ids, id)
	}
}

func (l *ledger) putStats(id unitID, before, now []string) {
	l.statters.remove(id, before)
	l.statters.add(id, now)
	for _, p := range before {
		if l.statters[p] == nil {
			delete(l.kinds, p)
		}
	}
	for _, p := range now {
		if _, known := l.kinds[p]; !known {
			l.kinds[p] = l.at.stat(p)
		}
	}
}
