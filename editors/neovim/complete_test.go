package neovim

import (
	"testing"

	"cortex/editors/editortest"
)

// TestCompleteInNeovim sets up completion as README.md says, types, and chooses the first candidate in lines that are not
// finished, in the middle of links and behind emoji.
func TestCompleteInNeovim(t *testing.T) {
	var got []struct {
		Offered []string
		Line    string
	}
	user := newUser(t)
	user.Write(t, ".config/nvim/init.lua", editortest.Manual(t, "lua", "vim.lsp.completion.enable"))
	runNeovim(t, user, "complete.lua", &got)
	want := []string{
		"See [a](pro",
		"- 🚀 日本 [a](progress.md",
		"- 🚀 [a](progress.md#what) b",
		"🚀 [a](progress.md#what-works",
		"🚀 [a](progress.md#whats-left-to-build) b",
		"🚀 {{include: progress.md}} b",
		"🚀 [[progress]] b",
	}
	if len(got) != len(want) {
		t.Fatalf("%d lines, want %d", len(got), len(want))
	}
	for i, stage := range got {
		if stage.Line != want[i] {
			t.Errorf("line %q, want %q; offered %q", stage.Line, want[i], stage.Offered)
		}
	}
}
