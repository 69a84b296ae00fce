package main

import (
	"bytes"
	"encoding/json"
	"io"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"cortex/cmd/faces"
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
			count, differences, err := faces.Compare(func(dir string, args ...string) (faces.Program, error) { return started(t, dir, args), nil }, root)
			if err != nil {
				t.Fatal(err)
			}
			for _, d := range differences {
				t.Error(d)
			}
			total += count
		})
	}
	if total < 5 {
		t.Errorf("%d diagnostics on all banks: too few to show anything", total)
	}
}

// started runs a command.
func started(t *testing.T, dir string, args []string) faces.Program {
	in, toServer := io.Pipe()
	fromServer, out := io.Pipe()
	var stderr bytes.Buffer
	env := environment{in: in, out: out, err: &stderr, dir: dir, lookupEnv: func(string) (string, bool) { return "", false }}
	ended := make(chan struct{})
	go func() {
		defer close(ended)
		if code := run(t.Context(), env, args); code == exitError {
			t.Error(stderr.String())
		}
		out.Close()
	}()
	return faces.Program{In: toServer, Out: fromServer, Close: sync.OnceFunc(func() {
		toServer.Close()
		io.Copy(io.Discard, fromServer)
		<-ended
	})}
}

func mustJSON(t *testing.T, v any) []byte {
	t.Helper()
	text, err := json.Marshal(v)
	if err != nil {
		t.Fatal(err)
	}
	return text
}
