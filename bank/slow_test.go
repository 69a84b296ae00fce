package bank

import (
	"fmt"
	"runtime"
	"testing"
	"testing/synctest"
	"time"

	"cortex/markdown"
	"cortex/rules"
)

// TestFiftySlowFilesTakeATenthOfOneByOne is the example that the design comes
// from: 50 files, 10 ms to read one, 5 ms to check one. The clock is synctest's, so the
// times are exact; the waiting stands for slow disks and processors enough.
func TestFiftySlowFilesTakeATenthOfOneByOne(t *testing.T) {
	const files, read, check = 50, 10 * time.Millisecond, 5 * time.Millisecond
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(16))
	texts := map[string]string{}
	for i := range files - len(clineNames) {
		texts[fmt.Sprintf("m/note-%d.md", i)] = "# Note\n"
	}
	synctest.Test(t, func(t *testing.T) {
		disk := hookedFS{inMemory(withBank("m", texts)), func(string) { <-time.After(read) }}
		e := fakeEngine(func(*markdown.Document, rules.Workspace) []rules.Diagnostic {
			<-time.After(check)
			return nil
		})
		start := time.Now()
		f := memoryFolder(disk, e)
		r := mustCheck(t, rescan(t, f, ScanOptions{}))
		took := time.Since(start)
		if r.Checked != files || took > files*(read+check)/10 {
			t.Errorf("%d files took %v, one by one %v", r.Checked, took, files*(read+check))
		}
		t.Logf("measured: %d files are read and checked one by one: %v", files, files*(read+check))
		t.Logf("measured: %d files are read and checked by Cortex: %v", files, took)
		start = time.Now()
		f.Apply(Change{Kind: Edited, Path: "m/progress.md", Text: "changed"})
		if r := mustCheck(t, f.Snapshot()); r.Checked != 1 || time.Since(start) != check {
			t.Errorf("afterwards %d took %v", r.Checked, time.Since(start))
		}
		t.Logf("measured: one of them is changed and checked again: %v", time.Since(start))
	})
}
