package bank

import (
	"context"
	"maps"
	"math"
	"slices"
)

// ask calls question with the graph at s. Numbers count until the next question. The last documents are looked at first, some at a time:
// a check that begins with the first has its turn in between, and none is parsed by both. The error is ctx's.
func (g *graph) ask(ctx context.Context, s *Snapshot, question func()) error {
	var left []string
	atOnce := s.engine.together
	for ready := false; !ready; {
		err := g.inTurn(ctx, s, func() error {
			if len(left) == 0 {
				left = slices.Sorted(maps.Keys(g.stale))
			}
			n := max(0, len(left)-atOnce)
			if err := g.resolve(ctx, left[n:]); err != nil {
				return err
			}
			if left = left[:n]; n == 0 {
				atOnce = math.MaxInt // whoever had a turn in between may have made some stale again for another snapshot
			}
			if ready = len(g.stale) == 0; ready {
				question()
			}
			return nil
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// visit brings the nodes of some documents up to date with s, for whoever has them in memory: else they would be parsed again for that.
// The error is ctx's.
func (g *graph) visit(ctx context.Context, s *Snapshot, paths []string) error {
	return g.inTurn(ctx, s, func() error { return g.resolve(ctx, paths) })
}

// inTurn calls work when nobody else is at work, with the graph at s.
func (g *graph) inTurn(ctx context.Context, s *Snapshot, work func() error) error {
	select {
	case g.turn <- struct{}{}:
		defer func() { <-g.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	g.move(s)
	return work()
}

// resolve brings the stale ones of some nodes up to date. When ctx ends, what is finished counts.
func (g *graph) resolve(ctx context.Context, paths []string) error {
	paths = slices.DeleteFunc(slices.Clone(paths), func(p string) bool {
		_, stale := g.stale[p]
		return !stale
	})
	if len(paths) == 0 {
		return nil
	}
	found := make([]*outgoing, len(paths))
	err := each(ctx, len(paths), func(_ context.Context, i int) error {
		found[i] = g.at.outgoingOrNone(paths[i])
		return nil
	})
	for i, o := range found {
		if o != nil {
			g.put(paths[i], g.newNode(o))
			delete(g.stale, paths[i])
		}
	}
	if len(g.stale) == 0 {
		g.stale = map[string]struct{}{} // a map keeps room for what it has ever held
	}
	g.compact()
	return err
}
