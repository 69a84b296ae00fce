package bank

import (
	"fmt"
	"strings"
	"testing"
)

// BenchmarkKeystroke is the check after one more character in one file of a large bank.
func BenchmarkKeystroke(b *testing.B) {
	for _, n := range []int{1000, 10_000} {
		b.Run(fmt.Sprint(n), func(b *testing.B) {
			texts := withBank("memory-bank", nil)
			for i := range n {
				texts[fmt.Sprintf("memory-bank/file%d.md", i)] = largeText(i)
			}
			f := memoryFolder(inMemory(texts), newEngine())
			d, err := scan(b.Context(), f.Snapshot(), ScanOptions{})
			if err != nil {
				b.Fatal(err)
			}
			if _, err := f.Apply(Change{Kind: OnDisk, Disk: d}).Check(b.Context(), nil); err != nil {
				b.Fatal(err)
			}
			typed := 0
			for b.Loop() {
				typed++
				text := largeText(0) + strings.Repeat("x", typed%50)
				s := f.Apply(Change{Kind: Edited, Path: "memory-bank/file0.md", Text: text})
				if _, err := s.Check(b.Context(), nil); err != nil {
					b.Fatal(err)
				}
			}
		})
	}
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
