package bank

import (
	"fmt"
	"testing"
)

// BenchmarkCheck is what the command line does with a large bank that it does not know yet, and the next look at one where
// nothing has changed.
func BenchmarkCheck(b *testing.B) {
	const n = 1000
	texts := withBank("m", nil)
	for i := range n {
		texts[fmt.Sprintf("m/file%d.md", i)] = largeText(i) + fmt.Sprintf("\nSee [the next](file%d.md#part-1-of-%d).\n", (i+1)%n, (i+1)%n)
	}
	files := inMemory(texts)
	look := func(b *testing.B, f *Folder, checked int) {
		d, err := Read(b.Context(), f.Snapshot(), []string{"."}, ScanOptions{})
		if err != nil {
			b.Fatal(err)
		}
		r, err := f.Apply(Change{Kind: OnDisk, Disk: d}).Check(b.Context(), nil)
		if err != nil || r.Checked != checked {
			b.Fatalf("%d judged: %v", r.Checked, err)
		}
	}
	b.Run("new", func(b *testing.B) {
		b.ReportAllocs()
		for b.Loop() {
			look(b, memoryFolder(files, newEngine()), len(texts))
		}
	})
	b.Run("unchanged", func(b *testing.B) {
		b.ReportAllocs()
		f := memoryFolder(files, newEngine())
		look(b, f, len(texts))
		for b.Loop() {
			look(b, f, 0)
		}
	})
}
