package bank

import (
	"context"
	"maps"
	"reflect"
	"runtime"
	"slices"

	"golang.org/x/sync/errgroup"

	"cortex/rules"
)

// judge judges what is stale and returns how many documents that were. When ctx
// ends, what is finished counts and the rest stays stale.
func (l *ledger) judge(ctx context.Context, progress Progress, q *inquiry) (int, error) {
	_, documents := l.staleInOrder()
	if err := l.parse(ctx, documents, newSteps(progress, "parsing", len(documents))); err != nil {
		return 0, err
	}
	l.expireAskers()
	ids, documents := l.staleInOrder()
	return len(documents), l.judgeUnits(ctx, ids, newSteps(progress, "checking", len(documents)), q)
}

// judgeUnits judges what is stale of some units. What is finished counts, also where ctx ends.
func (l *ledger) judgeUnits(ctx context.Context, ids []unitID, done *steps, q *inquiry) error {
	surveys := l.takeSurveys(ids)
	units := make([]*unit, len(ids))
	err := each(ctx, len(ids), func(ctx context.Context, i int) (err error) {
		units[i], err = l.judgeInformed(ctx, ids[i], surveys[i], q)
		if !ids[i].whole {
			done.add()
		}
		return err
	})
	for i, u := range units {
		if u != nil {
			l.put(ids[i], u)
			delete(l.stale, ids[i])
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

// parse parses documents before any is judged, so that the time for judging one
// is not spent on parsing those it refers to.
func (l *ledger) parse(ctx context.Context, ids []unitID, done *steps) error {
	return each(ctx, len(ids), func(_ context.Context, i int) error {
		l.at.content(ids[i].path).document(l.engine)
		done.add()
		return nil
	})
}

// each calls work for 0 to n-1, on all processors, until ctx ends.
func each(ctx context.Context, n int, work func(ctx context.Context, i int) error) error {
	g, group := errgroup.WithContext(ctx)
	g.SetLimit(runtime.GOMAXPROCS(0))
	for i := range n {
		if group.Err() != nil {
			break
		}
		g.Go(func() error { return work(group, i) })
	}
	if err := g.Wait(); err != nil {
		return err
	}
	return ctx.Err()
}

// put replaces the result of id; nil only takes the old one away.
func (l *ledger) put(id unitID, u *unit) {
	before := l.units[id]
	if before == nil {
		before = &unit{}
	}
	if u == nil {
		u = &unit{}
	}
	if l.indexed {
		l.reindex(id, &before.relied, &u.relied)
	}
	l.count(before, -1)
	l.count(u, 1)
	l.touch(before.byPath)
	l.touch(u.byPath)
	if spread := id.whole || len(u.byPath) > 1 || len(u.byPath) == 1 && u.byPath[id.path] == nil; spread {
		l.spread[id] = struct{}{}
	} else if len(l.spread) > 0 {
		delete(l.spread, id)
	}
	l.units[id] = u
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

// touch has diagnostics put together again.
func (l *ledger) touch(byPath map[string][]rules.Diagnostic) {
	for p := range byPath {
		l.touched[p] = struct{}{}
	}
}

// publish brings byPath up to date. Maps and slices handed out before stay as they are.
func (l *ledger) publish() {
	fresh := false
	for p := range l.touched {
		found := l.collect(p)
		if reflect.DeepEqual(found, l.byPath[p]) {
			continue
		}
		if !fresh {
			l.byPath, fresh = maps.Clone(l.byPath), true
		}
		if len(found) == 0 {
			delete(l.byPath, p)
		} else {
			l.byPath[p] = found
		}
	}
	l.touched = map[string]struct{}{}
}

// collect puts together the diagnostics of one file.
func (l *ledger) collect(p string) []rules.Diagnostic {
	var parts [][]rules.Diagnostic
	if u := l.units[unitID{path: p}]; u != nil {
		parts = append(parts, u.byPath[p])
	}
	for id := range l.spread {
		if id != (unitID{path: p}) {
			parts = append(parts, l.units[id].byPath[p])
		}
	}
	parts = append(parts, l.at.disk.unlisted[p])
	if l.at.HasSettings(p) {
		parts = append(parts, l.at.mistakes(p))
	}
	parts = slices.DeleteFunc(parts, func(part []rules.Diagnostic) bool { return len(part) == 0 })
	if len(parts) == 1 {
		return parts[0]
	}
	return inOrder(slices.Concat(parts...))
}
