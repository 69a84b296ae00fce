package main

import (
	"bytes"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"

	"cortex/bank"
	"cortex/rules"
)

// TestSafeFixesOfTheProjectsOwnBanks checks the fixes of every case of every rule, and of the banks in testdata.
func TestSafeFixesOfTheProjectsOwnBanks(t *testing.T) {
	dir := filepath.Join(writeFiles(t, caseWorkspaces(t)), "workspaces")
	if err := os.CopyFS(dir, os.DirFS("../../testdata/banks")); err != nil {
		t.Fatal(err)
	}
	var out bytes.Buffer
	if err := run(t.Context(), &out, []string{"-fix", dir}); err != nil {
		t.Errorf("%v:\n%s", err, out.String())
	}
	if strings.Contains(out.String(), ", 0 safe fixes") {
		t.Errorf("nothing was fixed:\n%s", out.String())
	}
}

// caseWorkspaces lays the cases of all rules out, each as a workspace with its bank in memory-bank.
func caseWorkspaces(t *testing.T) map[string]string {
	t.Helper()
	paths, err := filepath.Glob("../../rules/testdata/*/*.txtar")
	if err != nil || len(paths) == 0 {
		t.Fatalf("no cases: %v", err)
	}
	files := map[string]string{}
	for _, p := range paths {
		archive, err := txtar.ParseFile(p)
		if err != nil {
			t.Fatal(err)
		}
		top := "workspaces/" + filepath.Base(filepath.Dir(p)) + "+" + strings.TrimSuffix(filepath.Base(p), ".txtar") + "/"
		files[top+".cortex.yaml"] = "banks: [memory-bank]\n"
		for _, f := range archive.Files {
			name := f.Name
			switch {
			case name == "input.md":
				name = "memory-bank/activeContext.md"
			case name == "want" || name == "settings.yaml" || strings.HasPrefix(name, "fixed/"):
				continue
			}
			files[top+name] = string(f.Data)
		}
	}
	return files
}

func TestWhatGoesWrongWithFixesIsSaid(t *testing.T) {
	text, crlf := "a\n", "a\r\n"
	var c fixCheck
	c.judge(&bank.FixResult{
		Fixed:   map[string]int{"r": 2},
		Changes: []bank.FileChange{{Path: "gone.md", Old: &text}, {Path: "ends.md", Old: &text, New: &crlf}, {Path: "new.md", New: &crlf}},
		Left: &bank.Results{Found: bank.NewFound(map[string][]rules.Diagnostic{"left.md": {
			{Path: "left.md", Rule: "r", Message: "m", Fixes: []rules.Fix{{Title: "Unsafe"}, {Title: "Safe", Safe: true}}},
			{Path: "left.md", Rule: "r", Message: "n", Fixes: []rules.Fix{{Title: "Unsafe"}}},
		}})},
	})
	want := []string{
		"the fixes do not come to an end: map[r:2]",
		"left.md: a safe fix of r is left: m",
		"gone.md: taken away by a safe fix",
		"ends.md: the line ends or the byte order mark are not kept",
	}
	if !slices.Equal(c.failures, want) || c.fixes != 2 {
		t.Errorf("got %q", c.failures)
	}
}

func TestTheFormOfATextIsKept(t *testing.T) {
	for _, c := range []struct {
		before, after string
		kept          bool
	}{
		{"a\nb\n", "a\nc\n", true},
		{"a\nb\n", "a\r\nc\n", false},
		{"a\r\nb\r\n", "a\r\nc\r\n", true},
		{"a\r\nb\r\n", "a\r\nc\n", false},
		{"a\r\nb\n", "a\r\nb\r\n", true},
		{byteOrderMark + "a\n", "a\n", false},
		{"a\n", byteOrderMark + "a\n", false},
	} {
		if got := formOf(c.before).keptBy(formOf(c.after)); got != c.kept {
			t.Errorf("%q to %q: kept is %v", c.before, c.after, got)
		}
	}
}
