package bank

import (
	"reflect"
	"slices"

	"cortex/rules"
)

// move makes the ledger stand at s: what the difference concerns is forgotten or becomes stale.
func (l *ledger) move(s *Snapshot) {
	before := l.at
	if before == s {
		return
	}
	if !s.sameFiles(before) || !before.today.Equal(s.today) || before.commits != s.commits && s.commits.identity() != l.recalledCommits {
		l.wake()
	}
	if !s.sameFiles(before) {
		l.index()
	}
	l.at = s
	l.moveBanks(before, s)
	if before.disk != s.disk {
		l.touchSources(before, s)
		for _, unlisted := range []map[string][]rules.Diagnostic{before.disk.unlisted, s.disk.unlisted} {
			for p := range unlisted {
				l.touched[p] = struct{}{}
			}
		}
		l.moveConfig(before, s)
	}
	if appeared := l.moveTexts(before, s); appeared || before.listings != s.listings {
		l.touchSources(s) // they name files and folders
		l.moveStats()
	}
	if before.commits != s.commits {
		// What asked version control when that knew something else.
		now := s.commits.identity()
		l.expireThose(func(u *unit) bool { return u.ofCommits && (now == "" || u.commits != now) })
	}
	if !before.today.Equal(s.today) {
		l.expireThose(func(u *unit) bool { return u.dated })
	}
}

// moveBanks forgets what is no longer to be judged, and expires what depends on
// a bank's nature or list of files.
func (l *ledger) moveBanks(before, s *Snapshot) {
	if slices.Equal(before.banks, s.banks) {
		return
	}
	for _, was := range before.banks {
		now := bankAt(s.banks, was.Root)
		if now == nil {
			l.forget(unitID{was.Root, true})
			now = &Bank{}
		}
		l.forgetFiles(missing(was.Paths, now.Paths))
	}
	for _, now := range s.banks {
		was := bankAt(before.banks, now.Root)
		if was == nil || was.Profile != now.Profile || was.Declared != now.Declared {
			l.expire(unitID{now.Root, true})
			l.expireFiles(now.Paths)
			continue
		}
		if !slices.Equal(was.Paths, now.Paths) {
			l.expireFiles(missing(now.Paths, was.Paths))
			l.expireListed(now)
		}
	}
}

// touchSources has the mistakes of the configuration told anew.
func (l *ledger) touchSources(snapshots ...*Snapshot) {
	for _, s := range snapshots {
		for p := range s.disk.sources {
			l.touched[p] = struct{}{}
		}
	}
}

func (l *ledger) moveConfig(before, s *Snapshot) {
	was, now := before.disk.configuration, s.disk.configuration
	if was == now || reflect.DeepEqual(was.config, now.config) && reflect.DeepEqual(was.origin, now.origin) {
		return
	}
	for id, u := range l.units {
		u.survey = nil
		l.expire(id)
	}
}

// moveTexts expires documents with another text and what read them. It tells
// whether a file appeared or vanished.
func (l *ledger) moveTexts(before, s *Snapshot) (appeared bool) {
	changed := false
	surveys := l.surveys(s)
	s.eachOtherText(before, func(p string, was, now *content) {
		changed = true
		for _, survey := range surveys {
			survey.Outdate(p)
		}
		if s.HasSettings(p) || rules.IsProfileFile(p) {
			l.touchSources(before, s)
		}
		appeared = appeared || was == nil || now == nil
		if id := (unitID{path: p}); l.units[id] != nil {
			l.expire(id)
		}
		l.expireReaders(p)
		l.reworded[p] = struct{}{}
	})
	for _, b := range s.banks {
		if changed {
			l.expire(unitID{b.Root, true})
		}
	}
	return appeared
}

// surveys are those of the banks that are known.
func (l *ledger) surveys(s *Snapshot) []*rules.Survey {
	var known []*rules.Survey
	for _, b := range s.banks {
		if u := l.units[unitID{b.Root, true}]; u != nil && u.survey != nil {
			known = append(known, u.survey)
		}
	}
	return known
}

// moveStats expires what asked about the existence of a path and would get another answer now.
func (l *ledger) moveStats() {
	var others marks
	for i := range l.relations.places {
		p := &l.relations.places[i]
		if p.statters == 0 {
			continue
		}
		if now := l.at.stat(l.relations.paths.name(int32(i))); now != p.kind {
			p.kind = now
			others.set(int32(i), len(l.relations.places))
		}
	}
	if others != nil {
		l.expireThose(func(u *unit) bool { return others.any(u.noted.ofStats()) })
	}
}

func (l *ledger) expire(id unitID) {
	l.stale[id] = struct{}{}
	delete(l.presumed, id)
}

// expireThose expires the units that are concerned by something.
func (l *ledger) expireThose(concerned func(u *unit) bool) {
	for id, u := range l.units {
		if concerned(u) {
			l.expire(id)
		}
	}
}

func (l *ledger) expireFiles(paths []string) {
	for _, p := range paths {
		l.expire(unitID{path: p})
	}
	l.expireOthers(paths)
}

// expireOthers expires what relies on documents that are judged from now on, or are not any more.
func (l *ledger) expireOthers(paths []string) {
	var others marks
	for _, p := range paths {
		l.expireReaders(p)
		for n := range l.relations.answersAt(p) {
			others.set(n, len(l.relations.answers))
		}
	}
	l.expireTold(others)
}

func (l *ledger) expireReaders(p string) {
	if at, known := l.relations.at(p); known {
		for _, n := range l.relations.readers[at] {
			l.expire(l.relations.idOf(n))
		}
	}
}

// expireTold expires the units that were told some of the answers.
func (l *ledger) expireTold(answers marks) {
	if answers != nil {
		l.expireThose(func(u *unit) bool { return answers.any(u.noted.ofAnswers()) })
	}
}

// asked returns the documents whose text is another and that were asked something: expireAskers asks them again.
func (l *ledger) asked() []unitID {
	var documents []unitID
	for p := range l.reworded {
		if at, known := l.relations.at(p); known && l.relations.places[at].newest > 0 && l.at.judged(p) != nil {
			documents = append(documents, unitID{path: p})
		}
	}
	return documents
}

// expireAskers expires what asked a document whose text is another something that it answers otherwise now.
func (l *ledger) expireAskers() {
	var others marks
	for p := range l.reworded {
		for n := range l.relations.answersAt(p) {
			a := &l.relations.answers[n]
			if now := answerOf(l.at.judgedDocument(p), l.relations.byNumber[a.question]); a.answer != now {
				a.answer = now
				others.set(n, len(l.relations.answers))
			}
		}
	}
	l.expireTold(others)
	l.reworded = map[string]struct{}{}
}

// expireListed expires what looked at the bank's list of files.
func (l *ledger) expireListed(b *Bank) {
	ids := []unitID{{b.Root, true}}
	for _, p := range b.Paths {
		ids = append(ids, unitID{path: p})
	}
	for _, id := range ids {
		if u := l.units[id]; u != nil && u.listed {
			l.expire(id)
		}
	}
}

func (l *ledger) forgetFiles(paths []string) {
	for _, p := range paths {
		l.forget(unitID{path: p})
	}
	l.expireOthers(paths)
}

func (l *ledger) forget(id unitID) {
	l.put(id, nil)
	delete(l.units, id)
	delete(l.stale, id)
	delete(l.presumed, id)
	delete(l.spread, id)
	delete(l.unsaved, id)
}

// bankAt returns the bank with that root, nil if there is none.
func bankAt(banks []*Bank, root string) *Bank {
	i := slices.IndexFunc(banks, func(b *Bank) bool { return b.Root == root })
	if i < 0 {
		return nil
	}
	return banks[i]
}

// missing returns the elements of a sorted list that another one lacks.
func missing(from, in []string) []string {
	var lacking []string
	for _, p := range from {
		for len(in) > 0 && in[0] < p {
			in = in[1:]
		}
		if len(in) == 0 || in[0] != p {
			lacking = append(lacking, p)
		}
	}
	return lacking
}
