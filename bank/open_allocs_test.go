//go:build !race

package bank

import (
	"fmt"
	"math"
	"runtime"
	"runtime/debug"
	"testing"
)

// TestAColdCheckAllocatesNoMore bounds what is allocated for each file of a folder that is opened and checked without a cache, at a tenth
// above what it was when that was last lowered: where it needs more, something is slower. Time would depend on the machine.
func TestAColdCheckAllocatesNoMore(t *testing.T) {
	const mostObjects, mostBytes = 145, 27_200
	texts := withBank("m", map[string]string{})
	for i := range 200 {
		texts[fmt.Sprintf("m/file%d.md", i)] = largeText(i) + "\nSee [the progress](progress.md) and [more](none.md).\n"
	}
	root := onDisk(t, texts)
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(2))  // each hand has something of its own
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // a collection takes away what is kept for the next run
	objects, bytes := uint64(math.MaxUint64), uint64(math.MaxUint64)
	for range 5 { // the least counts: what is kept may be lost between two runs
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		f, err := Open(t.Context(), root, ScanOptions{})
		if err != nil {
			t.Fatal(err)
		}
		mustCheck(t, f.Snapshot())
		runtime.ReadMemStats(&after)
		files := uint64(len(texts))
		objects, bytes = min(objects, (after.Mallocs-before.Mallocs)/files), min(bytes, (after.TotalAlloc-before.TotalAlloc)/files)
	}
	if objects > mostObjects || bytes > mostBytes {
		t.Errorf("%d objects with %d bytes for each file, want at most %d with %d", objects, bytes, mostObjects, mostBytes)
	}
}
