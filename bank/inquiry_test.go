package bank

import (
	"fmt"
	"runtime"
	"sync/atomic"
	"testing"

	"cortex/markdown"
	"cortex/rules"
)

// TestWhoWaitsForVersionControlHasDocumentsJudgedOnce allows twice for those that were judged when the first one asked.
func TestWhoWaitsForVersionControlHasDocumentsJudgedOnce(t *testing.T) {
	var judged, asked atomic.Int64
	e := fakeEngine(func(doc *markdown.Document, ws rules.Workspace) []rules.Diagnostic {
		judged.Add(1)
		if ws.History() == nil {
			asked.Add(1)
		}
		return nil
	})
	texts := map[string]string{}
	for i := range 10 * runtime.GOMAXPROCS(0) {
		texts[fmt.Sprintf("m/note%d.md", i)] = ""
	}
	all := withBank("m", texts)
	f := memoryFolder(inMemory(all), e)
	rescan(t, f, ScanOptions{})
	s, err := f.Inform(t.Context(), nil)
	if err != nil || !s.KnowsCommits() {
		t.Fatalf("version control was asked: %v, error %v", s.KnowsCommits(), err)
	}
	if r := mustCheck(t, s); r.Checked != 0 || r.WantsCommits {
		t.Errorf("%d judged again, commits wanted: %v", r.Checked, r.WantsCommits)
	}
	if n := asked.Load(); n < 1 || n > int64(runtime.GOMAXPROCS(0)) || judged.Load() != int64(len(all))+n {
		t.Errorf("%d of %d documents asked in vain, and %d were judged", n, len(all), judged.Load())
	}
}

// TestAnEditorDoesNotWaitLongForVersionControl gives it no time, and then as much as editors do.
func TestAnEditorDoesNotWaitLongForVersionControl(t *testing.T) {
	e := fakeEngine(func(_ *markdown.Document, ws rules.Workspace) []rules.Diagnostic { ws.History(); return nil })
	s := rescan(t, memoryFolder(inMemory(withBank("m", nil)), e), ScanOptions{})
	results, commits, err := s.inquire(t.Context(), nil, &inquiry{patience: 1}, func(*Results) bool { return false })
	if err != nil || commits != nil || !results.WantsCommits || results.Checked != len(clineNames) {
		t.Errorf("without time: commits %v, error %v, %+v", commits, err, results)
	}
	s = rescan(t, memoryFolder(inMemory(withBank("m", nil)), e), ScanOptions{})
	if _, commits, err = s.CheckInquiring(t.Context(), nil); err != nil || commits == nil {
		t.Errorf("with time: commits %v, error %v", commits, err)
	}
	if _, commits, err = s.CheckInquiring(t.Context(), nil); err != nil || commits != nil {
		t.Errorf("where nothing is judged: commits %v, error %v", commits, err)
	}
}
