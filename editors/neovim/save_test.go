package neovim

import (
	"strings"
	"testing"

	"cortex/editors/editortest"
)

// TestFixOnSaveInNeovim sets up fixing on save as README.md says: what is safe to fix is fixed in the file, and nothing else.
func TestFixOnSaveInNeovim(t *testing.T) {
	user := newUser(t)
	user.Write(t, ".config/nvim/init.lua", editortest.Manual(t, "lua", "source.fixAll.cortex")+editortest.Manual(t, "lua", "inlayHints"))
	user.Write(t, "project/memory-bank/activeContext.md", "\n</content>\n")
	var got struct{ Modified bool }
	runNeovim(t, user, "save.lua", &got)
	if disk := editortest.Read(t, user.Path()); strings.TrimSpace(disk) != strings.TrimSpace(editortest.Document) || got.Modified {
		t.Errorf("modified %t, on disk:\n%s", got.Modified, disk)
	}
}
