package vscode

import (
	"encoding/json"
	"os"
	"path"
	"regexp"
	"strings"
	"testing"

	"cortex/rules"
)

// TestEveryBankActivates compares what the editor looks for with the conventions: each bank has a file that starts the
// extension.
func TestEveryBankActivates(t *testing.T) {
	patterns := activationPatterns(t)
	for _, p := range rules.Profiles() {
		started := false
		for _, f := range p.Files {
			name := path.Join(p.Folder, f.Name)
			for _, pattern := range patterns {
				started = started || pattern.MatchString(name)
			}
		}
		if !started {
			t.Errorf("no file of profile %q activates the extension", p.Name)
		}
	}
	for _, name := range []string{"README.md", "docs/index.md", "CLAUDE.md", "src/main.go", "docs/progress.md"} {
		for _, pattern := range patterns {
			if pattern.MatchString(name) {
				t.Errorf("%s activates the extension by %s", name, pattern)
			}
		}
	}
}

// activationPatterns reads the patterns of the manifest, of which it understands **/, * and {a,b}.
func activationPatterns(t *testing.T) []*regexp.Regexp {
	t.Helper()
	text, err := os.ReadFile("package.json")
	if err != nil {
		t.Fatal(err)
	}
	var manifest struct{ ActivationEvents []string }
	if err := json.Unmarshal(text, &manifest); err != nil {
		t.Fatal(err)
	}
	toRegexp := strings.NewReplacer(`\*\*/`, `(.*/)?`, `\*`, `[^/]*`, `\{`, `(`, `\}`, `)`, `,`, `|`)
	var patterns []*regexp.Regexp
	for _, e := range manifest.ActivationEvents {
		if glob, ok := strings.CutPrefix(e, "workspaceContains:"); ok {
			patterns = append(patterns, regexp.MustCompile("^"+toRegexp.Replace(regexp.QuoteMeta(glob))+"$"))
		}
	}
	if len(patterns) == 0 {
		t.Fatal("the manifest has no patterns")
	}
	return patterns
}
