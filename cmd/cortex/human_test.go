package main

import (
	"bytes"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/fstest"

	"cortex/bank"
	"cortex/markdown"
	"cortex/rules"
)

// TestDiagnosticsAreListedInTheirOrder lists so many that several parts are put into words at a time.
func TestDiagnosticsAreListedInTheirOrder(t *testing.T) {
	root := t.TempDir()
	if err := os.CopyFS(root, fstest.MapFS{bank.ConfigFile: {Data: []byte("banks: [m]\n")}, "m": {Mode: fs.ModeDir}}); err != nil {
		t.Fatal(err)
	}
	r := workspaceReport{}
	var want []string
	for n := range 30 {
		name := fmt.Sprintf("m/note%02d.md", n)
		if err := os.WriteFile(filepath.Join(root, name), []byte(strings.Repeat("word\n", 25)), 0o666); err != nil {
			t.Fatal(err)
		}
		for line := range 25 {
			r.listed = append(r.listed, rules.Diagnostic{Path: name, Rule: "broken-link", Severity: rules.Error, Span: markdown.Span{Start: 5 * line, End: 5*line + 4}})
			want = append(want, fmt.Sprintf("%s:%d:1: error:", name, line+1))
		}
	}
	folder, err := bank.Open(t.Context(), root, bank.ScanOptions{})
	if err != nil {
		t.Fatal(err)
	}
	r.texts = texts{folder.Snapshot()}
	var out bytes.Buffer
	if err := printHuman(&out, environment{dir: root}, style{}, &report{workspaces: []workspaceReport{r}}, nil); err != nil {
		t.Fatal(err)
	}
	var got []string
	for line := range strings.Lines(out.String()) {
		if place, _, is := strings.Cut(line, " error:"); is {
			got = append(got, place+" error:")
		}
	}
	if len(got) != len(want) {
		t.Fatalf("%d diagnostics are listed, want %d", len(got), len(want))
	}
	for i := range want {
		if got[i] != want[i] {
			t.Fatalf("diagnostic %d is %q, want %q", i, got[i], want[i])
		}
	}
}
