package neovim

import (
	"slices"
	"strings"
	"testing"
)

// tour is what the Lua program for reading reports.
type tour struct {
	Definition string
	References []string
	Outline    []string
	Symbols    []string
	Hover      string
	Folds      []int
}

// TestNavigateInNeovim follows a reader: from a link behind emoji to its section, back to who leads there, and
// through outline, search, preview and folds.
func TestNavigateInNeovim(t *testing.T) {
	var got tour
	runNeovim(t, newUser(t), "navigate.lua", &got)

	if got.Definition != "progress.md:3:4" {
		t.Errorf("definition leads to %s, want the heading's words", got.Definition)
	}
	link := "- 🚀 See [what works](progress.md#what-works)."
	column := strings.Index(link, "progress.md") + 1
	if want := []string{place("activeContext.md", 14, column)}; !slices.Equal(got.References, want) {
		t.Errorf("references %q, want %q", got.References, want)
	}
	if want := []string{"activeContext.md:1:1", "activeContext.md:3:1", "activeContext.md:7:1", "activeContext.md:11:1"}; !slices.Equal(got.Outline, want) {
		t.Errorf("outline %q, want %q", got.Outline, want)
	}
	if want := []string{"progress.md:3:1"}; !slices.Equal(got.Symbols, want) {
		t.Errorf("symbols %q, want %q", got.Symbols, want)
	}
	if !strings.Contains(got.Hover, "The engine.") || strings.Contains(got.Hover, "The rocket.") {
		t.Errorf("hover shows %q, want the section and no more", got.Hover)
	}
	if want := []int{1, 1, 2, 2, 2, 2, 3}; len(got.Folds) < len(want) || !slices.Equal(got.Folds[:len(want)], want) {
		t.Errorf("levels of folds %v, want %v first", got.Folds, want)
	}
}
