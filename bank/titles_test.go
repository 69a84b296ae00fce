package bank

import (
	"fmt"
	"slices"
	"strings"
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

// TestSymbolsOfATextThatIsGoneAreLeftOut has another program write a text that was let go after its titles were read.
func TestSymbolsOfATextThatIsGoneAreLeftOut(t *testing.T) {
	files := inMemory(withBank("m", map[string]string{"m/a.md": "# Shared\n", "m/b.md": "# Shared\n"}))
	s := rescan(t, memoryFolder(files, newEngine()), ScanOptions{})
	if found, err := s.Symbols(t.Context(), "shared", 10); err != nil || len(found) != 2 {
		t.Fatalf("found %v, %v", found, err)
	}
	s.File("m/a.md").content.letGo()
	files["m/a.md"].Data = []byte("nothing\n")
	if found, err := s.Symbols(t.Context(), "shared", 10); err != nil || len(found) != 1 || found[0].Path != "m/b.md" {
		t.Errorf("found %v, %v", found, err)
	}
}

// TestSectionsAreListedOnceForAllSymbolsOfADocument counts what it takes to show the best of very many.
func TestSectionsAreListedOnceForAllSymbolsOfADocument(t *testing.T) {
	s := rescan(t, memoryFolder(inMemory(withBank("m", map[string]string{"m/a.md": strings.Repeat("# Shared\n", 5000)})), newEngine()), ScanOptions{})
	find := func() {
		if found, err := s.Symbols(t.Context(), "shared", 200); err != nil || len(found) != 200 {
			t.Fatalf("found %d, %v", len(found), err)
		}
	}
	find()
	if n := testing.AllocsPerRun(5, find); n > 200 {
		t.Errorf("%v allocations for 200 sections of one document", n)
	}
}
