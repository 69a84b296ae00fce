// Package emacs tests the configurations that README.md tells to write in the real editor.
package emacs

import (
	"testing"

	"cortex/editors/editortest"
)

// TestFixInEmacs follows a user: a bank is opened, the broken link behind emoji is marked where it stands, the action that mends it is
// chosen from the menu, the file is saved.
func TestFixInEmacs(t *testing.T) {
	t.Run("eglot", func(t *testing.T) {
		user, term := start(t, "eglot-server-programs")
		term.AwaitEnd()
		user.CheckStory(t)
	})
	t.Run("lsp-mode", func(t *testing.T) {
		user, term := start(t, "lsp-register-client")
		term.AwaitText("Import project")
		term.Type("i")
		term.AwaitEnd()
		user.CheckStory(t)
	})
}

// start follows the piece of the manual that has a text, and starts Emacs with the story.
func start(t *testing.T, text string) (editortest.User, editortest.Terminal) {
	t.Helper()
	user := editortest.NewUser(t, "emacs", "tmux")
	user.Write(t, ".emacs.d/init.el", editortest.Manual(t, "elisp", text))
	return user, user.Terminal(t, "emacs", "-nw", "--load", "testdata/fix.el", user.Path())
}
