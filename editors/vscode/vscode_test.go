// Package vscode tests the extension for VS Code, in the real editor where that is there.
package vscode

import (
	"encoding/json"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"slices"
	"strconv"
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
	t.Run("costs", e.testCosts)
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

// activated is what the extension writes to its log when it has been activated, with the time that the processor took for that.
var activated = regexp.MustCompile(`activated in ([0-9.]+) ms`)

// testCosts bounds what the extension costs beside its server, in the windows that the tests before have opened.
func (e editor) testCosts(t *testing.T) {
	var size int64
	for _, name := range []string{"dist/extension.js", "dist/webview/main.js", "dist/webview/page.css", "dist/webview/page.html"} {
		info, err := os.Stat(name)
		if err != nil {
			t.Fatal(err)
		}
		size += info.Size()
	}
	if size >= 1<<20 {
		t.Errorf("the extension has %d bytes, want less than 1 MB", size)
	}
	times := 0
	for _, match := range activated.FindAllStringSubmatch(e.logs(t), -1) {
		times++
		if ms, err := strconv.ParseFloat(match[1], 64); err != nil || ms >= 50 {
			t.Errorf("activation took %s ms of the processor's time, want less than 50 (%v)", match[1], err)
		}
	}
	t.Logf("%d bytes; activated %d times", size, times)
	if times == 0 {
		t.Error("the log tells of no activation")
	}
}

// logs returns what the extension has written to its log in all windows.
func (e editor) logs(t *testing.T) string {
	t.Helper()
	var all strings.Builder
	err := filepath.WalkDir(filepath.Join(e.data, "data", "logs"), func(path string, _ fs.DirEntry, err error) error {
		if err != nil || filepath.Base(path) != "Cortex.log" {
			return err
		}
		text, err := os.ReadFile(path)
		all.Write(text)
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return all.String()
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
