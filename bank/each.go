package bank

import (
	"cmp"
	"context"
	"runtime"
	"sync/atomic"

	"golang.org/x/sync/errgroup"
)

// each calls work for 0 to n-1, on all processors, until ctx ends.
func each(ctx context.Context, n int, work func(ctx context.Context, i int) error) error {
	return eachByHand(ctx, n, runtime.GOMAXPROCS(0), func(ctx context.Context, _ *hand, i int) error { return work(ctx, i) })
}

// eachByHand calls work for 0 to n-1, in order, at most so many at a time and each of these with a hand of its own, until ctx ends.
func eachByHand(ctx context.Context, n, most int, work func(ctx context.Context, h *hand, i int) error) error {
	if n == 1 {
		h := newHand(ctx)
		defer h.rest()
		return cmp.Or(work(ctx, h, 0), ctx.Err())
	}
	g, group := errgroup.WithContext(ctx)
	var taken atomic.Int64
	for range min(n, most) {
		g.Go(func() error {
			h := newHand(group)
			defer h.rest()
			for i := int(taken.Add(1)) - 1; i < n && group.Err() == nil; i = int(taken.Add(1)) - 1 {
				if err := work(group, h, i); err != nil {
					return err
				}
			}
			return nil
		})
	}
	if err := g.Wait(); err != nil {
		return err
	}
	return ctx.Err()
}
