package mcp

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cortex/bank"
	"cortex/rules"
)

func TestAnEmptyFolderIsNoBankYet(t *testing.T) {
	root := newProject(t, false)
	folder := filepath.Join(root, "memory-bank")
	if err := os.Mkdir(folder, 0o755); err != nil {
		t.Fatal(err)
	}
	c := serve(t, folder)
	a := ask[changeAnswer](c, "bank_init", arguments{"apply": true})
	if !a.Applied || textAt(t, root, progressPath) == "" {
		t.Errorf("%+v", a)
	}
}

func TestNoBankBeginsWhereNoneIsSeen(t *testing.T) {
	for _, dir := range []string{".git", "node_modules/m", ".cortex-history", "hidden/m", ".GIT"} {
		root := newProject(t, false)
		write(t, filepath.Join(root, ".gitignore"), "hidden/\n")
		c := connect(t, New(Options{Place: Place{Dir: root}}), nil)
		why := c.refusal("bank_init", arguments{"dir": dir, "apply": true})
		if !strings.HasPrefix(why, "outside: ") {
			t.Errorf("%s: %s", dir, why)
		}
		if found, err := filepath.Glob(filepath.Join(root, dir, "*.md")); err != nil || len(found) > 0 {
			t.Errorf("%s: %q, %v", dir, found, err)
		}
		if _, err := os.Stat(filepath.Join(root, bank.ConfigFile)); err == nil {
			t.Errorf("%s: the configuration is written", dir)
		}
	}
}

// TestWhatIsNoBankIsNotStarted: the configuration names the banks, and the folder is none of them.
func TestWhatIsNoBankIsNotStarted(t *testing.T) {
	root := newProject(t, true)
	write(t, filepath.Join(root, bank.ConfigFile), "banks: [memory-bank]\n")
	c := serve(t, root)
	for _, apply := range []bool{false, true} {
		if why := c.refusal("bank_init", arguments{"dir": "other", "apply": apply}); !strings.HasPrefix(why, "outside: ") {
			t.Error(why)
		}
	}
	if found, err := filepath.Glob(filepath.Join(root, "other", "*.md")); err != nil || len(found) > 0 {
		t.Errorf("%q, %v", found, err)
	}
}

// TestABankOfEachProfileCanBeStarted begins each with nothing but the project around it, and looks at what there is then.
func TestABankOfEachProfileCanBeStarted(t *testing.T) {
	for _, p := range rules.Profiles() {
		c := connect(t, New(Options{Logger: testLogger(t), Place: Place{Dir: newProject(t, false)}}), nil)
		r := c.call("bank_init", arguments{"profile": p.Name, "apply": true})
		if r.IsError {
			t.Errorf("%s: %s", p.Name, textOf(r))
			continue
		}
		if a := ask[overviewAnswer](c, "bank_overview", nil); len(a.Banks) != 1 || a.Banks[0].Profile != p.Name || a.Banks[0].Files == 0 {
			t.Errorf("%s: %+v", p.Name, a)
		}
	}
}
