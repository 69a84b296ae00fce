// Package vscode tests the extension for VS Code, in the real editor where that is there.
package vscode

import (
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"cortex/mcp"
)

// report is what test/e2e.mjs prints.
type report struct {
	// Steps are what came about, with milliseconds since the start.
	Steps  map[string]int
	Status string
	// Spots are what the picture of the bank says of its files, Rows what the table beside it does.
	Spots, Rows   []string
	Hover         string
	Problems      []string
	Fixes         []string
	RulePage      string
	Agents        string
	Untouched     string
	Checked       string
	Unsaved       int
	Misconfigured string
	Missing       string
	Created       []string
	Walkthrough   []string
	Error         string
}

// TestInVSCode has one editor for all that runs in it, since it takes long to start.
func TestInVSCode(t *testing.T) {
	e := newEditor(t)
	t.Run("user", e.testUser)
	t.Run("extension host", e.testExtensionHost)
}

// testExtensionHost runs the tests that ask the editor what it got from the server.
func (e editor) testExtensionHost(t *testing.T) {
	work, err := os.Getwd()
	if err != nil {
		t.Fatal(err)
	}
	suite := filepath.Join(work, "dist", "test", "suite.js")
	run(t, "node", "test/bundle.mjs", suite)
	out, err := script(t, "test/host.mjs", e.url, newTidalBank(t), e.chromium, work, suite)
	t.Logf("%s", out)
	if err != nil {
		t.Error(err)
	}
}

// testUser follows a user: what is wrong is drawn, underlined and listed, the light bulb mends it, undo brings it back, the
// link in Problems leads to the page of the rule; a folder without a bank is left alone until one is started there.
func (e editor) testUser(t *testing.T) {
	empty := filepath.Join(t.TempDir(), "harbour")
	if err := os.Mkdir(empty, 0o755); err != nil {
		t.Fatal(err)
	}
	got := e.follow(t, newTidalBank(t), empty)
	if got.Error != "" {
		t.Fatalf("after %v: %s", got.Steps, got.Error)
	}
	t.Logf("milliseconds: %v", got.Steps)
	if want := "Cortex 3 2"; got.Status != want {
		t.Errorf("the status item says %q, want %q", got.Status, want)
	}
	for _, want := range []string{
		"memory-bank/activeContext.md, 99 tokens, 50 % of its budget, 1 error, links to 2 files, 1 file links here, 1 broken",
		"memory-bank/progres.md, does not exist, 1 file links here, 1 broken",
	} {
		if !slices.Contains(got.Spots, want) {
			t.Errorf("the picture shows %q, want %q among them", got.Spots, want)
		}
	}
	if want := "progress.md 85 43 % 1 1 1 1"; !slices.Contains(got.Rows, want) {
		t.Errorf("the table beside the picture has %q, want %q among them", got.Rows, want)
	}
	if want := `link target "progres.md" does not exist`; !strings.Contains(got.Hover, want) {
		t.Errorf("over what is underlined stands %q, want %q in it", got.Hover, want)
	}
	const problem = `link target "progres.md" does not exist; did you mean "progress.md"? cortex broken-link [Ln 10, Col 83]`
	if !slices.Contains(got.Problems, problem) {
		t.Errorf("Problems are %q, want %q among them", got.Problems, problem)
	}
	if fix := `Change to "progress.md"`; !slices.Contains(got.Fixes, fix) {
		t.Errorf("fixes are %q, want %q among them", got.Fixes, fix)
	}
	if want := "heading-level-skip"; got.RulePage != want {
		t.Errorf("the page behind the link in Problems is %q, want %q", got.RulePage, want)
	}
	if want := fmt.Sprintf("Discovered %d tools", len(mcp.Tools())); !strings.HasSuffix(got.Agents, want) {
		t.Errorf("of the MCP server the editor says %q, want %q", got.Agents, want)
	}
	if want := "Cortex: 1 error, 1 warning, 1 hint in 6 files."; got.Checked != want {
		t.Errorf("checking says %q, want %q", got.Checked, want)
	}
	if want := `unknown key "ruels"`; !strings.Contains(got.Misconfigured, want) {
		t.Errorf("of a mistake in the configuration the user is told %q, want %q in it", got.Misconfigured, want)
	}
	if want := "Mend what is wrong"; !slices.Contains(got.Walkthrough, want) {
		t.Errorf("the walkthrough has the steps %q, want %q among them", got.Walkthrough, want)
	}
	if got.Unsaved != 0 {
		t.Errorf("%d files of the new bank are not saved", got.Unsaved)
	}
	if got.Untouched != "" {
		t.Errorf("in a folder without a bank the status bar has %q", got.Untouched)
	}
	if want := "the setting cortex.path is"; !strings.Contains(got.Missing, want) {
		t.Errorf("without a program the user is told %q, want %q in it", got.Missing, want)
	}
	if want := "activeContext.md"; !slices.Contains(got.Created, want) {
		t.Errorf("the new bank has %q, want %q among them", got.Created, want)
	}
}

// follow runs test/e2e.mjs. Its pictures are kept where CORTEX_PICTURES says.
func (e editor) follow(t *testing.T, bank, empty string) report {
	t.Helper()
	pictures := os.Getenv("CORTEX_PICTURES")
	if pictures == "" {
		pictures = t.TempDir()
	}
	out, err := script(t, "test/e2e.mjs", e.url, bank, empty, pictures, e.chromium, e.settings)
	var got report
	if json.Unmarshal(out, &got) != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	return got
}
