package bank

import (
	"context"
	"time"
)

// hand works off one piece of work after the other in a goroutine of its own, whose stack has grown with the first ones. It belongs to
// one goroutine, which ends it with rest. The zero value is ready for work, and nil has a new goroutine for each piece.
type hand struct{ work chan func() }

// do starts a piece of work when the one before it has ended.
func (h *hand) do(work func()) {
	switch {
	case h == nil:
		go work()
		return
	case h.work == nil:
		h.work = make(chan func())
		go func(all <-chan func()) {
			for next := range all {
				next()
			}
		}(h.work)
	}
	h.work <- work
}

// rest ends the goroutine, with what it is at.
func (h *hand) rest() {
	if h != nil && h.work != nil {
		close(h.work)
		h.work = nil
	}
}

// within runs work in a goroutine of its own and waits for it as withHand does.
func within[T any](ctx context.Context, limit time.Duration, work func(context.Context) T) (T, error) {
	return withHand(ctx, nil, limit, work)
}

// withHand has a hand do work and waits for it until ctx ends or the limit is over, whichever is first; the error is then the
// context's. Work that does not heed its context is left behind with the goroutine, ends by itself and its result is dropped, so it may
// only touch what is immutable or locked.
func withHand[T any](ctx context.Context, h *hand, limit time.Duration, work func(context.Context) T) (T, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	result := make(chan T, 1)
	h.do(func() { result <- work(ctx) })
	var none T
	select {
	case r := <-result:
		// Work may have stopped early because its time was up.
		if err := ctx.Err(); err != nil {
			return none, err
		}
		return r, nil
	case <-ctx.Done():
		h.rest()
		return none, ctx.Err()
	}
}
