package bank

import (
	"strings"
	"testing"
	"time"
)

func TestGlobsMatchFilesAndWhatIsBelowFolders(t *testing.T) {
	for _, c := range []struct {
		pattern, name string
		want          bool
	}{
		{"a.md", "a.md", true},
		{"a.md", "b/a.md", false},
		{"*.md", "a.md", true},
		{"*.md", "b/a.md", false},
		{"**/*.md", "a.md", true},
		{"**/*.md", "b/c/a.md", true},
		{"b", "b/c/a.md", true},
		{"b/", "b/c/a.md", true},
		{"./b", "b/a.md", true},
		{"b", "bc/a.md", false},
		{"b/**", "b/a.md", true},
		{"b/**", "b", false},
		{"b/**/a.md", "b/a.md", true},
		{"b/**/a.md", "b/c/d/a.md", true},
		{"**/archive/**", "x/archive/y/z.md", true},
		{"**/archive/**", "archive", false},
		{"**/a/**/a/b", "a/a/a/c/a/b", true},
		{"**/a/b", "a/a/c", false},
		{"[", "[", false},
		{"", "a.md", false},
	} {
		if got := matchGlob(c.pattern, c.name); got != c.want {
			t.Errorf("matchGlob(%q, %q) = %v", c.pattern, c.name, got)
		}
	}
}

func TestGlobsAreNotSlowOnHostilePatterns(t *testing.T) {
	pattern := strings.Repeat("**/a/", 50) + "b"
	start := time.Now()
	if matchGlob(pattern, strings.Repeat("a/", 200)+"c") {
		t.Error("matches")
	}
	if d := time.Since(start); d > time.Second {
		t.Errorf("took %v", d)
	}
}
