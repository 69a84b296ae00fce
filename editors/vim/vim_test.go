// Package vim tests the configuration that ships for Vim with ALE in the real editor.
package vim

import (
	"testing"

	"cortex/editors/editortest"
)

// TestFixInVim follows a user: a bank is opened, a broken link behind emoji is marked where it stands, the action that mends it is
// chosen from the menu, and the file is written.
func TestFixInVim(t *testing.T) {
	user := editortest.NewUser(t, "vim", "tmux")
	if user.Command("vim", "-Nes", "-c", "packloadall", "-c", "execute exists(':ALELint') == 2 ? 'quit' : 'cquit'").Run() != nil {
		t.Skip("this Vim has no ALE")
	}
	user.Run(t, "sh", "-ec", editortest.Manual(t, "sh", "ale_linters"))
	term := user.Terminal(t, "vim", "-S", "testdata/fix.vim", user.Path())
	term.AwaitText("Type number")
	term.Type("1", "Enter")
	term.AwaitEnd()
	user.CheckStory(t)
}
