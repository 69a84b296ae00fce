// Package clients has programs that others wrote for the Model Context Protocol drive the server that ships.
package clients

import (
	"bufio"
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"cortex/mcp"
)

// patience bounds a session.
const patience = time.Minute

// report is what session.mjs prints.
type report struct {
	Spoken                               string
	Tools, Prompts, Templates, Completed []string
	Found                                struct {
		Hits []struct{ Path, Section string }
	}
	Judged              struct{ Issues map[string][]string }
	Read, Diff, Refused string
}

const progress = "# Progress\n\n## What Works\n\n- The engine.\n"

func wantedReport(spoken string) report {
	want := report{
		Spoken:    spoken,
		Prompts:   []string{"init_memory_bank", "load_memory_bank", "review_memory_bank", "update_memory_bank"},
		Templates: []string{"bank://file/{+path}", "bank://rules/{id}"},
		Completed: []string{"memory-bank/progress.md"},
		Read:      progress,
		Diff:      "+- The tanks.",
		Refused:   "stale",
	}
	for _, t := range mcp.Tools() {
		want.Tools = append(want.Tools, t.Name)
	}
	slices.Sort(want.Tools)
	want.Found.Hits = []struct{ Path, Section string }{{"memory-bank/progress.md", "What Works"}}
	want.Judged.Issues = map[string][]string{
		"memory-bank/activeContext.md": {`5 error broken-link: link target "progres.md" does not exist; did you mean "progress.md"?`},
	}
	return want
}

// TestTypeScriptClients has the clients of the protocol's authors read, search, judge, edit, subscribe and complete.
func TestTypeScriptClients(t *testing.T) {
	packages := packagesIn(t, "CORTEX_CLIENTS", "mcp/clients/typescript")
	cortex := build(t)
	for _, tt := range []struct{ name, client, protocol, spoken string }{
		{"1.x", "@modelcontextprotocol/sdk", "2025-11-25", ""}, // it does not tell what it speaks
		{"2.x", "@modelcontextprotocol/client", "2025-11-25", "2025-11-25"},
		{"2.x without a session", "@modelcontextprotocol/client", "2026-07-28", "2026-07-28"},
	} {
		t.Run(tt.name+" over stdio", func(t *testing.T) {
			t.Parallel()
			converse(t, newBank(t), tt.spoken, packages, tt.client, tt.protocol, cortex, "mcp")
		})
		t.Run(tt.name+" over HTTP", func(t *testing.T) {
			t.Parallel()
			workspace := newBank(t)
			url, token := serveHTTP(t, cortex, workspace)
			converse(t, workspace, tt.spoken, packages, tt.client, tt.protocol, url, token)
		})
	}
}

// converse runs session.mjs in a workspace and compares what it reports.
func converse(t *testing.T, workspace, spoken string, args ...string) {
	t.Helper()
	script, err := filepath.Abs(filepath.Join("typescript", "session.mjs"))
	if err != nil {
		t.Fatal(err)
	}
	ctx, cancel := context.WithTimeout(t.Context(), patience)
	defer cancel()
	run := exec.CommandContext(ctx, "node", append([]string{script}, args...)...)
	run.Dir, run.Env = workspace, environment(t)
	var stderr strings.Builder
	run.Stderr = &stderr
	out, err := run.Output()
	if err != nil {
		t.Fatalf("%v\n%s%s", err, out, stderr.String())
	}
	var got report
	if err := json.Unmarshal(out, &got); err != nil {
		t.Fatalf("%v: %s", err, out)
	}
	// Hashes and the sentence after a code are tested where they are made.
	_, got.Read, _ = strings.Cut(got.Read, " saved\n\n")
	got.Refused, _, _ = strings.Cut(got.Refused, ":")
	if strings.Contains(got.Diff, "\n+- The tanks.\n") {
		got.Diff = "+- The tanks."
	}
	if diff := cmp.Diff(wantedReport(spoken), got); diff != "" {
		t.Error(diff)
	}
}

// TestInspector has the inspector of the protocol's authors judge the schemas of the tools.
func TestInspector(t *testing.T) {
	suites := packagesIn(t, "CORTEX_SUITES", "mcp/clients/suites")
	bin := filepath.Join(suites, "node_modules", ".bin")
	cortex, workspace := build(t), newBank(t)
	url, token := serveHTTP(t, cortex, workspace)
	for name, server := range map[string][]string{
		"stdio": {"--", cortex, "mcp", "--bank", workspace},
		"HTTP":  {"--transport", "http", "--server-url", url, "--header", "Authorization: Bearer " + token},
	} {
		ctx, cancel := context.WithTimeout(t.Context(), patience)
		defer cancel()
		args := append([]string{"--cli", "-q", "--format", "json", "--method", "tools/list", "--strict"}, server...)
		run := exec.CommandContext(ctx, filepath.Join(bin, "mcp-inspector"), args...)
		run.Env = append(environment(t), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH"))
		var stderr strings.Builder
		run.Stderr = &stderr
		out, err := run.Output()
		if err != nil || stderr.Len() > 0 {
			t.Errorf("over %s: %v\n%s", name, err, stderr.String())
		}
		if got, want := strings.Count(string(out), `"inputSchema"`), len(mcp.Tools()); got != want {
			t.Errorf("over %s: %d tools, want %d", name, got, want)
		}
	}
}

// packagesIn returns the folder that a variable names, where the packages of a folder of this repository are installed.
func packagesIn(t *testing.T, variable, folder string) string {
	t.Helper()
	dir := os.Getenv(variable)
	if dir == "" {
		t.Skipf("set %s to what .ci/packages.sh %s DIR prints, to drive the server with what others wrote", variable, folder)
	}
	return dir
}

func build(t *testing.T) string {
	t.Helper()
	program := filepath.Join(t.TempDir(), "cortex")
	if out, err := exec.Command("go", "build", "-o", program, "cortex/cmd/cortex").CombinedOutput(); err != nil {
		t.Fatalf("building the server: %v\n%s", err, out)
	}
	return program
}

// environment is the process's with a home of its own, where the server and the clients may write.
func environment(t *testing.T) []string {
	home := t.TempDir()
	return append(os.Environ(), "HOME="+home, "XDG_STATE_HOME="+home, "CORTEX_BANK=", "CLAUDE_PROJECT_DIR=")
}

// newBank writes a bank with a broken link below a fresh folder and returns that.
func newBank(t *testing.T) string {
	t.Helper()
	workspace := t.TempDir()
	for name, text := range map[string]string{
		"activeContext.md": "# Active Context\n\n## Current Focus\n\n- See [what works](progres.md).\n",
		"progress.md":      progress,
	} {
		name = filepath.Join(workspace, "memory-bank", name)
		if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
			t.Fatal(err)
		}
	}
	return workspace
}

// serveHTTP starts the server in a workspace and returns where it is and its token. It is interrupted when the test
// ends, and then ends by itself.
func serveHTTP(t *testing.T, cortex, workspace string) (url, token string) {
	t.Helper()
	run := exec.Command(cortex, "mcp", "--http", "127.0.0.1:0")
	run.Dir, run.Env = workspace, append(environment(t), "CORTEX_MCP_TOKEN=")
	stderr, err := run.StderrPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := run.Start(); err != nil {
		t.Fatal(err)
	}
	lines := bufio.NewScanner(stderr)
	t.Cleanup(func() {
		if err := run.Process.Signal(os.Interrupt); err != nil {
			t.Error(err)
		}
		for lines.Scan() {
			t.Log(lines.Text())
		}
		if err := run.Wait(); err != nil {
			t.Errorf("the server ended with %v", err)
		}
	})
	for lines.Scan() {
		if _, after, found := strings.Cut(lines.Text(), "serving agents at "); found {
			url, _, _ = strings.Cut(after, ";")
		}
		if _, after, found := strings.Cut(lines.Text(), "Authorization: Bearer "); found {
			return url, after
		}
	}
	t.Fatal("the server tells no token")
	return "", ""
}
