//go:build !race

package rules

import (
	"math"
	"runtime"
	"runtime/debug"
	"testing"
)

// TestCheckAllocatesNoMore bounds what judging and digesting a document of 4 KB allocates that was just parsed, at a tenth above what
// it did when that was last lowered: where it needs more, something is slower. Time would depend on the machine.
func TestCheckAllocatesNoMore(t *testing.T) {
	const mostObjects, mostBytes = 141, 7_300
	bank := syntheticBank(4, 1)
	documents := uint64(len(bank.files))
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // a collection takes away what is kept for the next run
	objects, bytes := uint64(math.MaxUint64), uint64(math.MaxUint64)
	for range 20 { // the least counts: what is kept may be lost between two runs
		w := parseAll(bank)
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		for _, p := range w.list.Paths() {
			Check(t.Context(), w.docs[p], w, Settings{})
			DigestOf(w.docs[p])
		}
		runtime.ReadMemStats(&after)
		objects, bytes = min(objects, (after.Mallocs-before.Mallocs)/documents), min(bytes, (after.TotalAlloc-before.TotalAlloc)/documents)
	}
	if objects > mostObjects || bytes > mostBytes {
		t.Errorf("%d objects with %d bytes for each document, want at most %d with %d", objects, bytes, mostObjects, mostBytes)
	}
}
