package bank

import (
	"context"
	"maps"
)

// ledger keeps the results of the checks of a folder. It stands at one snapshot,
// and a check moves it to its own: what the difference concerns becomes stale and is judged
// again. Who has put something into turn owns all other fields.
type ledger struct {
	turn   chan struct{}
	engine *engine

	// hand is that of the turn.
	hand *hand
	// at is nil before the first check, settled tells that one came to its end.
	at      *Snapshot
	settled bool
	// kept is what the cache has, nil for nothing that can be added to; unsaved is of what it does not have, or has otherwise.
	kept    *recollection
	unsaved map[unitID]struct{}
	// use tells what the cache was good for, nil if there is none; recalledCommits is the key of what its results know of commits.
	use             *CacheUse
	recalledCommits string
	// unpacked counts the results that were put since they were packed.
	unpacked int
	// relations are nil until they are needed, which is when a snapshot differs for the first time, or at rest. They are made anew
	// when they have grown beyond mostRelated.
	relations   *relations
	mostRelated int
	// unlisted tells that what has no result is stale, too, and is not listed there yet.
	unlisted bool
	// units holds results by what they are about. Those that are stale may be out of date or missing.
	units map[unitID]*unit
	stale map[unitID]struct{}
	// asleep are those of them that were taken over and are not in units yet.
	asleep *sleepers
	// presumed are those of the stale units that are so only because answers were presumed.
	presumed map[unitID]struct{}
	// reworded are the documents whose text is another since their askers were looked at. While there are any, no unit is judged.
	reworded map[string]struct{}
	// spread are the units with diagnostics elsewhere than on a path of their own.
	spread map[unitID]struct{}
	// ofCommits counts the units that asked version control, uninformed those of them that asked in vain.
	ofCommits, uninformed int
	// found is what the last Results show.
	found Found
	// touched are paths whose diagnostics have to be put together again.
	touched map[string]struct{}
}

func newLedger(e *engine) *ledger {
	return &ledger{
		turn:     make(chan struct{}, 1),
		engine:   e,
		units:    map[unitID]*unit{},
		stale:    map[unitID]struct{}{},
		presumed: map[unitID]struct{}{},
		unsaved:  map[unitID]struct{}{},
		reworded: map[string]struct{}{},
		spread:   map[unitID]struct{}{},
		touched:  map[string]struct{}{},
	}
}

// commits returns the key of what results know of commits.
func (l *ledger) commits() string {
	if l.at.commits == nil {
		return l.recalledCommits
	}
	return l.at.commits.key
}

// makeRoom has large maps made at once: to let them grow takes several times as long.
func (l *ledger) makeRoom(s *Snapshot) {
	n := len(s.banks)
	for _, b := range s.banks {
		n += len(b.Paths)
	}
	r := s.disk.recalled
	if r == nil || r.found.Load() == nil {
		units := l.units
		l.units = make(map[unitID]*unit, n)
		maps.Copy(l.units, units)
	}
	if r == nil {
		stale := l.stale
		l.stale = make(map[unitID]struct{}, n)
		maps.Copy(l.stale, stale)
	}
}

// begin waits for the turn of whoever calls it, and moves the ledger to a snapshot. The turn ends with the call of what it
// returns. The error is ctx's.
func (l *ledger) begin(ctx context.Context, s *Snapshot) (end func(), err error) {
	select {
	case l.turn <- struct{}{}:
	case <-ctx.Done():
		return nil, ctx.Err()
	}
	l.hand = newHand(ctx)
	end = func() { l.hand.rest(); <-l.turn }
	if l.at != nil {
		l.move(s)
		return end, nil
	}
	l.arrive(s)
	if r := s.disk.recalled; r == nil || !r.loaded {
		l.unlisted = true
		return end, nil
	}
	l.makeRoom(s)
	if err := l.recall(ctx, s.disk.recalled); err != nil {
		l.unlisted = true
		end()
		return nil, err
	}
	return end, nil
}

// isStale tells whether something has no result, or one that may be out of date.
func (l *ledger) isStale(id unitID) bool {
	_, stale := l.stale[id]
	return stale || l.unlisted && l.units[id] == nil
}

// listStale lists all that is stale: a glance does without, which is sooner done in a large bank.
func (l *ledger) listStale() {
	if l.unlisted {
		l.unlisted = false
		l.makeRoom(l.at)
		l.expireBanks()
	}
}

// arrive makes the ledger stand at its first snapshot. Nothing is known and nothing stale yet.
func (l *ledger) arrive(s *Snapshot) {
	l.at = s
	l.touchSources(s)
	for p := range s.disk.unlisted {
		l.touched[p] = struct{}{}
	}
}

// expireBanks expires whatever of the banks has no result.
func (l *ledger) expireBanks() {
	for _, b := range l.at.banks {
		l.expireUnknown(unitID{b.Root, true})
		for _, p := range b.Paths {
			l.expireUnknown(unitID{path: p})
		}
	}
}

func (l *ledger) expireUnknown(id unitID) {
	if l.unit(id) == nil {
		l.expire(id)
	}
}

// check judges what a snapshot differs in. The inquiry is nil where nobody waits for version control.
func (l *ledger) check(ctx context.Context, s *Snapshot, progress Progress, q *inquiry) (*Results, error) {
	end, err := l.begin(ctx, s)
	if err != nil {
		return nil, err
	}
	defer end()
	l.listStale()
	if err := l.recall(ctx, s.disk.recalled); err != nil {
		return nil, err
	}
	checked, err := l.judge(ctx, progress, q)
	if err != nil {
		return nil, err
	}
	l.publish()
	l.settled = true
	r := &Results{Found: l.found, Cache: l.use, Uninformed: s.commits == nil && l.uninformed > 0, Checked: checked, WantsCommits: s.commits == nil && l.ofCommits > 0}
	for _, b := range s.banks {
		r.Files += len(b.Paths)
	}
	return r, nil
}
