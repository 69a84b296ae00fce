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
	// texts, kinds and answers are what was found out so far about paths and questions, by number.
	texts, kinds, answers []verdict
	banks                 []bankVerdict
	commits               verdict
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

// recall takes over what still holds of what an earlier process knew, for the units that are stale, as nearly all are before the
// first check. The error is ctx's.
func (l *ledger) recall(ctx context.Context, found *recalled) error {
	if found == nil || found.taken {
		return nil
	}
	if found.found.Load() == nil {
		found.load()
	}
	c, why := found.found.Load(), found.why
	if settings, ok := l.at.settingsHash(); c != nil && (!ok || settings != c.settings) {
		c, why = nil, "the configuration is another"
	}
	if c == nil {
		found.taken = true
		l.use = &CacheUse{Unused: why}
		return nil
	}
	if err := l.at.learn(ctx, bankPaths(l.at), nil); err != nil {
		return err
	}
	found.taken = true
	found.found.Store(nil) // what is taken over holds what it needs
	l.expireAskers()
	l.unindex()
	r := &recaller{
		recollection: c, ledger: l, snapshot: l.at, misses: map[unitID]CacheMiss{},
		texts: make([]verdict, len(c.paths)), kinds: make([]verdict, len(c.paths)), answers: make([]verdict, len(c.asked)),
	}
	if err := r.parseOthers(ctx); err != nil {
		return err
	}
	for _, b := range c.banks {
		r.banks = append(r.banks, r.bankVerdict(b))
	}
	l.recalledCommits = c.commits
	l.ofCommits = room(l.ofCommits, len(l.stale))
	units := c.units
	for u, ok := c.next(&units); ok; u, ok = c.next(&units) {
		r.take(u)
	}
	l.report(r)
	l.recorded = len(l.stale) == 0 && r.sameImprints()
	return nil
}

// sameImprints tells whether all documents are those that are known, without a look at their texts.
func (r *recaller) sameImprints() bool {
	n := 0
	for _, b := range r.snapshot.banks {
		for _, p := range b.Paths {
			was, now := r.files[p], r.snapshot.judged(p)
			if n++; was == nil || now == nil || was.imprint != now.content.lastImprint() {
				return false
			}
		}
	}
	return n == len(r.files)
}

// report says what could not be taken over.
func (l *ledger) report(r *recaller) {
	l.use = &CacheUse{Reused: len(l.units), Counts: map[MissReason]int{}}
	ids, _ := l.staleInOrder()
	for _, id := range ids {
		m, known := r.misses[id]
		if !known {
			m = CacheMiss{Path: id.path, Reason: MissNew}
		}
		l.use.miss(m)
	}
}

// parseOthers parses, all at once, the documents whose texts are others and that are asked about.
func (r *recaller) parseOthers(ctx context.Context) error {
	var others []unitID
	for _, q := range r.asked {
		if r.texts[q.path] == undecided && !r.sameText(q.path) && r.snapshot.judged(r.paths[q.path].name) != nil {
			others = append(others, unitID{path: r.paths[q.path].name})
		}
	}
	return r.ledger.parse(ctx, others, newSteps(nil, "", 0))
}

// sameText tells whether the document at a path has the text that it had, or is still none.
func (r *recaller) sameText(n int) bool {
	return r.texts[n].settle(func() bool { return r.unchanged(r.paths[n].name) })
}

func (r *recaller) unchanged(p string) bool {
	was, now := r.files[p], r.snapshot.judged(p)
	if was == nil || now == nil {
		return was == nil && now == nil
	}
	return now.Err() == nil && now.content.identity() == was.hash
}

// bankVerdict compares a bank with what it was.
func (r *recaller) bankVerdict(was recalledBank) bankVerdict {
	now := bankAt(r.snapshot.banks, was.root)
	if now == nil || profileName(now) != was.profile || now.Declared != was.declared {
		return bankVerdict{}
	}
	v := bankVerdict{kind: true, list: hashPaths(now.Paths) == was.paths, texts: true}
	for _, p := range now.Paths {
		v.texts = v.texts && r.unchanged(p)
	}
	return v
}

// take takes over a unit that holds, and notes why another one does not.
func (r *recaller) take(u recalledUnit) {
	l := r.ledger
	if _, wanted := l.stale[u.id]; !wanted {
		return
	}
	if reason, about := r.doubt(&u); reason != "" {
		r.misses[u.id] = CacheMiss{u.id.path, reason, about}
		return
	}
	unit := &unit{byPath: u.byPath, listed: u.listed, ofCommits: u.ofCommits, dated: u.dated}
	c := r.recollection
	unit.sealed = func() relied { return c.relied(u.relied) }
	if u.ofCommits {
		unit.commits = c.commits
	}
	l.put(u.id, unit)
	delete(l.stale, u.id)
}

// doubt returns why a unit does not hold, "" if it does, and what that is about.
func (r *recaller) doubt(u *recalledUnit) (reason MissReason, about string) {
	b := r.banks[u.bank]
	switch {
	case !b.kind || !u.id.whole && r.snapshot.BankOf(u.id.path).Root != r.recollection.banks[u.bank].root:
		return MissBank, ""
	case !u.id.whole && !r.unchanged(u.id.path), u.id.whole && b.list && !b.texts:
		return MissText, ""
	case (u.listed || u.id.whole) && !b.list:
		return MissList, ""
	case u.dated && !r.today.Equal(r.snapshot.today):
		return MissDay, ""
	case u.ofCommits && !r.commits.settle(r.sameCommits):
		return MissCommits, ""
	}
	return r.doubtRelied(&u.relied)
}

func (r *recaller) doubtRelied(on *numbered) (reason MissReason, about string) {
	for _, n := range on.documents {
		if !r.sameText(int(n)) {
			return MissDocument, r.paths[n].name
		}
	}
	for _, n := range on.stats {
		if !r.kinds[n].settle(func() bool { return r.paths[n].asked && r.snapshot.stat(r.paths[n].name) == r.paths[n].kind }) {
			return MissStat, r.paths[n].name
		}
	}
	for _, n := range on.questions {
		if !r.answers[n].settle(func() bool { return r.sameAnswer(&r.asked[n]) }) {
			return MissAnswer, r.paths[r.asked[n].path].name
		}
	}
	return "", ""
}

func (r *recaller) sameCommits() bool {
	now := r.snapshot.commits
	if now == nil {
		now = newCommits(r.snapshot)
	}
	return now.key != "" && now.key == r.recollection.commits
}

func (r *recaller) sameAnswer(q *recalledQuestion) bool {
	if r.sameText(q.path) {
		return true
	}
	asked := rules.DecodeQuestion(q.question)
	if asked == nil {
		return false
	}
	answer, ok := rules.EncodeAnswer(answerOf(r.snapshot.judgedDocument(r.paths[q.path].name), asked))
	return ok && answer == q.answer
}

// relied returns what numbers stand for.
func (c *recollection) relied(on numbered) relied {
	r := relied{documents: c.names(on.documents), stats: c.names(on.stats)}
	for _, n := range on.questions {
		p := c.paths[c.asked[n].path].name
		q := rules.DecodeQuestion(c.asked[n].question)
		answer, ok := rules.DecodeAnswer(c.asked[n].answer)
		if q == nil || !ok {
			r.documents = append(r.documents, p) // any other text there will do
			continue
		}
		r.questions, r.answers = append(r.questions, question{p, q}), append(r.answers, answer)
	}
	return r
}

func (c *recollection) names(numbers []int32) []string {
	if len(numbers) == 0 {
		return nil
	}
	names := make([]string, len(numbers))
	for i, n := range numbers {
		names[i] = c.paths[n].name
	}
	return names
}
