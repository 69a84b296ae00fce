package bank

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cortex/rules"
)

func TestABankIsCleanUnderTheProfileMadeOfIt(t *testing.T) {
	for _, name := range []string{"healthy", "sample"} {
		root := t.TempDir()
		if err := os.CopyFS(root, os.DirFS(filepath.Join("..", "testdata", "banks", name))); err != nil {
			t.Fatal(err)
		}
		f := NewFolder(root)
		s := rescan(t, f, ScanOptions{})
		text, err := s.InferProfile(t.Context(), s.Banks()[0], "own")
		if err != nil || !strings.Contains(text, "extends: cline\n") {
			t.Errorf("%s: %v\n%s", name, err, text)
		}
		writeText(t, root, "own.yaml", text)
		writeText(t, root, ConfigFile, "profile: own.yaml\nrules: {section-order: error}\n")
		s = readChanged(t, f, ConfigFile)
		if b := s.Banks()[0]; !b.Declared || b.Profile.Name != "own" {
			t.Fatalf("%s: the bank has the profile %v", name, b.Profile)
		}
		for _, d := range mustCheck(t, s).All() {
			if rules.Lookup(d.Rule).Schema || d.Rule == configRule {
				t.Errorf("%s: %s: %s [%s]", name, d.Path, d.Message, d.Rule)
			}
		}
	}
}

// A convention with sections that the bank has not, and files of which nothing is asked.
func TestAnInferredProfileAsksForWhatIsThereOnly(t *testing.T) {
	s := rescan(t, memoryFolder(inMemory(withBank("m", map[string]string{
		"m/progress.md": "# P\n\n## Übersicht\n\n## 3. Übersicht\n\n## 2026-01-05\n\n## v1.2\n\n## 🎉\n\n## ✅ What Works (so far):\n\n### Deep\n",
		"m/log/a.md":    "", "m/x/[one].md": "", "m/2026-01.md": "", "m/[plan].md": "# Plan\n\n## Today\n",
	})), newEngine()), ScanOptions{})
	text, err := s.InferProfile(t.Context(), s.Banks()[0], "true")
	want := inferredHeader + `name: "true"
extends: cline
files:
  - name: "\\[plan].md"
    need: optional
  - name: activeContext.md
    need: required
    sections: []
  - name: productContext.md
    need: required
    sections: []
  - name: progress.md
    need: required
    sections:
      - {id: "übersicht", name: "Übersicht", need: recommended}
      - {id: works, name: What Works, need: required}
  - name: projectbrief.md
    need: required
    sections: []
  - name: systemPatterns.md
    need: required
    sections: []
  - name: techContext.md
    need: required
    sections: []
`
	if diff := cmp.Diff(want, text); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}

// A bank that no profile is like, and a file whose one section is its title.
func TestAnInferredProfileOfABankOfOnesOwn(t *testing.T) {
	s := rescan(t, memoryFolder(inMemory(map[string]string{
		ConfigFile: "banks: [m]\n", "m/goals.md": "# Goals\n\n## 1️⃣ Why\n\n## II. How\n\n## Phase 2\n", "m/journal.md": "## Journal of the Team\n", "m/deep/a.md": "",
	}), newEngine()), ScanOptions{})
	text, err := s.InferProfile(t.Context(), s.Banks()[0], "own")
	want := inferredHeader + `name: own
files:
  - name: goals.md
    need: required
    sections:
      - {id: why, name: Why, need: recommended}
      - {id: how, name: How, need: recommended}
  - name: journal.md
    need: required
`
	if diff := cmp.Diff(want, text); err != nil || diff != "" {
		t.Errorf("%v\n%s", err, diff)
	}
}
