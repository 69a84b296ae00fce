package bank

import "testing"

// TestWhatWasTakenOverHearsOfCommits has somebody commit while a process lives that knows the results of an earlier one.
func TestWhatWasTakenOverHearsOfCommits(t *testing.T) {
	root := onDisk(t, withBank("m", map[string]string{"m/notes/log.md": "# Log\n\nAll is well.\n\n**Last Updated:** 2026-01-05\n"}))
	runGit(t, root, "05", "init", "-q")
	commitAll(t, root, "05")
	cache := NewCache(t.TempDir(), "test")
	open := func() (*Folder, *Snapshot) {
		f := NewFolder(root)
		rescan(t, f, ScanOptions{Cache: cache})
		s, err := f.Complete(t.Context(), nil)
		if err != nil {
			t.Fatal(err)
		}
		mustCheck(t, s)
		return f, s
	}
	if _, s := open(); cache.Save(s) != nil {
		t.Fatal("the cache cannot be written")
	}
	f, s := open()
	if s.KnowsCommits() || s.ledger.asleep.count() == 0 {
		t.Fatalf("knows commits: %v, %d results are asleep", s.KnowsCommits(), s.ledger.asleep.count())
	}
	writeText(t, root, "m/other.txt", "x")
	runGit(t, root, "28", "add", "-A")
	runGit(t, root, "28", "commit", "-q", "-m", "x", "--date", "2026-03-28T12:00:00Z")
	c, err := ReadCommits(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	if r := mustCheck(t, f.Apply(Change{Kind: InCommits, Commits: c})); r.Checked == 0 {
		t.Error("nothing is judged again though another commit is checked out")
	}
}
