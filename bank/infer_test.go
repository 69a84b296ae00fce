package bank

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

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
		"m/progress.md": "# P\n\n## Übersicht\n\n## 3. Übersicht\n\n## 2026-01-05\n\n## v1.2\n\n## 🎉\n\n### Deep\n",
		"m/log/a.md":    "", "m/log/b.md": "", "m/log/c.md": "", "m/log/d.md": "", "m/x/[one].md": "", "m/2026-01.md": "",
	})), newEngine()), ScanOptions{})
	text, err := s.InferProfile(t.Context(), s.Banks()[0], "true")
	want := `name: "true"
extends: cline
files:
  - name: activeContext.md
    need: required
    sections: []
  - name: productContext.md
    need: required
    sections: []
  - name: progress.md
    need: required
    sections:
      - {id: "übersicht", name: "Übersicht", need: required}
  - name: projectbrief.md
    need: required
    sections: []
  - name: systemPatterns.md
    need: required
    sections: []
  - name: techContext.md
    need: required
    sections: []
  - name: "x/\\[one].md"
    need: required
    sections: []
`
	if err != nil || text != want {
		t.Errorf("got %v\n%s", err, text)
	}
}
