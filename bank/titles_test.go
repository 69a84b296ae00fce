package bank

import (
	"fmt"
	"slices"
	"testing"
)

// The titles that queries look at are those of the texts at hand, whatever snapshot was asked before.
func TestTitlesFollowTheTexts(t *testing.T) {
	texts := withBank("m", map[string]string{"m/a.md": "# Alpha\n\n## Shared\n", "m/b.md": "# Beta\n", "m/c.md": "# Gamma\n\n## Shared\n"})
	f := memoryFolder(inMemory(texts), newEngine())
	first := rescan(t, f, ScanOptions{})
	want := func(s *Snapshot, query string, want ...string) {
		t.Helper()
		found, err := s.Symbols(t.Context(), query, 10)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, x := range found {
			got = append(got, fmt.Sprintf("%s %d", x.Path, x.Section.Heading.Start))
		}
		if !slices.Equal(got, want) {
			t.Errorf("%q finds %q, want %q", query, got, want)
		}
	}
	want(first, "shared", "m/a.md 9", "m/c.md 9")
	longer := f.Apply(Change{Kind: Edited, Path: "m/a.md", Text: "# Alpha\n\n## New\n\n## More\n\n## Shared\n"})
	want(longer, "shared", "m/a.md 26", "m/c.md 9")
	want(longer, "beta", "m/b.md 0")
	want(first, "new")
	moved := f.Apply(Change{Kind: Edited, Path: "m/b.md", Text: "\n\n# Beta\n"}, Change{Kind: Closed, Path: "m/a.md"})
	want(moved, "beta", "m/b.md 2")
	want(moved, "new")
	added := f.Apply(Change{Kind: Edited, Path: "m/aa.md", Text: "## Shared\n"})
	want(added, "shared", "m/a.md 9", "m/aa.md 0", "m/c.md 9")
	for i := range manyTexts + 2 {
		f.Apply(Change{Kind: Edited, Path: fmt.Sprintf("m/n%d.md", i), Text: "# Many\n"})
	}
	if _, err := f.Snapshot().allTitles(t.Context()); err != nil {
		t.Fatal(err)
	}
	for i := range manyTexts + 2 {
		f.Apply(Change{Kind: Edited, Path: fmt.Sprintf("m/n%d.md", i), Text: fmt.Sprintf("# Other %d\n", i)})
	}
	want(f.Snapshot(), "many")
	want(f.Snapshot(), "other 51", "m/n51.md 0")
	want(longer, "gamma", "m/c.md 0")
}
