package lsp

import (
	"context"
	"testing"
	"testing/synctest"
	"time"

	"cortex/bank"
)

// warm tells whether there is nothing to do, for which it would be too late.
func warm(s *bank.Snapshot) bool {
	late, cancel := context.WithCancel(context.Background())
	cancel()
	for range 100 { // a turn that is free may be missed when it is too late
		if s.Warm(late) == nil {
			return true
		}
	}
	return false
}

func TestLinksAreKnownBeforeSomebodyAsks(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		one, two := newBank(t, nil), newBank(t, nil)
		var s *server
		c := connect(t, func(started *server) {
			s = started
			s.diagnoser.paranoid = nil // which looks at links, too
		})
		c.begin(ableClient, one, two)
		time.Sleep(time.Minute)
		synctest.Wait()
		for _, f := range s.view.folders {
			if !warm(f.snapshot) {
				t.Errorf("%s has not been looked at", f.root)
			}
		}
		c.end()
	})
}
