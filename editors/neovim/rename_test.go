package neovim

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cortex/editors/editortest"
)

// TestRenameInNeovim renames a section through a link to it, and then the file that it is in.
func TestRenameInNeovim(t *testing.T) {
	user := newUser(t)
	var got struct{ Line string }
	runNeovim(t, user, "rename.lua", &got)

	if want := "- 🚀 See [what works](done.md#what-is--done)."; got.Line != want {
		t.Errorf("the editor shows %q, want %q", got.Line, want)
	}
	if _, err := os.Stat(filepath.Join(user.Bank, "progress.md")); err == nil {
		t.Error("progress.md is still there")
	}
	if text := editortest.Read(t, filepath.Join(user.Bank, "done.md")); !strings.Contains(text, "\n## What is 🚀 done\n") {
		t.Errorf("done.md reads\n%s", text)
	}
	if text := editortest.Read(t, filepath.Join(user.Bank, "activeContext.md")); !strings.Contains(text, "(done.md#what-is--done)") {
		t.Errorf("activeContext.md reads\n%s", text)
	}
}
