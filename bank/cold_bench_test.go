package bank

import (
	"fmt"
	"testing"
)

// BenchmarkCold is the first check of a bank on a disk in memory: to find and read it, to parse and to judge its files.
func BenchmarkCold(b *testing.B) {
	for _, n := range []int{50, 1000} {
		texts := withBank("m", map[string]string{})
		for i := range n {
			texts[fmt.Sprintf("m/file%d.md", i)] = fmt.Sprintf("%s\nSee [the next](file%d.md).\n", largeText(i), i+1)
		}
		files := inMemory(texts)
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			b.ReportAllocs()
			for b.Loop() {
				f := memoryFolder(files, newEngine())
				d, err := scan(b.Context(), f.Snapshot(), ScanOptions{})
				if err != nil {
					b.Fatal(err)
				}
				if r, err := f.Apply(Change{Kind: OnDisk, Disk: d}).Check(b.Context(), nil); err != nil || r.Checked < n {
					b.Fatalf("%d judged: %v", r.Checked, err)
				}
			}
		})
	}
}
