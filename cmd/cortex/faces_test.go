package main

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// TestAllFacesSayTheSame compares what the command line, the language server and the server for agents
// report, one by one, on every bank of the repository's test data.
func TestAllFacesSayTheSame(t *testing.T) {
	folders, err := filepath.Glob("../../testdata/*/*")
	if err != nil || len(folders) == 0 {
		t.Fatalf("no banks: %v", err)
	}
	total := 0
	for _, folder := range folders {
		if info, err := os.Stat(folder); err != nil || !info.IsDir() {
			continue
		}
		t.Run(filepath.Base(folder), func(t *testing.T) {
			root := t.TempDir() // outside of git, whose history would count
			if err := os.CopyFS(root, os.DirFS(folder)); err != nil {
				t.Fatal(err)
			}
			checked := checkFace(t, root)
			total += len(checked)
			if diff := cmp.Diff(checked, serverFace(t, root)); diff != "" {
				t.Errorf("cortex lsp says something else than cortex check (-check +lsp):\n%s", diff)
			}
			if diff := cmp.Diff(checked, agentFace(t, root)); diff != "" {
				t.Errorf("cortex mcp says something else than cortex check (-check +mcp):\n%s", diff)
			}
		})
	}
	if total < 5 {
		t.Errorf("%d diagnostics on all banks: too few to show anything", total)
	}
}

// faceLine is a diagnostic as every face has it: lines and columns from 1, columns in code points.
func faceLine(path string, line, column int, severity, rule, message string) string {
	return fmt.Sprintf("%s:%d:%d: %s %s: %s", path, line, column, severity, rule, message)
}

func checkFace(t *testing.T, root string) []string {
	var out, stderr bytes.Buffer
	env := environment{out: nopWriteCloser{&out}, err: &stderr, dir: root, lookupEnv: os.LookupEnv}
	if code := run(t.Context(), env, []string{"check", "--format", "json", "--min-severity", "hint"}); code == exitError {
		t.Fatal(stderr.String())
	}
	var report jsonReport
	if err := json.Unmarshal(out.Bytes(), &report); err != nil {
		t.Fatal(err)
	}
	lines := []string{}
	for _, d := range report.Diagnostics {
		lines = append(lines, faceLine(d.Path, d.Start.Line, d.Start.Column, d.Severity, d.Rule, d.Message))
	}
	slices.Sort(lines)
	return lines
}

type nopWriteCloser struct{ io.Writer }

func (nopWriteCloser) Close() error { return nil }

// started runs a command that serves, and returns the two ends of its streams.
func started(t *testing.T, dir string, args ...string) (io.WriteCloser, *bufio.Reader) {
	in, toServer := io.Pipe()
	fromServer, out := io.Pipe()
	var stderr bytes.Buffer
	env := environment{in: in, out: out, err: &stderr, dir: dir, lookupEnv: func(string) (string, bool) { return "", false }}
	ended := make(chan int, 1)
	go func() {
		ended <- run(t.Context(), env, args)
		out.Close()
	}()
	t.Cleanup(func() {
		toServer.Close()
		io.Copy(io.Discard, fromServer)
		<-ended
	})
	return toServer, bufio.NewReader(fromServer)
}

func serverFace(t *testing.T, root string) []string {
	in, out := started(t, root, "lsp")
	uri := (&url.URL{Scheme: "file", Path: root}).String()
	ask := func(id int, method string, params any) json.RawMessage {
		send(t, in, string(mustJSON(t, map[string]any{"jsonrpc": "2.0", "id": id, "method": method, "params": params})))
		for {
			var answer struct {
				ID     any             `json:"id"`
				Method string          `json:"method"`
				Result json.RawMessage `json:"result"`
			}
			if err := json.Unmarshal([]byte(receive(t, out)), &answer); err != nil {
				t.Fatal(err)
			}
			if answer.Method == "" && answer.ID == float64(id) {
				return answer.Result
			}
		}
	}
	ask(1, "initialize", map[string]any{"rootUri": uri, "capabilities": map[string]any{
		"general":      map[string]any{"positionEncodings": []string{"utf-32"}},
		"textDocument": map[string]any{"diagnostic": map[string]any{}},
		"workspace":    map[string]any{"diagnostics": map[string]any{"refreshSupport": true}},
	}})
	send(t, in, `{"jsonrpc":"2.0","method":"initialized","params":{}}`)
	var report struct {
		Items []struct {
			URI   string
			Items []struct {
				Range         struct{ Start struct{ Line, Character int } }
				Severity      int
				Code, Message string
			}
		}
	}
	if err := json.Unmarshal(ask(2, "workspace/diagnostic", map[string]any{"previousResultIds": []any{}}), &report); err != nil {
		t.Fatal(err)
	}
	severities := []string{"", "error", "warning", "information", "hint"}
	lines := []string{}
	for _, file := range report.Items {
		for _, d := range file.Items {
			path := strings.TrimPrefix(strings.TrimPrefix(file.URI, uri), "/")
			lines = append(lines, faceLine(path, d.Range.Start.Line+1, d.Range.Start.Character+1, severities[d.Severity], d.Code, d.Message))
		}
	}
	slices.Sort(lines)
	return lines
}

func agentFace(t *testing.T, root string) []string {
	in, out := started(t, root, "mcp", "--bank", root)
	ask := func(message string) []byte {
		fmt.Fprintln(in, message)
		line, err := out.ReadBytes('\n')
		if err != nil {
			t.Fatal(err)
		}
		return line
	}
	ask(`{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"x","version":"1"}}}`)
	var answer struct {
		Result struct {
			StructuredContent struct {
				Details []struct {
					Path, Severity, Rule, Message string
					Line, Column                  int
				}
			}
		}
	}
	line := ask(`{"jsonrpc":"2.0","id":2,"method":"tools/call","params":{"name":"bank_validate","arguments":` +
		`{"min_severity":"hint","response_format":"detailed","limit":500}}}`)
	if err := json.Unmarshal(line, &answer); err != nil {
		t.Fatal(err)
	}
	lines := []string{}
	for _, d := range answer.Result.StructuredContent.Details {
		lines = append(lines, faceLine(d.Path, d.Line, d.Column, d.Severity, d.Rule, d.Message))
	}
	slices.Sort(lines)
	return lines
}

func mustJSON(t *testing.T, v any) []byte {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
