// Package neovim tests the configuration that ships for Neovim in the real editor.
package neovim

import (
	"encoding/json"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"
)

// script is what the test's Lua program reports, one stage of the story each.
type script struct {
	Encoding   string
	Before     []diagnostic
	Actions    []string
	Fixed      []string
	AfterFix   []diagnostic
	Undone     []string
	AfterUndo  []diagnostic
	AfterWrite []diagnostic
}

type diagnostic struct {
	Line, Col, EndCol int // 1-based; columns in bytes, as Neovim counts them
	Code              string
	Message           string
}

const (
	linkLine = "- 🚀 Landing 🎉 is described in [the progress report](progres.md) — see there."
	fixLine  = "- 🚀 Landing 🎉 is described in [the progress report](progress.md) — see there."
)

// TestFixInNeovim follows a user: a bank is opened, the broken link behind emoji is
// underlined where it stands, a quick fix mends it, undo brings it back, redo and
// save put it on disk.
func TestFixInNeovim(t *testing.T) {
	skipWithoutEditor(t)
	bank := newBank(t)
	var got script
	runNeovim(t, bank, "fix.lua", &got)

	wantCol := strings.Index(linkLine, "progres.md") + 1
	want := diagnostic{Line: 5, Col: wantCol, EndCol: wantCol + len("progres.md"), Code: "broken-link"}
	before, ok := find(got.Before, want.Code)
	if want.Message = before.Message; !ok || before != want {
		t.Errorf("broken link underlined at %+v, want %+v", before, want)
	}
	if len(got.AfterFix) != len(got.Before)-1 {
		t.Errorf("%d diagnostics after the fix, want one fewer than the %d before: %+v", len(got.AfterFix), len(got.Before), got.AfterFix)
	}
	if line := got.Fixed[want.Line-1]; line != fixLine {
		t.Errorf("quick fix made the line %q, want %q (actions offered: %q)", line, fixLine, got.Actions)
	}
	if line := got.Undone[want.Line-1]; line != linkLine {
		t.Errorf("undo restored %q, want %q", line, linkLine)
	}
	if len(got.AfterUndo) != len(got.Before) {
		t.Errorf("%d diagnostics after undo, want %d again", len(got.AfterUndo), len(got.Before))
	}
	if len(got.AfterWrite) != len(got.Before)-1 {
		t.Errorf("%d diagnostics after saving, want %d", len(got.AfterWrite), len(got.Before)-1)
	}
	disk := read(t, filepath.Join(bank, "activeContext.md"))
	if want := strings.Replace(activeContext, linkLine, fixLine, 1); disk != want {
		t.Errorf("on disk:\n%s\nwant:\n%s", disk, want)
	}
}

func skipWithoutEditor(t *testing.T) {
	t.Helper()
	if os.Getenv("CORTEX_EDITOR_TESTS") == "" {
		t.Skip("set CORTEX_EDITOR_TESTS=1 to drive the real editor (CORTEX_NVIM names it if it is not on the PATH)")
	}
}

// place writes a position as the Lua programs do.
func place(file string, line, column int) string { return fmt.Sprintf("%s:%d:%d", file, line, column) }

func find(ds []diagnostic, code string) (diagnostic, bool) {
	for _, d := range ds {
		if d.Code == code {
			return d, true
		}
	}
	return diagnostic{}, false
}

const activeContext = "# Active Context\n\n## Current Focus\n\n" + linkLine + "\n\n### Recent Changes\n\n- Telemetry works.\n\n## Next Steps\n\n- Fuel lines, see [below](#fuel).\n- 🚀 See [what works](progress.md#what-works).\n"

// newBank writes a bank with two broken links below a fresh folder and returns the bank's folder.
func newBank(t *testing.T) string {
	t.Helper()
	bank := filepath.Join(t.TempDir(), "memory-bank")
	files := map[string]string{
		"activeContext.md": activeContext,
		"progress.md":      "# Progress\n\n## What Works\n\n- The engine.\n\n## What's Left to Build\n\n- The rocket.\n",
	}
	if err := os.MkdirAll(bank, 0o755); err != nil {
		t.Fatal(err)
	}
	for name, text := range files {
		if err := os.WriteFile(filepath.Join(bank, name), []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return bank
}

// runNeovim builds the server, lets a Lua program drive the editor and decodes its report.
func runNeovim(t *testing.T, bank, program string, got any) {
	t.Helper()
	bin := t.TempDir()
	if out, err := exec.Command("go", "build", "-o", filepath.Join(bin, "cortex"), "cortex/cmd/cortex").CombinedOutput(); err != nil {
		t.Fatalf("building the server: %v\n%s", err, out)
	}
	nvim := os.Getenv("CORTEX_NVIM")
	if nvim == "" {
		nvim = "nvim"
	}
	here, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	report := filepath.Join(t.TempDir(), "report.json")
	cmd := exec.Command(nvim, "--clean", "--headless",
		"--cmd", "set runtimepath^="+here,
		"-c", "luafile "+filepath.Join(here, "testdata", program))
	cmd.Dir = filepath.Dir(bank)
	cmd.Env = append(os.Environ(),
		"PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"),
		"CORTEX_SESSION="+filepath.Join(here, "testdata", "session.lua"),
		"CORTEX_DOCUMENT="+filepath.Join(bank, "activeContext.md"),
		"CORTEX_REPORT="+report,
		"XDG_STATE_HOME="+t.TempDir())
	if out, err := cmd.CombinedOutput(); err != nil {
		t.Fatalf("running %s: %v\n%s", nvim, err, out)
	}
	if err := json.Unmarshal([]byte(read(t, report)), got); err != nil {
		t.Fatal(err)
	}
}

func read(t *testing.T, file string) string {
	t.Helper()
	b, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	return string(b)
}
