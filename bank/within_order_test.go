package bank

import (
	"context"
	"fmt"
	"slices"
	"sync"
	"testing"

	"cortex/markdown"
	"cortex/rules"
)

// slowlyEnding is a context that tells those made of it one by one that it has ended, the newest first.
type slowlyEnding struct {
	context.Context
	mu     sync.Mutex
	ended  chan struct{}
	untold []func()
}

func (c *slowlyEnding) Done() <-chan struct{} { return c.ended }

func (c *slowlyEnding) Err() error {
	select {
	case <-c.ended:
		return context.Canceled
	default:
		return nil
	}
}

// AfterFunc is what package context calls to hear of the end.
func (c *slowlyEnding) AfterFunc(tell func()) (stop func() bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	c.untold = append(c.untold, tell)
	return func() bool { return false }
}

func (c *slowlyEnding) tellUntil(enough func() bool) {
	c.mu.Lock()
	defer c.mu.Unlock()
	for _, tell := range slices.Backward(c.untold) {
		if !enough() {
			tell()
		}
	}
}

// TestHalfOfAResultIsNotTaken ends a check when its last document is judged, and has the one who judges hear of it before all others.
func TestHalfOfAResultIsNotTaken(t *testing.T) {
	ctx := &slowlyEnding{Context: t.Context(), ended: make(chan struct{})}
	defer ctx.tellUntil(func() bool { return false })
	e := newEngine()
	e.many, e.together = 0, 64
	texts := map[string]string{}
	for i := range e.together - len(clineNames) { // the last document is judged alone
		texts[fmt.Sprintf("m/b%d.md", i)] = "# B\n"
	}
	texts["m/z.md"] = "# Z\n"
	e.check = func(judging context.Context, doc *markdown.Document, _ rules.Workspace, _ rules.Settings) []rules.Diagnostic {
		if doc.Path == "m/z.md" {
			close(ctx.ended)
			ctx.tellUntil(func() bool { return judging.Err() != nil })
		}
		return nil
	}
	s := rescan(t, memoryFolder(inMemory(withBank("m", texts)), e), ScanOptions{})
	if _, err := s.Check(ctx, nil); err == nil {
		t.Fatal("no error")
	}
	if s.ledger.units[unitID{path: "m/z.md"}] != nil {
		t.Error("what was left counts")
	}
}
