package bank

import (
	"context"
	"errors"
	"testing"
	"testing/synctest"
	"time"
)

func TestWithinReturnsWhatIsReadyInTime(t *testing.T) {
	got, err := within(t.Context(), time.Second, func(context.Context) int { return 7 })
	if got != 7 || err != nil {
		t.Errorf("got %d, %v", got, err)
	}
}

func TestWithinGivesUpAtTheLimit(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		start, release := time.Now(), make(chan struct{})
		defer close(release)
		_, err := within(t.Context(), time.Second, func(context.Context) int { <-release; return 7 })
		if !errors.Is(err, context.DeadlineExceeded) || time.Since(start) != time.Second {
			t.Errorf("got %v after %v", err, time.Since(start))
		}
	})
}

func TestWithinDropsWhatStoppedEarlyBecauseTimeWasUp(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		got, err := within(t.Context(), time.Second, func(ctx context.Context) int { <-ctx.Done(); return 7 })
		if got != 0 || err == nil {
			t.Errorf("got %d, %v", got, err)
		}
	})
}

func TestWithinHearsOfCancellation(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	_, err := within(ctx, time.Hour, func(ctx context.Context) int { cancel(); <-ctx.Done(); return 7 })
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestAHandThatIsStillAtItIsReplaced(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		h := newHand(t.Context())
		defer h.rest()
		release := make(chan struct{})
		defer close(release)
		if _, err := withHand(t.Context(), h, time.Second, func(context.Context) int { <-release; return 7 }); err == nil {
			t.Error("no error")
		}
		start := time.Now()
		got, err := withHand(t.Context(), h, time.Second, func(context.Context) int { return 8 })
		if got != 8 || err != nil || !time.Now().Equal(start) {
			t.Errorf("got %d, %v after %v", got, err, time.Since(start))
		}
	})
}
