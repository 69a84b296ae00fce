package bank

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing"
	"time"
)

// linkedBank is a workspace with a bank "m", a second one "n" and links from m to what is in neither.
func linkedBank(t *testing.T) string {
	t.Helper()
	texts := withBank("m", map[string]string{"m/a.md": "# A\n", "m/tasks/t.md": "# T\n", "src/main.txt": "s", ".envrc": "e"})
	for p, text := range withBank("n", map[string]string{"n/b.md": "# B\n"}) {
		texts[p] = text
	}
	root := onDisk(t, texts)
	for name, to := range map[string]string{"m/ext": "../src", "m/script.md": "../.envrc", "m/hook.md": "tasks/hook", "m/git": "../.git"} {
		if err := os.Symlink(to, filepath.Join(root, filepath.FromSlash(name))); err != nil {
			t.Skip(err)
		}
	}
	writeText(t, root, "m/tasks/hook", "h")
	writeText(t, root, ".git/config", "[core]\n")
	return root
}

func TestRenamingsStayInTheBank(t *testing.T) {
	root := linkedBank(t)
	before := tree(t, root)
	s := opened(t, root)
	for _, c := range []FileChange{
		{Path: "m/a.md", To: "src/a.md"}, {Path: "m/a.md", To: "a.md"}, {Path: "m/a.md", To: "../a.md"}, {Path: "m/a.md", To: "m"},
		{Path: "m/a.md", To: "m/.envrc"}, {Path: "m/a.md", To: "m/.mcp.json"}, {Path: "m/a.md", To: "m/a.yml"}, {Path: "m/a.md", To: "m/a"},
		{Path: "m/a.md", To: "m/ext/a.md"}, {Path: "n/b.md", To: "m/ext/b.md"}, {Path: "m/ext/main.txt", To: "m/main.md"},
		{Path: "m/a.md", To: "m/.git/a.md"}, {Path: "m/a.md", To: "m/git/a.md"}, {Path: "m/a.md", To: "m/node_modules/a.md"},
		{Path: "m/a.md", To: "m/" + versionsFolder + "/a.md"}, {Path: "m/a.md", To: "m/" + versionsFolder + "/objects/a.md"},
		{Path: "m/tasks", To: "tasks"}, {Path: "m/tasks", To: "m/.git"}, {Path: "m/tasks", To: "m/.GIT/hooks"}, {Path: "m/tasks", To: "m/ext/tasks"}, {Path: "m", To: "n/m"},
	} {
		t.Run(c.Path+" to "+c.To, func(t *testing.T) {
			wantRefusal(t, s.Confine([]FileChange{c}), Outside)
			if done, err := s.WriteConfined(t.Context(), "rename", []FileChange{c}); err == nil {
				t.Errorf("did %+v", done)
			}
		})
	}
	wantTree(t, root, before)
}

func TestConfinedRenamingsWithinAndBetweenBanks(t *testing.T) {
	root := linkedBank(t)
	want := tree(t, root)
	s := opened(t, root)
	changes := []FileChange{{Path: "m/a.md", To: "m/deep/er/a.md"}, {Path: "n/b.md", To: "m/new/b.md"}, {Path: "m/tasks", To: "m/done/tasks"}}
	if err := s.Confine(changes); err != nil {
		t.Error(err)
	}
	if _, err := s.WriteConfined(t.Context(), "rename", changes); err != nil {
		t.Error(err)
	}
	for from, to := range map[string]string{
		"m/a.md": "m/deep/er/a.md", "n/b.md": "m/new/b.md", "m/tasks/t.md": "m/done/tasks/t.md", "m/tasks/hook": "m/done/tasks/hook",
	} {
		want[to] = want[from]
		delete(want, from)
	}
	wantTree(t, root, want)
}

func TestLinksToWhatIsNoMarkdownAreNotWritten(t *testing.T) {
	root := linkedBank(t)
	before := tree(t, root)
	for _, c := range []FileChange{change("m/hook.md", "h", "x"), change("m/script.md", "e", "x"), change("m/git/config", "[core]\n", "x"), removal("m/hook.md", "h")} {
		if _, err := opened(t, root).WriteConfined(t.Context(), "edit", []FileChange{c}); err == nil {
			t.Errorf("wrote %s", c.Path)
		}
	}
	wantTree(t, root, before)
}

func TestAForgedHistoryRestoresNothingElse(t *testing.T) {
	root := linkedBank(t)
	s := opened(t, root)
	wrote(t, s, change("m/a.md", "# A\n", "# B\n"))
	forge := func(p, to, text string) {
		t.Helper()
		writeText(t, root, "m/"+versionsFolder+"/"+objectName(fullHash(text)), text)
		hash := fullHash(text)
		if to != "" {
			hash = ""
		}
		line, err := json.Marshal(versionRecord{ID: 2, Time: time.Now(), By: "edit", Path: p, To: to, Hash: hash, Size: len(text)})
		if err != nil {
			t.Fatal(err)
		}
		writeText(t, root, "m/"+versionsFolder+"/"+versionLog, string(line)+"\n")
	}
	for _, p := range []string{
		"../.git/config", "/etc/passwd", "../a.md", "", ".", ".envrc", "a", "sub/x.yml", ".git/x.md", versionsFolder + "/x.md",
	} {
		forge(p, "", "evil")
		if all, err := s.Versions("."); err != nil || len(all) > 0 {
			t.Errorf("%q: %+v, %v", p, all, err)
		}
	}
	forge("a.md", "../../../a.md", "evil")
	if all, err := s.Versions("."); err != nil || len(all) > 0 {
		t.Errorf("renamed out of the workspace: %+v, %v", all, err)
	}
	before := tree(t, root)
	for _, p := range []string{"git/config.md", "script.md", "hook.md"} { // where links lead
		if p == "git/config.md" {
			writeText(t, root, ".git/config.md", "[core]\n")
			before = tree(t, root)
		}
		forge(p, "", "evil")
		v, err := s.Version(".", 2)
		if err != nil {
			t.Fatal(err)
		}
		c, err := opened(t, root).Restore(v.Path, v)
		if err == nil {
			_, err = s.WriteConfined(t.Context(), "restore", []FileChange{*c})
		}
		if err == nil {
			t.Errorf("%s: restored", p)
		}
	}
	wantTree(t, root, before)
}
