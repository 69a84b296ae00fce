package mcp

import (
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestARenameTellsHowToUndoIt renames and does what the note says: all texts are as before.
func TestARenameTellsHowToUndoIt(t *testing.T) {
	undo := regexp.MustCompile(`to undo all of it: path="(.+)" new_name="(.+)"`)
	for _, bank := range []string{editedBank, strings.ReplaceAll(editedBank, "memory-bank/", "") + "-- .cortex.yaml --\nbanks: [.]\n"} {
		root := newWorkspace(t, bank)
		c := serve(t, root)
		before := texts(t, root)
		for _, in := range []arguments{
			{"path": "projectbrief.md", "new_name": "brief.md", "apply": true}, {"path": "projectbrief.md", "new_name": "deep/er/", "apply": true},
		} {
			a := ask[changeAnswer](c, "bank_rename", in)
			said := undo.FindStringSubmatch(a.Note)
			if !a.Applied || said == nil || texts(t, root) == before {
				t.Fatalf("%v: %+v", in, a)
			}
			ask[changeAnswer](c, "bank_rename", arguments{"path": said[1], "new_name": said[2], "apply": true})
			if after := texts(t, root); after != before {
				t.Errorf("before\n%s\nafter\n%s", before, after)
			}
		}
	}
}

// TestFilesOfABankWithoutAFolderAreRenamed: only some names at the root of the workspace are of that bank.
func TestFilesOfABankWithoutAFolderAreRenamed(t *testing.T) {
	c := serve(t, newWorkspace(t, "-- CLAUDE.md --\n# A\n\n[b](CLAUDE-patterns.md)\n-- CLAUDE-activeContext.md --\n# B\n-- CLAUDE-patterns.md --\n# C\n"))
	for _, name := range []string{"notes.md", "docs/CLAUDE-patterns.md", "docs/"} {
		if why := c.refusal("bank_rename", arguments{"path": "CLAUDE-patterns.md", "new_name": name}); !strings.HasPrefix(why, "outside: ") {
			t.Errorf("%s: %s", name, why)
		}
	}
	for _, name := range []string{"CLAUDE-habits", "./CLAUDE-habits.md"} {
		a := ask[changeAnswer](c, "bank_rename", arguments{"path": "CLAUDE-patterns.md", "new_name": name})
		if !strings.Contains(a.Diff, "+[b](CLAUDE-habits.md)") {
			t.Errorf("%s: %+v", name, a)
		}
	}
}

// TestAChangeOfManyFilesIsToldInShort renames what every file of a bank has a link to.
func TestAChangeOfManyFilesIsToldInShort(t *testing.T) {
	var b strings.Builder
	b.WriteString(editedBank)
	for i := range maxFiles + 20 {
		fmt.Fprintf(&b, "-- memory-bank/notes/%d.md --\n# %[1]d\n\n[goals](../projectbrief.md#goals)\n", i)
	}
	root := newWorkspace(t, b.String())
	a := ask[changeAnswer](serve(t, root), "bank_rename", arguments{"path": "projectbrief.md", "new_name": "brief.md", "apply": true})
	if !a.Applied || len(a.Files) != maxFiles || !strings.Contains(a.Note, "22 more files are not listed") {
		t.Errorf("%d files: %s", len(a.Files), a.Note)
	}
	if now := texts(t, root); strings.Contains(now, "projectbrief") || strings.Count(now, "../brief.md#goals") != maxFiles+20 {
		t.Error("not all links follow")
	}
}

// texts returns the Markdown below a folder.
func texts(t *testing.T, root string) string {
	t.Helper()
	var b strings.Builder
	err := filepath.WalkDir(root, func(name string, d os.DirEntry, err error) error {
		if err != nil || d.IsDir() || filepath.Ext(name) != ".md" {
			return err
		}
		text, err := os.ReadFile(name)
		b.WriteString(name + "\n" + string(text))
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return b.String()
}
