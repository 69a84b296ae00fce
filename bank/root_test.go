package bank

import (
	"os"
	"path/filepath"
	"testing"
)

func TestFindRoot(t *testing.T) {
	base := onDisk(t, map[string]string{
		"home/.git/HEAD":                        "",
		"home/" + ConfigFile:                    "",
		"home/plain/sub/a.md":                   "",
		"home/repo/.git/HEAD":                   "",
		"home/repo/m/a.md":                      "",
		"home/repo/tool/" + ConfigFile:          "",
		"home/repo/tool/m/a.md":                 "",
		"home/worktree/.git":                    "gitdir: elsewhere",
		"home/worktree/m/a.md":                  "",
		"elsewhere/" + ConfigFile:               "",
		"home/app/memory-bank/activeContext.md": "",
		"home/app/memory-bank/tasks/t.md":       "",
		"home/memory-bank/activeContext.md":     "",
		"elsewhere/sub/folder/notes.md":         "",
	})
	t.Setenv("HOME", filepath.Join(base, "home"))
	t.Setenv("USERPROFILE", filepath.Join(base, "home"))
	for start, want := range map[string]string{
		"home/repo":                       "home/repo",
		"home/repo/m":                     "home/repo",
		"home/repo/m/a.md":                "home/repo",
		"home/repo/m/new.md":              "home/repo",
		"home/repo/tool/m/a.md":           "home/repo/tool",
		"home/worktree/m":                 "home/worktree",
		"home/plain/sub":                  "home/plain/sub",
		"home/plain/sub/a.md":             "home/plain/sub",
		"home/plain/sub/new.md":           "home/plain/sub",
		"home":                            "home",
		"home/app/memory-bank/tasks/t.md": "home/app",
		"home/app/memory-bank":            "home/app",
		"home/memory-bank":                "home/memory-bank",
		"elsewhere/sub/folder":            "elsewhere",
		"elsewhere/sub/folder/notes.md":   "elsewhere",
	} {
		if got := FindRoot(filepath.Join(base, start)); got != filepath.Join(base, want) {
			t.Errorf("%s: got %q, want %q", start, got, want)
		}
	}
	if _, err := os.Stat("/.git"); err != nil {
		if got := FindRoot("/"); got != "/" {
			t.Errorf("of the root: %q", got)
		}
	}
}
