package mcp

import (
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
