package main

import (
	"path/filepath"
	"testing"

	"github.com/spf13/cobra"

	"cortex/rules"
)

func TestColourOnlyOnATerminalUnlessAskedFor(t *testing.T) {
	tests := []struct {
		flag, noColor, term string
		terminal, want      bool
	}{
		{"auto", "", "xterm", true, true},
		{"auto", "", "xterm", false, false},
		{"auto", "1", "xterm", true, false},
		{"auto", "", "dumb", true, false},
		{"always", "1", "dumb", false, true},
		{"never", "", "xterm", true, false},
	}
	for _, tt := range tests {
		env := environment{outTerminal: tt.terminal, lookupEnv: func(name string) (string, bool) {
			value := map[string]string{"NO_COLOR": tt.noColor, "TERM": tt.term}[name]
			return value, value != ""
		}}
		if got := env.style(&choice{value: tt.flag}).on; got != tt.want {
			t.Errorf("%+v: colour %v", tt, got)
		}
	}
}

func TestPathsAreShownAsTyped(t *testing.T) {
	dir := t.TempDir()
	env := environment{dir: filepath.Join(dir, "a")}
	for _, tt := range []struct{ typed, shown string }{
		{"b/c.md", filepath.FromSlash("b/c.md")}, {"./b", "b"}, {".", "."}, {"../x", filepath.FromSlash("../x")}, {filepath.Join(dir, "a", "y"), "y"},
	} {
		if got := env.display(env.abs(tt.typed)); got != tt.shown {
			t.Errorf("%q is shown as %q, want %q", tt.typed, got, tt.shown)
		}
	}
}

func TestChoiceTakesItsWordsOnly(t *testing.T) {
	failOn := addFailOn(&cobra.Command{})
	for word, want := range map[string]rules.Severity{"hint": rules.Hint, "info": rules.Information, "never": rules.Error + 1} {
		if err := failOn.Set(word); err != nil || failOn.severity() != want {
			t.Errorf("--fail-on %s: %v, %v", word, failOn.severity(), err)
		}
	}
	for _, word := range []string{"", "off", "Error"} {
		if failOn.Set(word) == nil {
			t.Errorf("--fail-on %q is accepted", word)
		}
	}
}

func TestHarmlessTextCannotMoveTheCursor(t *testing.T) {
	for text, want := range map[string]string{
		"plain 🚀 見":      "plain 🚀 見",
		"a\x1b[2Jb":      "a␛[2Jb",
		"a\r\nb":         "a␍␊b",
		"a\u009b31mb":    "a\ufffd31mb",
		"a\u202eb\u2066": "a\ufffdb\ufffd",
		"\x7f\x00":       "␡␀",
		"tag\U000e0041":  "tag\ufffd",
		"\ufeffa":        "a",
	} {
		if got := harmless(text); got != want {
			t.Errorf("harmless(%q) = %q, want %q", text, got, want)
		}
	}
}
