package bank

import (
	"cmp"
	"context"
	"maps"
	"runtime"
	"slices"

	"cortex/rules"
)

// judge judges what is stale and returns how many documents that were. When ctx
// ends, what is finished counts and the rest stays stale.
func (l *ledger) judge(ctx context.Context, progress Progress, q *inquiry) (int, error) {
	_, documents := l.staleInOrder()
	if len(documents) >= l.engine.many {
		return l.judgeApart(ctx, progress, q)
	}
	if err := l.at.learn(ctx, pathsOf(documents), progress); err != nil {
		return 0, err
	}
	if err := l.parse(ctx, documents, newSteps(progress, "parsing", len(documents))); err != nil {
		return 0, err
	}
	l.expireAskers()
	ids, documents := l.staleInOrder()
	return len(documents), l.judgeUnits(ctx, ids, newSteps(progress, "checking", len(documents)), mode{asking: q})
}

// mode is how units are judged.
type mode struct {
	// asking is for version control.
	asking *inquiry
	// presume has documents judged apart from one another, and let go of.
	presume bool
	// found packs what was found, for who lives on with it; nil packs nothing.
	found *foundPacker
}

// judgeUnits judges what is stale of some units. What is finished counts, also where ctx ends.
func (l *ledger) judgeUnits(ctx context.Context, ids []unitID, done *steps, m mode) error {
	surveys := l.takeSurveys(ids)
	units := make([]*unit, len(ids))
	err := l.each(ctx, ids, func(ctx context.Context, h *hand, i int) (err error) {
		units[i], err = l.judgeInformed(ctx, ids[i], judging{h, surveys[i], m.presume}, m.asking)
		if m.presume && units[i] != nil {
			l.at.content(ids[i].path).digested(l.engine) // now that the document is in the processor's caches
			if !m.asking.lives() {
				l.at.File(ids[i].path).keepLines(units[i].byPath.in(ids[i].path))
			}
		}
		if !ids[i].whole {
			done.add()
		}
		return err
	})
	if m.found != nil {
		m.found.pack(units)
	}
	for i, u := range units {
		if u != nil {
			l.put(ids[i], u)
			delete(l.presumed, ids[i])
			if u.presumed {
				l.presumed[ids[i]] = struct{}{}
			} else {
				delete(l.stale, ids[i])
			}
			l.unsaved[ids[i]] = struct{}{}
		}
	}
	if len(l.stale) == 0 {
		// To go through a map costs what it has ever held.
		l.stale = map[unitID]struct{}{}
	}
	return err
}

// takeSurveys returns the surveys of banks. A check that is left before its end keeps them.
func (l *ledger) takeSurveys(ids []unitID) []*rules.Survey {
	surveys := make([]*rules.Survey, len(ids))
	for i, id := range ids {
		if u := l.units[id]; id.whole && u != nil {
			surveys[i], u.survey = u.survey, nil
		}
	}
	return surveys
}

// staleInOrder returns what is stale, and the documents among that.
func (l *ledger) staleInOrder() (ids, documents []unitID) {
	ids = slices.SortedFunc(maps.Keys(l.stale), unitID.compare)
	return ids, slices.DeleteFunc(slices.Clone(ids), func(id unitID) bool { return id.whole })
}

func pathsOf(ids []unitID) []string {
	paths := make([]string, len(ids))
	for i, id := range ids {
		paths[i] = id.path
	}
	return paths
}

// parse parses documents before any is judged, so that the time for judging one
// is not spent on parsing those it refers to.
func (l *ledger) parse(ctx context.Context, ids []unitID, done *steps) error {
	return l.each(ctx, ids, func(_ context.Context, h *hand, i int) error {
		l.at.content(ids[i].path).parsed(l.engine, h)
		done.add()
		return nil
	})
}

const (
	// fewUnits and littleText are how many units, and bytes of documents, one hand is sooner done with than several are told of them.
	fewUnits   = 4
	littleText = 32 << 10
)

// each calls work for what is to be parsed or judged, as eachByHand does, but with the hand of the turn alone where that is little.
func (l *ledger) each(ctx context.Context, ids []unitID, work func(ctx context.Context, h *hand, i int) error) error {
	if !l.isLittle(ids) {
		return eachByHand(ctx, len(ids), runtime.GOMAXPROCS(0), work)
	}
	for i := range ids {
		if err := cmp.Or(work(ctx, l.hand, i), ctx.Err()); err != nil {
			return err
		}
	}
	return nil
}

// isLittle tells whether units are few, with short documents. Those have been read.
func (l *ledger) isLittle(ids []unitID) bool {
	if len(ids) > fewUnits {
		return false
	}
	size := 0
	for _, id := range ids {
		if c := l.at.content(id.path); c != nil {
			size += c.size
		}
	}
	return size <= littleText
}

// put replaces the result of id; nil only takes the old one away.
func (l *ledger) put(id unitID, u *unit) {
	before := l.unit(id)
	if before == nil {
		before = &unit{}
	}
	if u == nil {
		u = &unit{}
	}
	l.replace(id, before, u)
}

func (l *ledger) replace(id unitID, before, u *unit) {
	if l.indexed() {
		l.renote(id, before, u)
	}
	l.count(before, -1)
	l.count(u, 1)
	l.touch(id, before.byPath, u.byPath)
	if spread := id.whole || len(u.byPath) > 1 || len(u.byPath) == 1 && u.byPath[0].path != id.path; spread {
		l.spread[id] = struct{}{}
	} else if len(l.spread) > 0 {
		delete(l.spread, id)
	}
	l.units[id] = u
	l.unpacked++
}

// count counts a unit that comes, or by -1 one that goes.
func (l *ledger) count(u *unit, by int) {
	if !u.ofCommits {
		return
	}
	l.ofCommits += by
	if u.commits == "" {
		l.uninformed += by
	}
}

// touch has diagnostics put together again, but of a bank only those that another result has otherwise: of a bank nearly all is as before,
// in files that have much else to be put together.
func (l *ledger) touch(id unitID, before, now foundByPath) {
	for _, on := range before {
		if !id.whole || !slices.EqualFunc(on.found, now.in(on.path), rules.Diagnostic.Same) {
			l.touched[on.path] = struct{}{}
		}
	}
	for _, on := range now {
		if before.in(on.path) == nil {
			l.touched[on.path] = struct{}{}
		}
	}
}

// publish brings what was found up to date.
func (l *ledger) publish() {
	others := make(map[string][]rules.Diagnostic, len(l.touched))
	for p := range l.touched {
		if found := l.collect(p); !slices.EqualFunc(found, l.found.In(p), rules.Diagnostic.Same) {
			others[p] = found
		}
	}
	l.found = l.found.with(others)
	l.touched = map[string]struct{}{}
}

// collect puts together the diagnostics of one file.
func (l *ledger) collect(p string) []rules.Diagnostic {
	parts := make([][]rules.Diagnostic, 0, 4)
	add := func(part []rules.Diagnostic) {
		if len(part) > 0 {
			parts = append(parts, part)
		}
	}
	if u := l.unit(unitID{path: p}); u != nil {
		add(u.byPath.in(p))
	}
	for id := range l.spread {
		if id != (unitID{path: p}) {
			add(l.units[id].byPath.in(p))
		}
	}
	add(l.at.disk.unlisted[p])
	if l.at.HasSettings(p) {
		add(l.at.mistakes(p))
	}
	if len(parts) == 1 {
		return parts[0]
	}
	return inOrder(slices.Concat(parts...))
}
