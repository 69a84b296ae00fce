package main

import (
	"bytes"
	"io"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cortex/rules"
)

// output is a standard output in memory.
type output struct{ bytes.Buffer }

func (*output) Close() error { return nil }

// inFolder runs a command line in dir and returns the exit code and what it prints. Answers are typed on a terminal
// if there are any.
func inFolder(t *testing.T, dir, answers string, args ...string) (code int, out, err string) {
	t.Helper()
	var stdout output
	var stderr bytes.Buffer
	env := environment{
		in: io.NopCloser(strings.NewReader(answers)), out: &stdout, err: &stderr, dir: dir, lookupEnv: os.LookupEnv,
		inTerminal: answers != "", outTerminal: answers != "",
	}
	code = run(t.Context(), env, args)
	return code, stdout.String(), stderr.String()
}

// A new bank is recognised and clean, wherever it is put.
func TestANewBankOfEveryProfileIsClean(t *testing.T) {
	for _, p := range rules.Profiles() {
		for _, folder := range [][]string{nil, {filepath.FromSlash("docs/own")}} {
			t.Run(strings.Join(append(folder, p.Name), " "), func(t *testing.T) { checkNewBank(t, p.Name, folder) })
		}
	}
}

func checkNewBank(t *testing.T, profile string, folder []string) {
	t.Helper()
	dir := t.TempDir()
	initArgs := append([]string{"init", "--profile", profile}, folder...)
	code, out, errs := inFolder(t, dir, "", initArgs...)
	if code != 0 || errs != "" {
		t.Fatalf("init: exit %d, %q", code, errs)
	}
	if config, err := os.ReadFile(filepath.Join(dir, ".cortex.yaml")); err != nil || string(config) != "profile: "+profile+"\n" {
		t.Errorf("configuration %q, %v", config, err)
	}
	if code, report, errs := inFolder(t, dir, "", "check", "--min-severity", "hint"); code != 0 || errs != "" || !strings.HasPrefix(report, "no diagnostics in ") {
		t.Errorf("check: exit %d, %q\n%s", code, errs, report)
	}
	written := strings.Count(out, "created ") - 1
	if _, out, _ := inFolder(t, dir, "", initArgs...); strings.Count(out, "kept ") != written || strings.Contains(out, "created") {
		t.Errorf("a second time it says\n%s", out)
	}
}

func TestInitAsksOnATerminal(t *testing.T) {
	for answer, want := range map[string]string{"\n": "cline", "kilo\n": "kilo", " roo ": "roo"} {
		dir := t.TempDir()
		code, out, errs := inFolder(t, dir, answer, "init")
		if code != 0 || !strings.Contains(out, "\nvanzan01 ") || !strings.Contains(out, "profile [cline]: ") {
			t.Errorf("%q: exit %d, %q\n%s", answer, code, errs, out)
		}
		if config, _ := os.ReadFile(filepath.Join(dir, ".cortex.yaml")); string(config) != "profile: "+want+"\n" {
			t.Errorf("%q: configuration %q", answer, config)
		}
	}
	if code, _, errs := inFolder(t, t.TempDir(), "clein\n", "init"); code != 2 || !strings.Contains(errs, `did you mean "cline"?`) {
		t.Errorf("an unknown name: exit %d, %q", code, errs)
	}
}
