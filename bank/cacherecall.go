package bank

import (
	"context"

	"cortex/rules"
)

// recaller takes over from a recollection what still holds at a snapshot.
type recaller struct {
	*recollection
	ledger   *ledger
	snapshot *Snapshot
	// current are the paths that are to be judged, by number; texts and answers are what was found out so far about paths and questions.
	current        []bool
	texts, answers []verdict
	banks          []bankVerdict
	commits        verdict
	// otherKind tells at which paths something else stands than before, by number.
	otherKind []bool
	// otherTexts and otherKinds tell that any text or anything that stands at a path is not as it was: else no result needs a look at
	// what it relies on.
	otherTexts, otherKinds bool
	reused                 int
	// misses are the reasons that were found.
	misses map[unitID]CacheMiss
}

// verdict tells whether something is as it was.
type verdict uint8

const (
	undecided verdict = iota
	holds
	differs
)

// settle finds a verdict out if it is undecided.
func (v *verdict) settle(same func() bool) bool {
	if *v == undecided {
		*v = differs
		if same() {
			*v = holds
		}
	}
	return *v == holds
}

// bankVerdict tells whether a bank is of the same kind, has the same files, and those the same texts.
type bankVerdict struct{ kind, list, texts bool }

// recall takes over what still holds of what an earlier process knew, for what was not judged yet: before the first check that is
// nearly all. The error is ctx's.
func (l *ledger) recall(ctx context.Context, found *recalled) error {
	if found == nil || found.taken {
		return nil
	}
	found.load()
	c, why := found.found.Load(), found.why
	if settings, ok := l.at.settingsHash(); c != nil && (!ok || settings != c.settings) {
		c, why = nil, "the configuration is another"
	}
	if c == nil {
		found.taken = true
		l.use = &CacheUse{Unused: why}
		l.expireBanks()
		return nil
	}
	if err := l.at.learn(ctx, bankPaths(l.at), nil); err != nil {
		return err
	}
	l.expireAskers()
	l.unindex()
	r := &recaller{
		recollection: c, ledger: l, snapshot: l.at, misses: map[unitID]CacheMiss{},
		current: make([]bool, len(c.paths)), texts: make([]verdict, len(c.paths)), otherKind: make([]bool, len(c.paths)),
	}
	l.recalledCommits = c.commits
	r.compareFiles()
	r.compareKinds()
	if r.otherTexts {
		r.answers = make([]verdict, c.count)
		if err := r.parseOthers(ctx); err != nil {
			l.expireBanks()
			return err
		}
	}
	r.takeAll()
	l.kept = c.rest()
	found.taken = true
	found.found.Store(nil) // what is taken over holds what it needs
	l.use = &CacheUse{Reused: r.reused, Counts: map[MissReason]int{}}
	l.expireBanks()
	l.report(r)
	return nil
}

// report says what could not be taken over.
func (l *ledger) report(r *recaller) {
	ids, _ := l.staleInOrder()
	for _, id := range ids {
		m, known := r.misses[id]
		if !known {
			m = CacheMiss{Path: id.path, Reason: MissNew}
		}
		l.use.miss(m)
	}
}

// compareFiles compares all documents with what they were, and notes of which the cache has to learn.
func (r *recaller) compareFiles() {
	for _, b := range r.snapshot.banks {
		for _, p := range b.Paths {
			was, now := r.known(p), r.snapshot.judged(p)
			same := was != nil && now != nil && now.Err() == nil && now.content.identity() == was.hash
			if !same || was.imprint != now.content.lastImprint() {
				r.ledger.unsaved[unitID{path: p}] = struct{}{}
			}
			n, named := r.numbers[p]
			r.otherTexts = r.otherTexts || !same
			if named {
				r.current[n], r.texts[n] = true, differs
			}
			if same {
				r.texts[n] = holds
			}
		}
	}
	for _, was := range r.recollection.banks {
		v := r.bankVerdict(was)
		r.banks = append(r.banks, v)
		r.otherTexts = r.otherTexts || !v.list
	}
}

// compareKinds looks at the paths of which somebody relies on what stands there.
func (r *recaller) compareKinds() {
	for n := range r.paths {
		p := &r.paths[n]
		if p.asked && r.snapshot.stat(p.name) != p.kind {
			r.otherKind[n], r.otherKinds = true, true
		}
	}
}

// parseOthers parses, all at once, the documents whose texts are others and that are asked about.
func (r *recaller) parseOthers(ctx context.Context) error {
	known := map[string]struct{}{}
	var others []unitID
	for n := range r.count {
		q, ok := r.question(n)
		if !ok || r.sameText(q.path) {
			continue
		}
		p := r.paths[q.path].name
		if _, again := known[p]; !again && r.snapshot.judged(p) != nil {
			known[p] = struct{}{}
			others = append(others, unitID{path: p})
		}
	}
	return r.ledger.parse(ctx, others, newSteps(nil, "", 0))
}

// sameText tells whether the document at a path has the text that it had, or is still none.
func (r *recaller) sameText(n int) bool {
	return r.texts[n].settle(func() bool { return !r.files[n].known && r.snapshot.judged(r.paths[n].name) == nil })
}

// bankVerdict compares a bank with what it was.
func (r *recaller) bankVerdict(was recalledBank) bankVerdict {
	now := bankAt(r.snapshot.banks, was.root)
	if now == nil || profileName(now) != was.profile || now.Declared != was.declared {
		return bankVerdict{}
	}
	v := bankVerdict{kind: true, list: hashPaths(now.Paths) == was.paths, texts: true}
	for _, p := range now.Paths {
		n, named := r.numbers[p]
		v.texts = v.texts && named && r.texts[n] == holds
	}
	return v
}

// takeAll takes over all units that hold.
func (r *recaller) takeAll() {
	known := map[unitID]struct{}{}
	for i := len(r.units) - 1; i >= 0; i-- {
		units := r.units[i]
		for u, ok := r.next(&units); ok; u, ok = r.next(&units) {
			if len(r.units) > 1 {
				if _, later := known[u.id]; later {
					continue
				}
				known[u.id] = struct{}{}
			}
			if !u.gone {
				r.take(&u)
			}
		}
	}
}

// take takes over a unit that holds, and notes why another one does not.
func (r *recaller) take(u *recalledUnit) {
	b := r.bankOf(u)
	if b == nil {
		return // it is not to be judged any more
	}
	l := r.ledger
	if _, stale := l.stale[u.id]; l.units[u.id] != nil && !stale {
		return // it was judged before anything was taken over
	}
	reason, about := r.doubt(u, b)
	byPath, ok := r.diagnostics(u.found)
	if reason == "" && !ok {
		reason = MissNew
	}
	if reason != "" {
		r.misses[u.id] = CacheMiss{u.id.path, reason, about}
		if survey := r.oldSurvey(u, b); survey != nil {
			l.units[u.id] = &unit{survey: survey}
			l.expire(u.id)
		}
		return
	}
	r.reused++
	unit := &unit{byPath: byPath, listed: u.listed, ofCommits: u.ofCommits, dated: u.dated, surveyCode: u.survey}
	unit.recalled, unit.sealed = r.recollection, u.relied
	if u.ofCommits {
		unit.commits = r.recollection.commits
	}
	l.put(u.id, unit)
	delete(l.stale, u.id)
}

// bankOf returns the bank that a unit is of now, nil if it is not to be judged.
func (r *recaller) bankOf(u *recalledUnit) *Bank {
	switch {
	case u.id.whole:
		return bankAt(r.snapshot.banks, u.id.path)
	case r.current[u.number]:
		return r.snapshot.BankOf(u.id.path)
	}
	return nil
}

// oldSurvey returns the survey of a bank as it was, told what is another now; nil if that cannot be known.
func (r *recaller) oldSurvey(u *recalledUnit, now *Bank) *rules.Survey {
	if b := r.banks[u.bank]; !u.id.whole || !b.kind || !b.list || u.survey == "" {
		return nil
	}
	digests := make([]*rules.Digest, len(now.Paths))
	for i, p := range now.Paths {
		was := r.known(p)
		if was == nil {
			return nil
		}
		if digests[i] = rules.DecodeDigest(was.digest); digests[i] == nil {
			return nil
		}
	}
	survey := rules.RecallSurvey(u.survey, now.documents, digests)
	if survey == nil {
		return nil
	}
	for _, p := range now.Paths {
		if r.texts[r.numbers[p]] != holds {
			survey.Outdate(p)
		}
	}
	return survey
}
