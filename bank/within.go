package bank

import (
	"context"
	"time"
)

// within runs work in a goroutine of its own and waits for it until ctx ends or
// the limit is over, whichever is first; the error is then the context's. Work
// that does not heed its context is left behind, ends by itself and its result
// is dropped, so it may only touch what is immutable or locked.
func within[T any](ctx context.Context, limit time.Duration, work func(context.Context) T) (T, error) {
	ctx, cancel := context.WithTimeout(ctx, limit)
	defer cancel()
	result := make(chan T, 1)
	go func() { result <- work(ctx) }()
	var none T
	select {
	case r := <-result:
		// Work may have stopped early because its time was up.
		if err := ctx.Err(); err != nil {
			return none, err
		}
		return r, nil
	case <-ctx.Done():
		return none, ctx.Err()
	}
}
