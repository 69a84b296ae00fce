package bank

import (
	"fmt"
	"testing"
)

// BenchmarkComplete is a completion after one more character in one file of a large bank.
func BenchmarkComplete(b *testing.B) {
	const files = 10_000
	texts := withBank("m", nil)
	for i := range files {
		links := fmt.Sprintf("\n[next](../%d/file%d.md#part-1-of-%d) [gone](gone%d.md)\n", (i+1)%files/100, (i+1)%files, i+1, i%50)
		texts[fmt.Sprintf("m/%d/file%d.md", i/100, i)] = fmt.Sprintf("---\ntype: note\nstatus: s%d\n---\n", i%5) + largeText(i) + links
	}
	f := memoryFolder(inMemory(texts), newEngine())
	d, err := scan(b.Context(), f.Snapshot(), ScanOptions{})
	if err != nil {
		b.Fatal(err)
	}
	s := f.Apply(Change{Kind: OnDisk, Disk: d})
	if _, err := s.Check(b.Context(), nil); err != nil {
		b.Fatal(err)
	}
	if err := s.graph.ask(b.Context(), s, func() {}); err != nil {
		b.Fatal(err)
	}
	for _, typed := range []string{"[a](", "[a](f", "[a](file99", "[a](9/", "[a](9/file900.md#", "[a](##part-7", "[a](##", "[[fi", "{{include: fi", "## ", "---\nst", "---\nstatus: ", "<!-- cortex-disable "} {
		b.Run(typed, func(b *testing.B) {
			for n := 0; b.Loop(); n++ {
				text := typed + fmt.Sprintf("\n\n%d\n", n)
				c, err := f.Apply(Change{Kind: Edited, Path: "m/progress.md", Text: text}).Complete(b.Context(), "m/progress.md", len(typed))
				if err != nil || len(c.Candidates) == 0 {
					b.Fatal(len(c.Candidates), err)
				}
			}
		})
	}
}
