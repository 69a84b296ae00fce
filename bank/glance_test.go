package bank

import (
	"slices"
	"sync"
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
