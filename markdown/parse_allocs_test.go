//go:build !race

package markdown

import (
	"math"
	"runtime"
	"runtime/debug"
	"testing"
)

// TestParseAllocatesNoMore bounds what a parse of a document of 4 KB allocates, at a tenth above what it did when that was last
// lowered: where it needs more, something is slower. Time would depend on the machine.
func TestParseAllocatesNoMore(t *testing.T) {
	const mostObjects, mostBytes = 343, 39_300
	text := generatedDocument(4 << 10)
	objects, bytes := allocated(func() { Parse("progress.md", text) })
	if objects > mostObjects || bytes > mostBytes {
		t.Errorf("%d objects with %d bytes, want at most %d with %d", objects, bytes, mostObjects, mostBytes)
	}
}

// allocated returns the least that one of several runs allocates: what is kept for the next run may be lost between two.
func allocated(run func()) (objects, bytes uint64) {
	defer debug.SetGCPercent(debug.SetGCPercent(-1)) // a collection takes away what is kept
	objects, bytes = math.MaxUint64, math.MaxUint64
	for range 20 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		run()
		runtime.ReadMemStats(&after)
		objects, bytes = min(objects, after.Mallocs-before.Mallocs), min(bytes, after.TotalAlloc-before.TotalAlloc)
	}
	return objects, bytes
}
