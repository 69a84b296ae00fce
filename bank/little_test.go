package bank

import (
	"context"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"cortex/markdown"
	"cortex/rules"
)

// TestALittleTextIsJudgedByOneHand edits a short and a long document, where to judge a document or a bank takes a second: one after the
// other, or side by side.
func TestALittleTextIsJudgedByOneHand(t *testing.T) {
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2)) // each has a hand of its own
	for text, want := range map[string]time.Duration{"# A\n": 2 * time.Second, strings.Repeat("# A\n", littleText/4+1): time.Second} {
		synctest.Test(t, func(t *testing.T) {
			e := newEngine()
			e.check = func(context.Context, *markdown.Document, rules.Workspace, rules.Settings) []rules.Diagnostic {
				time.Sleep(time.Second)
				return nil
			}
			e.checkBank = func(context.Context, rules.Workspace, rules.Settings, *rules.Survey) []rules.Diagnostic {
				time.Sleep(time.Second)
				return nil
			}
			f := memoryFolder(inMemory(withBank("m", map[string]string{"m/x.md": "# X\n"})), e)
			mustCheck(t, rescan(t, f, ScanOptions{}))
			start := time.Now()
			mustCheck(t, f.Apply(Change{Kind: Edited, Path: "m/x.md", Text: text}))
			if took := time.Since(start); took != want {
				t.Errorf("%d bytes were judged in %v, not %v", len(text), took, want)
			}
		})
	}
}
