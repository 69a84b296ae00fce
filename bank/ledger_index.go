package bank

import "iter"

// index makes the relations, if there are none yet, or too much in them that counts no more: each letter of a link that somebody types
// names another path, or asks about another fragment. It is called before the ledger moves: what it asks is asked where the units were judged.
func (l *ledger) index() {
	if l.indexed() && l.relations.size() <= l.mostRelated {
		return
	}
	l.wake()
	l.unindex()
	l.relations, l.unpacked = newRelations(), len(l.units)
	for id, u := range l.units {
		u.unseal()
		l.note(id, u)
	}
	l.mostRelated = 2*l.relations.size() + spareNumbers
}

func (l *ledger) indexed() bool { return l.relations != nil }

// unindex forgets the relations, which are made again when they are needed.
func (l *ledger) unindex() {
	if !l.indexed() {
		return
	}
	for _, u := range l.units {
		if u.relied == nil {
			u.relied = l.relations.relied(u.noted)
		}
		u.noted = noted{}
	}
	l.relations = nil
}

// note has the relations know what a unit relies on, which does not know it by itself from then on. What it presumed it keeps to
// itself: others were told what is so.
func (l *ledger) note(id unitID, u *unit) {
	if u.presumed {
		u.noted = l.relations.note(&relied{documents: u.relied.documents, stats: u.relied.stats})
		l.relations.add(id, u.noted, nil, l.at.stat)
		return
	}
	u.noted = l.relations.note(u.relied)
	l.relations.add(id, u.noted, u.relied.given(), l.at.stat)
	u.relied = nil
}

// renote is note for a unit that takes the place of another one.
func (l *ledger) renote(id unitID, before, now *unit) {
	if n := l.relations.note(now.relied); !now.presumed && l.relations.same(before.noted, n, now.relied.given()) {
		now.noted, now.relied = before.noted, nil
		return
	}
	l.relations.remove(id, before.noted)
	l.note(id, now)
}

// reliedBy returns what a unit relies on.
func (l *ledger) reliedBy(u *unit) *relied {
	u.unseal()
	switch {
	case u.relied != nil:
		return u.relied
	case l.indexed():
		return l.relations.relied(u.noted)
	}
	return &relied{}
}

// told returns what a unit asked of documents, with the answers.
func (l *ledger) told(u *unit) iter.Seq2[question, any] {
	if u.relied == nil && l.indexed() {
		return l.relations.questionsOf(u.noted)
	}
	return u.relied.told()
}
