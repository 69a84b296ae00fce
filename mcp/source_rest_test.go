package mcp

import (
	"fmt"
	"path/filepath"
	"runtime"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"cortex/bank"
)

// TestWhatWasReadStaysForTheNextCall, also after a check, but not for ever.
func TestWhatWasReadStaysForTheNextCall(t *testing.T) {
	root := newProject(t, true)
	for i := range 60 {
		text := fmt.Sprintf("# Note %d\n\n%s", i, strings.Repeat("The gauge of the harbour tells the tide.\n\n", 1000))
		write(t, filepath.Join(root, "memory-bank", fmt.Sprintf("note%d.md", i)), text)
	}
	synctest.Test(t, func(t *testing.T) {
		d := newDisk(Place{Bank: root}, newEditors(nil, nil))
		v, err := d.informed(t.Context(), asking(nil))
		if err != nil {
			t.Fatal(err)
		}
		searched := func() uint64 {
			var before, after runtime.MemStats
			runtime.ReadMemStats(&before)
			if _, err := v.Search(t.Context(), bank.SearchQuery{Text: "harbour", Mode: bank.SearchText, Folder: "."}); err != nil {
				t.Fatal(err)
			}
			runtime.ReadMemStats(&after)
			return after.TotalAlloc - before.TotalAlloc
		}
		first := searched()
		if _, err := d.informed(t.Context(), asking(nil)); err != nil {
			t.Fatal(err)
		}
		if again := searched(); again > first/4 {
			t.Errorf("a search after a check allocates %d bytes, the first %d", again, first)
		}
		<-time.After(restAfter)
		synctest.Wait()
		if later := searched(); later < first/2 {
			t.Errorf("after %v of silence a search allocates %d bytes, the first %d: nothing was let go", restAfter, later, first)
		}
	})
}

// TestNothingIsJudgedTwiceForVersionControl when a rule asks what that knows.
func TestNothingIsJudgedTwiceForVersionControl(t *testing.T) {
	root := newProject(t, true)
	write(t, filepath.Join(root, "memory-bank", "progress.md"), "# Progress\n\nLast updated: 2025-01-01\n")
	v, err := newDisk(Place{Bank: root}, newEditors(nil, nil)).informed(t.Context(), asking(nil))
	if err != nil {
		t.Fatal(err)
	}
	if !v.KnowsCommits() {
		t.Fatal("no rule has asked")
	}
	results, err := v.Check(t.Context(), asking(nil))
	if err != nil {
		t.Fatal(err)
	}
	if results.Checked > 0 {
		t.Errorf("%d files are judged again", results.Checked)
	}
}
