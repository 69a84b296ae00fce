package bank

import (
	"fmt"
	"math"
	"runtime"
	"strings"
	"sync/atomic"
	"testing"
)

// BenchmarkKeystroke is the check after one more character in one file of a large bank: in a leaf, to which nothing
// leads, and in the hub, to which all files do.
func BenchmarkKeystroke(b *testing.B) {
	for _, n := range []int{1000, 10_000} {
		f := hubFolder(b, n)
		for _, name := range []string{"leaf", "hub"} {
			b.Run(fmt.Sprintf("%s/%d", name, n), func(b *testing.B) {
				p := "m/file0.md"
				if name == "hub" {
					p = "m/hub.md"
				}
				before, typed := f.Snapshot().File(p).Text(), 0
				for b.Loop() {
					typed++
					s := f.Apply(Change{Kind: Edited, Path: p, Text: before + strings.Repeat("x", typed%50)})
					if r, err := s.Check(b.Context(), nil); err != nil || r.Checked != 1 {
						b.Fatalf("%d judged: %v", r.Checked, err)
					}
				}
			})
		}
	}
}

// TestAKeystrokeTakesNoMoreInALargeBank counts what is allocated for one in a file with diagnostics behind it.
func TestAKeystrokeTakesNoMoreInALargeBank(t *testing.T) {
	const more = 5 << 10 // a few bytes for each of 950 files
	for _, p := range []string{"m/file0.md", "m/hub.md"} {
		small, large := bytesPerKeystroke(t, p, 50), bytesPerKeystroke(t, p, 1000)
		if large > small+more {
			t.Errorf("%s: %d bytes are allocated for a keystroke in a bank of 50 files, %d in one of 1,000", p, small, large)
		}
	}
}

// TestAKeystrokeParsesTheTextThatIsEditedAndNoOther has nothing but that in memory.
func TestAKeystrokeParsesTheTextThatIsEditedAndNoOther(t *testing.T) {
	for _, p := range []string{"m/hub.md", "m/file7.md"} {
		f := hubFolder(t, 20)
		var parsed atomic.Int64
		f.Snapshot().engine.parse = countingEngine(&parsed).parse
		text := f.Snapshot().File(p).Text()
		for typed := range 10 {
			f.Snapshot().engine.shelf.shrink(0)
			s := f.Apply(Change{Kind: Edited, Path: p, Text: text + strings.Repeat("x", typed+1)})
			if r := mustCheck(t, s); r.Checked != 1 || parsed.Load() != int64(typed+1) {
				t.Fatalf("%s: %d judged, %d parsed after %d keystrokes", p, r.Checked, parsed.Load(), typed+1)
			}
		}
	}
}

// bytesPerKeystroke is the least of several, since other goroutines allocate, too.
func bytesPerKeystroke(t *testing.T, p string, n int) uint64 {
	f, least := hubFolder(t, n), uint64(math.MaxUint64)
	first, rest, _ := strings.Cut(f.Snapshot().File(p).Text(), "\n")
	for typed := range 20 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		s := f.Apply(Change{Kind: Edited, Path: p, Text: first + strings.Repeat("x", typed+1) + "\n" + rest})
		if r, err := s.Check(t.Context(), nil); err != nil || r.Checked != 1 || len(r.Found.In(p)) == 0 {
			t.Fatalf("%d judged: %v", r.Checked, err)
		}
		runtime.ReadMemStats(&after)
		least = min(least, after.TotalAlloc-before.TotalAlloc)
	}
	return least
}

// hubFolder is a checked bank with a hub and n other files.
func hubFolder(b testing.TB, n int) *Folder {
	b.Helper()
	texts := withBank("m", map[string]string{"m/hub.md": "# Hub\n\n## Goals\n\n[old](none.md)\n\n" + largeText(n)})
	for i := range n {
		texts[fmt.Sprintf("m/file%d.md", i)] = largeText(i) + "\nSee [the goals](hub.md#goals) and [more](none.md).\n"
	}
	f := memoryFolder(inMemory(texts), newEngine())
	d, err := scan(b.Context(), f.Snapshot(), ScanOptions{})
	if err != nil {
		b.Fatal(err)
	}
	if _, err := f.Apply(Change{Kind: OnDisk, Disk: d}).Check(b.Context(), nil); err != nil {
		b.Fatal(err)
	}
	return f
}

// largeText returns a file of about 4 KB that is like no other.
func largeText(n int) string {
	var b strings.Builder
	fmt.Fprintf(&b, "# Subject %d\n", n)
	for i := range 8 {
		fmt.Fprintf(&b, "\n## Part %d of %d\n\n", i, n)
		for j := range 6 {
			fmt.Fprintf(&b, "- Item %d of part %d in file %d says what was done on that day\n", j, i, n)
		}
	}
	return b.String()
}
