// Package helix tests the configuration that README.md tells to write in the real editor.
package helix

import (
	"slices"
	"strings"
	"testing"

	"cortex/editors/editortest"
)

// TestFixInHelix follows a user: a bank is opened, the broken link behind emoji is underlined where it stands, a fix is chosen from the
// menu, the file is written.
func TestFixInHelix(t *testing.T) {
	user := editortest.NewUser(t, "hx", "tmux")
	user.Write(t, ".config/helix/languages.toml", editortest.Manual(t, "toml", `name = "markdown"`))
	term := user.Terminal(t, "hx", user.Path())
	term.AwaitScreen("the broken link underlined", func(lines []editortest.Line) bool { return marked(lines, "progres.md") })

	// The search leaves the cursor on the link.
	term.Type("/", "p", "r", "o", "g", "r", "e", "s", ".", "m", "d", "Enter", "Space", "a")
	term.AwaitText(`Change to "progress.md"`)
	term.Type("Enter")
	term.AwaitScreen("the link mended", func(lines []editortest.Line) bool {
		return shown(lines, editortest.FixedLine) && !marked(lines, "progress.md")
	})
	term.Type(":", "w", "q", "Enter")
	term.AwaitEnd()
	user.CheckDisk(t)
}

// marked tells whether a text is underlined in a line of the document.
func marked(lines []editortest.Line, text string) bool {
	return slices.ContainsFunc(lines, func(l editortest.Line) bool { return slices.Contains(l.Underlined, text) })
}

func shown(lines []editortest.Line, text string) bool {
	return slices.ContainsFunc(lines, func(l editortest.Line) bool { return strings.Contains(l.Text, text) })
}
