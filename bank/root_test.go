package bank

import (
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
)

func TestFindRoot(t *testing.T) {
	base := onDisk(t, map[string]string{
		"home/.git/HEAD":                        "",
		"home/" + ConfigFile:                    "",
		"home/activeContext.md":                 "",
		"home/progress.md":                      "",
		"home/techContext.md":                   "",
		"home/plain/sub/a.md":                   "",
		"home/repo/.git/HEAD":                   "",
		"home/repo/m/a.md":                      "",
		"home/repo/app/memory-bank/progress.md": "",
		"home/repo/tool/" + ConfigFile:          "",
		"home/repo/tool/m/a.md":                 "",
		"home/worktree/.git":                    "gitdir: elsewhere",
		"home/worktree/m/a.md":                  "",
		"home/app/memory-bank/progress.md":      "",
		"home/app/memory-bank/tasks/T.md":       "",
		"home/app/src/main.go":                  "",
		"home/memory-bank/activeContext.md":     "",
		"home/memory-bank/deep/x.md":            "",
		"home/claude/CLAUDE-patterns.md":        "",
		"home/claude/CLAUDE-activeContext.md":   "",
		"home/claude/docs/x.md":                 "",
		"home/origin/" + OriginFile:             "",
		"home/origin/.cortex/memory-bank/a.md":  "",
		"elsewhere/" + ConfigFile:               "",
		"elsewhere/sub/folder/notes.md":         "",
	})
	t.Setenv("HOME", filepath.Join(base, "home"))
	t.Setenv("USERPROFILE", filepath.Join(base, "home"))
	for start, want := range map[string]string{
		"home/repo":                       "home/repo",
		"home/repo/m":                     "home/repo",
		"home/repo/m/a.md":                "home/repo",
		"home/repo/m/new.md":              "home/repo",
		"home/repo/app/memory-bank":       "home/repo",
		"home/repo/tool/m/a.md":           "home/repo/tool",
		"home/worktree/m":                 "home/worktree",
		"home/origin/.cortex/memory-bank": "home/origin",
		"elsewhere/sub/folder":            "elsewhere",
		"elsewhere/sub/folder/notes.md":   "elsewhere",
		"home/app/memory-bank":            "home/app",
		"home/app/memory-bank/new.md":     "home/app",
		"home/app/memory-bank/tasks":      "home/app",
		"home/app/memory-bank/tasks/T.md": "home/app",
		"home/memory-bank":                "home/memory-bank",
		"home/memory-bank/deep/x.md":      "home/memory-bank",
		"home/claude/CLAUDE-patterns.md":  "home/claude",
		"home/claude/docs":                "home/claude",
		"home/plain/sub":                  "nothing, so home/plain/sub",
		"home/plain/sub/a.md":             "nothing, so home/plain/sub",
		"home/plain/sub/new.md":           "nothing, so home/plain/sub",
		"home/app":                        "nothing, so home/app",
		"home/app/src/main.go":            "nothing, so home/app/src",
		"home":                            "nothing, so home",
		"home/progress.md":                "nothing, so home",
		"":                                "nothing, so ",
	} {
		want, nothing := strings.CutPrefix(want, "nothing, so ")
		if got, _, found := FindRoot(filepath.Join(base, start)); got != filepath.Join(base, want) || found == nothing {
			t.Errorf("%q: got %q (found: %v), want %q", start, got, found, want)
		}
	}
	for start, want := range map[string]Extent{
		"home/repo/m/a.md": nil, "elsewhere/sub/folder/notes.md": nil, "home/app/memory-bank": {"memory-bank"}, "home/app/memory-bank/tasks/T.md": {"memory-bank"},
		"home/memory-bank/deep/x.md": nil, "home/claude/CLAUDE-patterns.md": {"."}, "home/claude/docs": {"."}, "home/claude": nil,
		"home/plain/sub/a.md": {"."}, "home/plain/sub": nil, "home/app": nil,
	} {
		if _, got, _ := FindRoot(filepath.Join(base, start)); !slices.Equal(got, want) {
			t.Errorf("of %q: %q is searched, want %q", start, got, want)
		}
	}
	for folder, want := range map[string]string{
		"home/repo/x/y": "home/repo", "home/new/memory-bank": "home/new", "home/bank": "home/bank", "home/plain/sub": "home/plain",
	} {
		if got := NewRoot(filepath.Join(base, folder)); got != filepath.Join(base, want) {
			t.Errorf("a new bank in %q belongs to %q, want %q", folder, got, want)
		}
	}
	if _, err := os.Stat("/.git"); err != nil {
		if got, _, found := FindRoot("/"); got != "/" || found {
			t.Errorf("of the root: %q, found: %v", got, found)
		}
	}
}
