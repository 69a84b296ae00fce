package bank

import (
	"cmp"
	"context"
	"slices"
	"sync"
)

// recaller takes over from a recollection what still holds at a snapshot.
type recaller struct {
	*recollection
	ledger   *ledger
	snapshot *Snapshot
	// numbers are those of the paths of the banks of the snapshot, -1 for one that was not known.
	numbers [][]int32
	// of are the banks that documents are of, by number, nil for a path that is not to be judged; texts is what was found out so far.
	of    []*Bank
	texts []verdict
	banks []bankVerdict
	// glanced tells that something was judged before anything was taken over.
	glanced bool
	commits verdict
	// otherKind tells by number at which paths something else stands than before, otherAnswer which questions have another answer, nil
	// for none.
	otherKind, otherAnswer []bool
	// otherTexts tells that any text is not as it was.
	otherTexts bool
	reused     int
	// surveys are those of banks that are to be judged again, recalled by goroutines that recalling waits for.
	surveys   []*recalledSurvey
	recalling sync.WaitGroup
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
		recollection: c, ledger: l, snapshot: l.at, misses: map[unitID]CacheMiss{}, glanced: len(l.units) > 0,
		of: make([]*Bank, len(c.paths)), texts: make([]verdict, len(c.paths)),
	}
	l.recalledCommits = c.commits
	r.compare()
	if r.otherTexts {
		if err := r.askAgain(ctx); err != nil {
			l.expireBanks()
			return err
		}
	}
	r.takeAll()
	l.kept = c.rest()
	found.taken = true
	found.found.Store(nil) // what is taken over holds what it needs
	l.use = &CacheUse{Reused: r.reused, Counts: map[MissReason]int{}}
	r.expireOthers()
	l.report(r)
	return nil
}

// expireOthers expires whatever of the banks has no result.
func (r *recaller) expireOthers() {
	for i, b := range r.snapshot.banks {
		r.ledger.expireUnknown(unitID{b.Root, true})
		for j, n := range r.numbers[i] {
			if n < 0 || r.ledger.asleep.codes[n] == "" {
				r.ledger.expireUnknown(unitID{path: b.Paths[j]})
			}
		}
	}
}

// compare finds out what is another than it was.
func (r *recaller) compare() {
	var kinds sync.WaitGroup
	kinds.Go(r.compareKinds)
	r.compareFiles()
	kinds.Wait()
}

// compareFiles compares all documents with what they were, and notes of which the cache has to learn.
func (r *recaller) compareFiles() {
	at := cursor{of: r.recollection}
	for _, b := range r.snapshot.banks {
		numbers := make([]int32, len(b.Paths))
		for i, p := range b.Paths {
			n := at.find(p)
			numbers[i] = int32(n)
			same := r.compareFile(p, n)
			r.otherTexts = r.otherTexts || !same
			if n < 0 {
				continue
			}
			r.of[n], r.texts[n] = b, differs
			if same {
				r.texts[n] = holds
			}
		}
		r.numbers = append(r.numbers, numbers)
	}
	for _, was := range r.recollection.banks {
		v := r.bankVerdict(was)
		r.banks = append(r.banks, v)
		r.otherTexts = r.otherTexts || !v.list
	}
}

// compareFile tells whether the document at a path with a number has the text that it had.
func (r *recaller) compareFile(p string, n int) bool {
	now := r.snapshot.judged(p)
	var was recalledFile
	if n >= 0 {
		was = r.files[n]
	}
	same := was.known && now != nil && now.Err() == nil && now.content.identity() == was.hash
	if !same || was.imprint != now.content.lastImprint() {
		r.ledger.unsaved[unitID{path: p}] = struct{}{}
	}
	return same
}

// compareKinds looks at the paths of which somebody relies on what stands there.
func (r *recaller) compareKinds() {
	for n := range r.paths {
		p := &r.paths[n]
		if !p.asked || r.snapshot.stat(p.name) == p.kind {
			continue
		}
		if r.otherKind == nil {
			r.otherKind = make([]bool, len(r.paths))
		}
		r.otherKind[n] = true
	}
}

// askAgain asks the documents whose texts are others what they were asked, once they are parsed, all at once.
func (r *recaller) askAgain(ctx context.Context) error {
	var others []unitID
	known := map[int]struct{}{}
	doubtful, read := r.questionsAbout(func(n int) bool { return !r.sameText(n) })
	for _, q := range doubtful {
		if p := r.paths[q.path].name; r.snapshot.judged(p) != nil {
			if _, again := known[q.path]; !again {
				known[q.path] = struct{}{}
				others = append(others, unitID{path: p})
			}
		}
	}
	if err := r.ledger.parse(ctx, others, newSteps(nil, "", 0)); err != nil {
		return err
	}
	for _, q := range doubtful {
		if !r.sameAnswer(q.recalledQuestion) {
			r.answerDiffers(q.number)
		}
	}
	for n := read; n < r.count; n++ {
		r.answerDiffers(n)
	}
	return nil
}

func (r *recaller) answerDiffers(n int) {
	if r.otherAnswer == nil {
		r.otherAnswer = make([]bool, r.count)
	}
	r.otherAnswer[n] = true
}

// sameText tells whether the document at a path has the text that it had, or is still none.
func (r *recaller) sameText(n int) bool {
	return r.texts[n].settle(func() bool { return !r.files[n].known && r.snapshot.judged(r.paths[n].name) == nil })
}

// bankVerdict compares a bank with what it was.
func (r *recaller) bankVerdict(was recalledBank) bankVerdict {
	i := slices.IndexFunc(r.snapshot.banks, func(b *Bank) bool { return b.Root == was.root })
	if i < 0 {
		return bankVerdict{}
	}
	now := r.snapshot.banks[i]
	if profileName(now) != was.profile || now.Declared != was.declared {
		return bankVerdict{}
	}
	v := bankVerdict{kind: true, list: now.pathsHash() == was.paths, texts: true}
	for _, n := range r.numbers[i] {
		v.texts = v.texts && n >= 0 && r.texts[n] == holds
	}
	return v
}

// takeAll takes over all units that hold, and the surveys of banks that are to be judged again. What a later chapter says of a unit counts.
func (r *recaller) takeAll() {
	defer r.takeSurveys()
	r.ledger.asleep = newSleepers(r.recollection)
	later := map[unitID]struct{}{}
	for i := len(r.units) - 1; i >= 0; i-- {
		units := r.units[i]
		for u, ok := r.next(&units); ok; u, ok = r.next(&units) {
			if _, known := later[u.id]; known {
				continue
			}
			if i > 0 {
				later[u.id] = struct{}{}
			}
			if !u.gone {
				r.take(&u)
			}
		}
	}
}

// take takes over a unit that holds, and notes why another one does not.
func (r *recaller) take(u *recalledUnit) {
	b, l := r.bankOf(u), r.ledger
	if b == nil || r.glanced && l.knows(u.id) {
		return // it is not to be judged any more, or was
	}
	reason, about := r.doubt(u, b)
	if reason == "" && u.uneventful() && !r.glanced {
		r.reused++
		l.sleep(u)
		return
	}
	byPath, ok := r.diagnostics(u.found)
	if reason == "" && !ok {
		reason = MissNew
	}
	if reason != "" {
		r.misses[u.id] = CacheMiss{u.id.path, reason, about}
		r.recallSurvey(*u, b)
		return
	}
	r.reused++
	l.replace(u.id, cmp.Or(l.units[u.id], &unit{}), r.unit(u, byPath))
	delete(l.stale, u.id)
}

// knows tells whether there is a result that is not stale.
func (l *ledger) knows(id unitID) bool {
	_, stale := l.stale[id]
	return l.units[id] != nil && !stale
}

// bankOf returns the bank that a unit is of now, nil if it is not to be judged.
func (r *recaller) bankOf(u *recalledUnit) *Bank {
	if u.id.whole {
		return bankAt(r.snapshot.banks, u.id.path)
	}
	return r.of[u.number]
}
