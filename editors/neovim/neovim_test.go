// Package neovim tests the configuration that ships for Neovim in the real editor.
package neovim

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"cortex/editors/editortest"
)

// TestFixInNeovim follows a user: a bank is opened, the broken link behind emoji is
// underlined where it stands, a quick fix mends it, undo brings it back, redo and
// save put it on disk.
func TestFixInNeovim(t *testing.T) {
	user := newUser(t)
	var got struct{ Undone []string }
	runNeovim(t, user, "fix.lua", &got)
	user.CheckStory(t)
	if text := strings.Join(got.Undone, "\n") + "\n"; text != editortest.Document {
		t.Errorf("undo restored\n%s", text)
	}
}

// place writes a position as the Lua programs do.
func place(file string, line, column int) string { return fmt.Sprintf("%s:%d:%d", file, line, column) }

// newUser does what README.md says.
func newUser(t *testing.T) editortest.User {
	t.Helper()
	user := editortest.NewUser(t, "nvim")
	user.Run(t, "sh", "-ec", editortest.Manual(t, "sh", "vim.lsp.enable"))
	return user
}

// runNeovim lets a Lua program drive the editor and decodes its report.
func runNeovim(t *testing.T, user editortest.User, program string, got any) {
	t.Helper()
	user.Run(t, "env", "CORTEX_PROGRAM="+filepath.Join("testdata", program), "nvim", "--headless", "-c", "luafile testdata/session.lua")
	user.Report(t, got)
}
