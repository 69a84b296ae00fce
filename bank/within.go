package bank

import (
	"context"
	"time"
)

// hand works off one piece of work after the other in a goroutine of its own, whose stack has grown with the first ones. It belongs to
// one goroutine, which ends it with rest.
type hand struct {
	// begin starts the goroutine.
	begin func()
	// work is nil while there is no goroutine, which tells done after each piece.
	work chan func(context.Context)
	done chan struct{}
	// end ends what the goroutine is at.
	end context.CancelFunc
	// limit is for one piece after the other.
	limit *time.Timer
}

// newHand returns a hand for work that is to end with ctx.
func newHand(ctx context.Context) *hand {
	h := &hand{}
	h.begin = func() {
		ctx, end := context.WithCancel(ctx)
		h.work, h.done, h.end = make(chan func(context.Context)), make(chan struct{}, 1), end
		go func(all <-chan func(context.Context), done chan<- struct{}) {
			growStack(0)
			for next := range all {
				next(ctx)
				done <- struct{}{}
			}
		}(h.work, h.done)
	}
	return h
}

// do starts a piece of work when the one before it has ended. Done tells when it has, over that its time is up.
func (h *hand) do(limit time.Duration, work func(context.Context)) (done <-chan struct{}, over <-chan time.Time) {
	if h.work == nil {
		h.begin()
	}
	if h.limit == nil {
		h.limit = time.NewTimer(limit)
	} else {
		h.limit.Reset(limit)
	}
	h.work <- work
	return h.done, h.limit.C
}

// usualStack is what most short documents take to be parsed and judged. The runtime keeps stacks of this size for the next goroutine, and gives
// larger ones back.
const usualStack = 14 << 10

// growStack has the stack of its goroutine grow to that at once: step by step it takes longer than to parse a short text.
//
//go:noinline
func growStack(n int) byte {
	if n == 0 {
		return 0
	}
	var room [usualStack]byte
	return room[n]
}

// rest ends the goroutine, with what it is at.
func (h *hand) rest() {
	if h.work != nil {
		close(h.work)
		h.end()
		h.work = nil
	}
}

// within runs work in a goroutine of its own and waits for it as withHand does.
func within[T any](ctx context.Context, limit time.Duration, work func(context.Context) T) (T, error) {
	return withHand(ctx, nil, limit, work)
}

// withHand has a hand do work, nil a new one, and waits for it until ctx ends or the limit is over, whichever is first; the error is then a
// context's. Work that does not heed its context is left behind with the goroutine, ends by itself and its result is dropped, so it may
// only touch what is immutable or locked. Where work heeds it, ctx is that of the hand or one above: another may end later than the hand's, and
// half of a result would be taken for all of it.
func withHand[T any](ctx context.Context, h *hand, limit time.Duration, work func(context.Context) T) (T, error) {
	if h == nil {
		h = newHand(ctx)
		defer h.rest()
	}
	var result, none T
	done, over := h.do(limit, func(ctx context.Context) { result = work(ctx) })
	defer h.limit.Stop()
	select {
	case <-done:
		// Work may have stopped early because ctx has ended.
		if err := ctx.Err(); err != nil {
			return none, err
		}
		return result, nil
	case <-over:
		h.rest()
		return none, context.DeadlineExceeded
	case <-ctx.Done():
		h.rest()
		return none, ctx.Err()
	}
}
