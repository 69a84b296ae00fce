// Package vim tests the configuration that ships for Vim with ALE in the real editor.
package vim

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

const (
	document = "# Active Context\n\n- 🚀 Landing 🎉: [the report](progres.md).\n- [below](#fuel)\n"
	fixed    = "# Active Context\n\n- 🚀 Landing 🎉: [the report](progress.md).\n- [below](#fuel)\n"
)

// report is what testdata/fix.vim writes.
type report struct{ Before, After []diagnostic }

type diagnostic struct {
	Line, Col int // 1-based, columns in bytes
	Message   string
}

// TestFixInVim follows a user: a bank is opened, a broken link behind emoji is marked where it stands, the action that mends it is
// chosen from the menu, and the file is written.
func TestFixInVim(t *testing.T) {
	bank := newBank(t)
	var got report
	runVim(t, bank, &got)
	i := strings.Index(document, "progres.md")
	want := diagnostic{Line: 3, Col: i - strings.LastIndex(document[:i], "\n")}
	first := got.Before[0]
	if first.Line != want.Line || first.Col != want.Col || !strings.Contains(first.Message, "progres.md") {
		t.Errorf("first is %+v, want the broken link at %d:%d", first, want.Line, want.Col)
	}
	if len(got.After) != len(got.Before)-1 {
		t.Errorf("%d diagnostics before, %d after the fix", len(got.Before), len(got.After))
	}
	if text, err := os.ReadFile(filepath.Join(bank, "activeContext.md")); err != nil || string(text) != fixed {
		t.Errorf("on disk: %q, %v, want %q", text, err, fixed)
	}
}

func newBank(t *testing.T) string {
	t.Helper()
	bank := filepath.Join(t.TempDir(), "memory-bank")
	if err := os.MkdirAll(bank, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range map[string]string{"activeContext.md": document, "progress.md": "# Progress\n"} {
		if err := os.WriteFile(filepath.Join(bank, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return bank
}

// runVim builds the server, lets the script drive Vim in a terminal of its own, and decodes the report. Without a terminal Vim has no timers.
func runVim(t *testing.T, bank string, got any) {
	t.Helper()
	if os.Getenv("CORTEX_EDITOR_TESTS") == "" || os.Getenv("CORTEX_ALE") == "" {
		t.Skip("set CORTEX_EDITOR_TESTS=1 to drive the real editor, and CORTEX_ALE to the folder of ALE")
	}
	if _, err := exec.LookPath("vim"); err != nil {
		t.Skip("no vim here")
	}
	bin := t.TempDir()
	if out, err := exec.Command("go", "build", "-o", filepath.Join(bin, "cortex"), "cortex/cmd/cortex").CombinedOutput(); err != nil {
		t.Fatalf("building the server: %v\n%s", err, out)
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	file := filepath.Join(t.TempDir(), "report.json")
	cmd := exec.Command("script", "--quiet", "--flush", "--return", "--command",
		"stty rows 24 columns 100; exec vim -Nu testdata/vimrc --cmd 'set runtimepath^="+here+"' -S testdata/fix.vim", "/dev/null")
	cmd.Env = append(os.Environ(), "TERM=xterm", "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"),
		"CORTEX_DOCUMENT="+filepath.Join(bank, "activeContext.md"), "CORTEX_REPORT="+file)
	keys, err := cmd.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	screen := &chooser{keys: keys}
	cmd.Stdout = screen
	if err := cmd.Run(); err != nil {
		t.Errorf("running Vim: %v\n%q", err, screen.shown.String())
	}
	text, err := os.ReadFile(file)
	if err == nil {
		err = json.Unmarshal(text, got)
	}
	if err != nil {
		t.Fatalf("the report %q: %v\n%q", text, err, screen.shown.String())
	}
}

// chooser is a screen that answers a menu with its first item.
type chooser struct {
	keys  io.Writer
	shown bytes.Buffer
	done  bool
}

func (c *chooser) Write(text []byte) (int, error) {
	c.shown.Write(text)
	if !c.done && bytes.Contains(c.shown.Bytes(), []byte("Type number")) {
		c.done = true
		if _, err := io.WriteString(c.keys, "1\r"); err != nil {
			return 0, err
		}
	}
	return len(text), nil
}
