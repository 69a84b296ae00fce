package git

import (
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// realGit runs git in dir and returns what it prints.
func realGit(t *testing.T, dir string, day int, args ...string) string {
	t.Helper()
	cmd := exec.Command("git", args...)
	cmd.Dir = dir
	at := fmt.Sprintf("%d +0200", onDay(day).Unix())
	cmd.Env = append(os.Environ(), "GIT_AUTHOR_DATE="+at, "GIT_COMMITTER_DATE="+at, "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_SYSTEM="+os.DevNull,
		"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com")
	out, err := cmd.CombinedOutput()
	if err != nil {
		t.Fatalf("git %q: %v\n%s", args, err, out)
	}
	return strings.TrimSpace(string(out))
}

// TestGitSaysTheSame compares with git itself: loose, packed, in a linked work tree, in clones.
func TestGitSaysTheSame(t *testing.T) {
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed: the other tests read repositories made by hand")
	}
	top := t.TempDir()
	git := func(day int, args ...string) string { return realGit(t, top, day, args...) }
	edit := func(name, text string) {
		name = filepath.Join(top, filepath.FromSlash(name))
		if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o666); err != nil {
			t.Fatal(err)
		}
	}
	git(1, "init", "-q", "-b", "main")
	for day := 1; day <= 20; day++ {
		for i := range 5 {
			if day%(i+1) == 0 {
				edit(fmt.Sprintf("m/deep/%d.md", i), strings.Repeat("a line that repeats itself\n", 50)+fmt.Sprint(day))
			}
		}
		edit("code.go", fmt.Sprint(day))
		git(day, "add", "-A")
		git(day, "commit", "-q", "-m", fmt.Sprint(day))
		if day == 10 {
			git(day, "branch", "side")
		}
	}
	git(21, "checkout", "-q", "side")
	edit("m/side.md", "x")
	git(21, "add", "-A")
	git(21, "commit", "-q", "-m", "side")
	git(22, "checkout", "-q", "main")
	git(22, "merge", "-q", "--no-edit", "side")

	compare := func(dir string) {
		t.Helper()
		names := strings.Split(realGit(t, dir, 1, "ls-files", "m"), "\n")
		log, err := logAt(dir, names...)
		if err != nil {
			t.Fatal(err)
		}
		for _, name := range names {
			last := realGit(t, dir, 1, "log", "-1", "--format=%ct", "--", name)
			newer := realGit(t, dir, 1, "rev-list", "--count", "--since="+fmt.Sprint(log.Files[name].Last.Unix()+1), "HEAD")
			if got := fmt.Sprint(log.Files[name].Last.Unix()); got != last || fmt.Sprint(log.Files[name].Behind) != newer {
				t.Errorf("%s: %s behind %d, git says %s behind %s", name, got, log.Files[name].Behind, last, newer)
			}
		}
		if !log.First.Equal(onDay(1)) {
			t.Errorf("first commit at %v, want %v", log.First, onDay(1))
		}
	}
	compare(top)
	git(1, "gc", "-q")
	compare(top)
	linked, clone := filepath.Join(t.TempDir(), "w"), filepath.Join(t.TempDir(), "c")
	git(1, "worktree", "add", "-q", linked, "side")
	compare(linked)
	git(1, "clone", "-q", "--shared", top, clone)
	compare(clone)
	git(1, "pack-refs", "--all")
	compare(top)
}
