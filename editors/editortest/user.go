// Package editortest has what the tests of the editors have in common: a user with a home of their own, in which the README of the
// editor under test is followed to the letter; a bank with a broken link behind emoji; and a terminal. It runs on Unix only.
package editortest

import (
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// The document that is opened has a broken link, behind emoji, and another one. FixedLine is what a quick fix makes of the first.
const (
	Target    = "progres.md"
	LinkLine  = "- 🚀 Landing 🎉 is described in [the progress report](progres.md) — see there."
	FixedLine = "- 🚀 Landing 🎉 is described in [the progress report](progress.md) — see there."
	Document  = "# Active Context\n\n## Current Focus\n\n" + LinkLine + "\n\n### Recent Changes\n\n- Telemetry works.\n\n" +
		"## Next Steps\n\n- Fuel lines, see [below](#fuel).\n- 🚀 See [what works](progress.md#what-works).\n"
	LinkNumber = 5 // of LinkLine, counted from 1
	other      = "# Progress\n\n## What Works\n\n- The engine.\n\n## What's Left to Build\n\n- The rocket.\n"
)

// Diagnostic is what an editor's program tells of one: the text that is marked in its line, and what the editor says of it.
type Diagnostic struct {
	Line          int // counted from 1
	Text, Message string
}

// Story is what an editor's program tells of the user who opens the document, fixes the first broken link and saves.
type Story struct {
	Before, After []Diagnostic
	Actions       []string
}

// User has nothing at home but a bank and the server, which is on the PATH.
type User struct{ Home, Bank string }

// NewUser builds the server and lays out the bank. It skips the test where editors are not tested, or a program is not there.
func NewUser(t *testing.T, programs ...string) User {
	t.Helper()
	if os.Getenv("CORTEX_EDITOR_TESTS") == "" {
		t.Skip("set CORTEX_EDITOR_TESTS=1 to drive real editors")
	}
	for _, name := range programs {
		if _, err := exec.LookPath(name); err != nil {
			t.Skipf("no %s on the PATH", name)
		}
	}
	home := t.TempDir()
	u := User{home, filepath.Join(home, "project", "memory-bank")}
	u.Write(t, "project/memory-bank/activeContext.md", Document)
	u.Write(t, "project/memory-bank/progress.md", other)
	if out, err := exec.Command("go", "build", "-o", u.bin("cortex"), "cortex/cmd/cortex").CombinedOutput(); err != nil {
		t.Fatalf("building the server: %v\n%s", err, out)
	}
	return u
}

func (u User) bin(name string) string { return filepath.Join(u.Home, "bin", name) }

// Path is the document that is opened.
func (u User) Path() string { return filepath.Join(u.Bank, "activeContext.md") }

// Write appends to a file below the home, which need not be there yet.
func (u User) Write(t *testing.T, name, text string) {
	t.Helper()
	path := filepath.Join(u.Home, filepath.FromSlash(name))
	before, err := os.ReadFile(path)
	if err != nil {
		err = os.MkdirAll(filepath.Dir(path), 0o755)
	}
	if err == nil {
		err = os.WriteFile(path, append(before, text...), 0o644)
	}
	if err != nil {
		t.Fatal(err)
	}
}

// Command is one that the user starts in the folder of the test. CORTEX_DOCUMENT names the document that programs open, CORTEX_REPORT
// the file in which they leave what Report reads.
func (u User) Command(name string, args ...string) *exec.Cmd {
	cmd := exec.Command(name, args...)
	cmd.Env = []string{
		"HOME=" + u.Home, "LANG=C.UTF-8", "TERM=xterm-256color", "PATH=" + u.bin("") + string(os.PathListSeparator) + os.Getenv("PATH"),
		"XDG_RUNTIME_DIR=" + os.Getenv("XDG_RUNTIME_DIR"), "CORTEX_DOCUMENT=" + u.Path(), "CORTEX_REPORT=" + u.report(),
	}
	return cmd
}

func (u User) report() string { return filepath.Join(u.Home, "report.json") }

// Run runs a command to its end.
func (u User) Run(t *testing.T, name string, args ...string) {
	t.Helper()
	if out, err := u.Command(name, args...).CombinedOutput(); err != nil {
		t.Fatalf("running %s: %v\n%s", name, err, out)
	}
}

// Report decodes what an editor's program has reported.
func (u User) Report(t *testing.T, into any) {
	t.Helper()
	if err := json.Unmarshal([]byte(Read(t, u.report())), into); err != nil {
		t.Fatal(err)
	}
}

// CheckStory looks that the first broken link was marked where it stands, that a fix took one diagnostic away, and that the fixed text
// is on disk.
func (u User) CheckStory(t *testing.T) {
	t.Helper()
	var got Story
	u.Report(t, &got)
	found := false
	for _, d := range got.Before {
		found = found || d.Line == LinkNumber && d.Text == Target && strings.Contains(d.Message, Target)
	}
	if !found {
		t.Errorf("before the fix: %+v, want %q marked in line %d", got.Before, Target, LinkNumber)
	}
	if len(got.After) != len(got.Before)-1 {
		t.Errorf("after the fix: %+v, want one fewer than %+v; offered were %q", got.After, got.Before, got.Actions)
	}
	u.CheckDisk(t)
}

// CheckDisk looks that the fixed text is on disk.
func (u User) CheckDisk(t *testing.T) {
	t.Helper()
	if disk, want := Read(t, u.Path()), strings.Replace(Document, LinkLine, FixedLine, 1); disk != want {
		t.Errorf("on disk:\n%s\nwant:\n%s", disk, want)
	}
}

// Manual returns the piece of code in a language in README.md that has a text.
func Manual(t *testing.T, language, text string) string {
	t.Helper()
	for _, block := range strings.Split(Read(t, "README.md"), "```"+language+"\n")[1:] {
		if code, _, _ := strings.Cut(block, "```"); strings.Contains(code, text) {
			return code
		}
	}
	t.Fatalf("README.md has no %s with %q", language, text)
	return ""
}

// Read returns a file's text.
func Read(t *testing.T, path string) string {
	t.Helper()
	text, err := os.ReadFile(path)
	if err != nil {
		t.Fatal(err)
	}
	return string(text)
}
