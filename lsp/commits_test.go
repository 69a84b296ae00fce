package lsp

import (
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

// committedBank is a bank whose progress.md was committed on two days of 1999, which lies before
// what a bubble takes for today. The first commit is checked out, the second returned.
func committedBank(t *testing.T) (root, second string) {
	t.Helper()
	if _, err := exec.LookPath("git"); err != nil {
		t.Skip("git is not installed; the tests of bank/git read repositories made by hand")
	}
	root = newBank(t, map[string]string{"memory-bank/progress.md": "# Progress\n\n- 1999-01-09: login\n"})
	git := func(day string, args ...string) string {
		cmd := exec.Command("git", args...)
		cmd.Dir = filepath.FromSlash(root)
		at := "1999-01-" + day + "T12:00:00Z"
		cmd.Env = append(os.Environ(), "GIT_AUTHOR_DATE="+at, "GIT_COMMITTER_DATE="+at, "GIT_CONFIG_GLOBAL="+os.DevNull, "GIT_CONFIG_SYSTEM="+os.DevNull,
			"GIT_AUTHOR_NAME=a", "GIT_AUTHOR_EMAIL=a@example.com", "GIT_COMMITTER_NAME=a", "GIT_COMMITTER_EMAIL=a@example.com")
		out, err := cmd.CombinedOutput()
		if err != nil {
			t.Fatalf("git %q: %v\n%s", args, err, out)
		}
		return strings.TrimSpace(string(out))
	}
	git("03", "init", "-q", "-b", "main")
	git("03", "add", "-A")
	git("03", "commit", "-q", "-m", "first")
	first := git("03", "rev-parse", "HEAD")
	writeFile(t, filepath.Join(filepath.FromSlash(root), "memory-bank", "progress.md"), "# Progress\n\n- 1999-01-09: login\n\nMore.\n")
	git("10", "commit", "-q", "-a", "-m", "second")
	second = git("10", "rev-parse", "HEAD")
	git("10", "update-ref", "refs/heads/main", first)
	return root, second
}

// checkOut moves the branch to a commit, as "git commit" in a terminal does.
func checkOut(t *testing.T, root, commit string) {
	t.Helper()
	writeFile(t, filepath.Join(filepath.FromSlash(root), ".git", "refs", "heads", "main"), commit+"\n")
}

func TestACommitClearsWhatItProvesRight(t *testing.T) {
	eachModel(t, func(t *testing.T, m clientModel) {
		root, second := committedBank(t)
		inBubble(t, func(t *testing.T) {
			c := m.open(t, root)
			progress := pathURI(root + "/memory-bank/progress.md")
			c.awaitRule(progress, "date-out-of-range", 1)
			checkOut(t, root, second)
			c.watched(uint32(protocol.FileChangeTypeChanged), root+"/.git/refs/heads/main")
			c.awaitRule(progress, "date-out-of-range", 0)
			c.end()
		})
	})
}

func TestASaveNoticesACommitThatNobodyReported(t *testing.T) {
	eachModel(t, func(t *testing.T, m clientModel) {
		root, second := committedBank(t)
		inBubble(t, func(t *testing.T) {
			c := m.open(t, root)
			progress, active := pathURI(root+"/memory-bank/progress.md"), pathURI(root+"/memory-bank/activeContext.md")
			c.didOpen(active, "# Active\n")
			c.awaitRule(progress, "date-out-of-range", 1)
			checkOut(t, root, second)
			c.didSave(active)
			c.awaitRule(progress, "date-out-of-range", 0)
			c.end()
		})
	})
}

func TestTypingKeepsTheVerdictOnCommittedLines(t *testing.T) {
	eachModel(t, func(t *testing.T, m clientModel) {
		root, _ := committedBank(t)
		inBubble(t, func(t *testing.T) {
			c := m.open(t, root)
			progress := pathURI(root + "/memory-bank/progress.md")
			c.awaitRule(progress, "date-out-of-range", 1)
			c.didOpen(progress, "# Progress\n\n- 1999-01-09: login\n- 1999-01-20: logout\n")
			if p := c.awaitVersion(progress, 1); len(p.of("date-out-of-range")) != 1 {
				t.Errorf("reported: %v, want the committed line alone", p.of("date-out-of-range"))
			}
			c.end()
		})
	})
}
