package neovim

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// TestCompleteInNeovim sets up completion as README.md says, types, and chooses the first candidate in lines that are not
// finished, in the middle of links and behind emoji.
func TestCompleteInNeovim(t *testing.T) {
	skipWithoutEditor(t)
	var got []struct {
		Offered []string
		Line    string
	}
	snippet := filepath.Join(t.TempDir(), "snippet.lua")
	if err := os.WriteFile(snippet, []byte(manualSnippet(t, "vim.lsp.completion.enable")), 0o666); err != nil {
		t.Fatal(err)
	}
	t.Setenv("CORTEX_SNIPPET", snippet)
	runNeovim(t, newBank(t), "complete.lua", &got)
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

// manualSnippet returns the piece of Lua in README.md that has a text.
func manualSnippet(t *testing.T, text string) string {
	t.Helper()
	for _, block := range strings.Split(read(t, "README.md"), "```lua\n")[1:] {
		if code, _, _ := strings.Cut(block, "```"); strings.Contains(code, text) {
			return code
		}
	}
	t.Fatalf("README.md has no Lua with %q", text)
	return ""
}
