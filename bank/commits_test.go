package bank

import (
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"cortex/markdown"
	"cortex/rules"
)

// asking are banks whose files ask what they are named after.
func asking() (*Folder, *time.Time) {
	now := time.Date(2026, 3, 1, 23, 0, 0, 0, time.UTC)
	e := fakeEngine(func(doc *markdown.Document, ws rules.Workspace) []rules.Diagnostic {
		if strings.Contains(doc.Path, "history") {
			ws.History()
		}
		if strings.Contains(doc.Path, "today") {
			ws.Today()
		}
		return nil
	})
	e.now = func() time.Time { return now }
	files := inMemory(withBank("m", map[string]string{"m/history.md": "", "m/today.md": "", "m/history-today.md": ""}))
	return memoryFolder(files, e), &now
}

func TestOnlyWhatAskedIsJudgedAgain(t *testing.T) {
	f, now := asking()
	all := len(clineNames) + 3
	commits := func() *Snapshot { return f.Apply(Change{Kind: InCommits, Commits: &Commits{}}) }
	steps := []struct {
		name    string
		next    func() *Snapshot
		checked int
		wants   bool
	}{
		{"at first", func() *Snapshot { return rescan(t, f, ScanOptions{}) }, all, true},
		{"nothing happened", func() *Snapshot { return f.Apply() }, 0, true},
		{"the commits come", commits, 2, false},
		{"another is checked out", commits, 2, false},
		{"an hour passes, to the next day", func() *Snapshot { *now = now.Add(time.Hour); return f.Apply() }, 2, false},
		{"an hour passes", func() *Snapshot { *now = now.Add(time.Hour); return f.Apply() }, 0, false},
		{"a file no longer asks", func() *Snapshot { return f.Apply(Change{Kind: Edited, Path: "m/progress.md", Text: "x"}) }, 1, false},
	}
	for _, step := range steps {
		r := mustCheck(t, step.next())
		if r.Checked != step.checked || r.WantsCommits != step.wants {
			t.Errorf("%s: %d checked, want %d; commits wanted: %v, want %v", step.name, r.Checked, step.checked, r.WantsCommits, step.wants)
		}
	}
}

func TestNothingIsReadUnlessARuleAsks(t *testing.T) {
	f := memoryFolder(inMemory(withBank("m", nil)), fakeEngine(func(*markdown.Document, rules.Workspace) []rules.Diagnostic { return nil }))
	rescan(t, f, ScanOptions{})
	s, err := f.Inform(t.Context(), nil)
	if err != nil || s.KnowsCommits() {
		t.Errorf("version control was asked: %v, error %v", s.KnowsCommits(), err)
	}
	asked, _ := asking()
	rescan(t, asked, ScanOptions{})
	if s, err = asked.Inform(t.Context(), nil); err != nil || !s.KnowsCommits() {
		t.Errorf("version control was asked: %v, error %v", s.KnowsCommits(), err)
	}
	if r := mustCheck(t, s); r.WantsCommits {
		t.Error("the commits are wanted again after it was read")
	}
}

// runGit runs the real git in dir at noon of a day of January.
func runGit(t *testing.T, dir, day string, args ...string) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed; the tests of bank/git read repositories made by hand")
	}
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	at := "2026-01-" + day + "T12:00:00Z"
	cmd.Env = append(os.Environ(), "GIT_AUTHOR_DATE="+at, "GIT_COMMITTER_DATE="+at, "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_SYSTEM="+os.DevNull,
		"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com")
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("git %q: %v\n%s", args, err, out)
	}
}

func commitAll(t *testing.T, dir, day string) {
	t.Helper()
	runGit(t, dir, day, "add", "-A")
	runGit(t, dir, day, "commit", "-q", "-m", day)
}

// TestCommitsOfAWorkspaceInARepository reads a workspace that is a folder of one repository and holds another.
func TestCommitsOfAWorkspaceInARepository(t *testing.T) {
	top := onDisk(t, withBank("w/m", withBank("w/inner/n", map[string]string{"w/m/x.md": "one 2026-01-01\r\n"})))
	root, inner := filepath.Join(top, "w"), filepath.Join(top, "w", "inner")
	runGit(t, inner, "02", "init", "-q")
	commitAll(t, inner, "02")
	runGit(t, top, "03", "init", "-q")
	writeText(t, top, "w/m/x.md", "one 2026-01-01\n")
	runGit(t, top, "03", "add", "w/m")
	runGit(t, top, "03", "commit", "-q", "-m", "x")
	writeText(t, top, "code.go", "")
	runGit(t, top, "04", "add", "code.go")
	runGit(t, top, "04", "commit", "-q", "-m", "code")
	writeText(t, top, "w/m/x.md", "one 2026-01-01\r\ntwo 2026-01-02\r\n")
	writeText(t, top, "w/m/new.md", "new")

	f := NewFolder(root)
	s := rescan(t, f, ScanOptions{})
	h, err := ReadCommits(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	x, fresh, n := h.known.Files["m/x.md"], h.known.Files["m/new.md"], h.known.Files["inner/n/progress.md"]
	if x == nil || x.Last.Day() != 3 || x.Behind != 1 || x.First.Day() != 3 || !x.Imported || x.Newest.Day() != 4 {
		t.Errorf("x.md: %+v", x)
	}
	if x != nil && (!x.Committed.HasLine("one 2026-01-01\r\n") || x.Committed.HasLine("two 2026-01-02") || !x.Committed.Is("one 2026-01-01\r\n") || x.Committed.Is("one")) {
		t.Error("the committed lines are wrong")
	}
	if fresh == nil || !fresh.Last.IsZero() || fresh.First.Day() != 3 || fresh.Committed != nil {
		t.Errorf("new.md: %+v", fresh)
	}
	if n == nil || n.Last.Day() != 2 || n.First.Day() != 2 {
		t.Errorf("the file of the inner repository: %+v", n)
	}

	s = f.Apply(Change{Kind: InCommits, Commits: h})
	again, err := RereadCommits(t.Context(), s)
	if err != nil || again != nil {
		t.Errorf("read again without need: %v, %v", again, err)
	}
	runGit(t, top, "05", "commit", "-q", "-m", "all", "w/m/x.md")
	again, err = RereadCommits(t.Context(), s)
	if err != nil || again == nil || again.known.Files["m/x.md"].Last.Day() != 5 {
		t.Errorf("a commit was not noticed: %v, %v", again, err)
	}
	writeText(t, top, "w/m/newer.md", "newer")
	if newCommits(rescan(t, f, ScanOptions{})).key == again.key {
		t.Error("what the repository knows of a new file was taken for asked")
	}
}

func TestWithoutARepositoryNothingIsKnown(t *testing.T) {
	root := onDisk(t, withBank("m", map[string]string{".git": "gitdir: nowhere"}))
	s := rescan(t, NewFolder(root), ScanOptions{})
	h, err := ReadCommits(t.Context(), s)
	if err != nil || len(h.known.Files) != 0 {
		t.Errorf("known of %d files, error %v", len(h.known.Files), err)
	}
	if len(h.paths) != len(clineNames) || !slices.IsSorted(h.paths) {
		t.Errorf("asked about %q", h.paths)
	}
}
