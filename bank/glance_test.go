package bank

import (
	"slices"
	"sync"
	"sync/atomic"
	"testing"

	"cortex/markdown"
	"cortex/rules"
)

func TestSomeDocumentsAreJudgedBeforeTheOthers(t *testing.T) {
	var mu sync.Mutex
	var judged []string
	f := memoryFolder(inMemory(linked()), fakeEngine(func(doc *markdown.Document, _ rules.Workspace) []rules.Diagnostic {
		mu.Lock()
		defer mu.Unlock()
		judged = append(judged, doc.Path)
		return nil
	}))
	s := rescan(t, f, ScanOptions{})
	first := s.Banks()[0].Paths[1:3]
	r, err := s.CheckFirst(t.Context(), first)
	if err != nil {
		t.Fatal(err)
	}
	if n := len(s.ledger.stale); n > 0 {
		t.Errorf("%d documents are listed that nobody looks at yet", n)
	}
	slices.Sort(judged)
	if !slices.Equal(judged, first) || r.Checked != len(first) {
		t.Errorf("judged %q, %d; want %q", judged, r.Checked, first)
	}
	if all, want := mustCheck(t, s), len(paths(s))-len(first); all.Checked != want {
		t.Errorf("%d judged afterwards, want %d", all.Checked, want)
	}
	if r, err := f.Apply(Change{Kind: Edited, Path: first[0], Text: "x"}).CheckFirst(t.Context(), first); r != nil || err != nil {
		t.Errorf("after a whole check: %v, %v", r, err)
	}
}

func TestWhatIsEditedWhileTheFirstCheckLastsIsJudgedFirstAgain(t *testing.T) {
	f := memoryFolder(inMemory(linked()), newEngine())
	s := rescan(t, f, ScanOptions{})
	p := s.Banks()[0].Paths[0]
	if _, err := s.CheckFirst(t.Context(), []string{p}); err != nil {
		t.Fatal(err)
	}
	s = f.Apply(Change{Kind: Edited, Path: p, Text: "# A\n\n[x](gone.md)\n"})
	r, err := s.CheckFirst(t.Context(), []string{p})
	if err != nil || len(broken(r, p)) != 1 {
		t.Errorf("%v: %v", broken(r, p), err)
	}
	mustCheck(t, s)
	wantNoDifferences(t, s)
}

// TestAGlanceReadsWhatItIsAbout looks at a document whose links lead to two others, of which one must have a heading.
func TestAGlanceReadsWhatItIsAbout(t *testing.T) {
	var opened atomic.Int64
	f := memoryFolder(openedFS{inMemory(linked()), &opened}, newEngine())
	f.Apply(Change{Kind: Edited, Path: "m/progress.md", Text: "# Progress\n\n[a](a.md#goals) [b](b.md) [none](a.md#none)\n"})
	s := list(t, f, ScanOptions{NamesFirst: true})
	r, err := s.CheckFirst(t.Context(), []string{"m/progress.md"})
	if err != nil || !slices.Equal(broken(r, "m/progress.md"), []string{"broken-anchor"}) {
		t.Errorf("found %v, %v", broken(r, "m/progress.md"), err)
	}
	if n := opened.Load(); n != 1 {
		t.Errorf("%d files were opened, want the one with the heading", n)
	}
	mustCheck(t, s)
	wantNoDifferences(t, s)
}
