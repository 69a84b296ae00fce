package bank

import (
	"testing"
	"testing/fstest"
)

func TestIgnoreFilesMeanWhatGitMeans(t *testing.T) {
	for _, c := range []struct {
		patterns, name string
		isDir, want    bool
	}{
		{"a.md", "a.md", false, true},
		{"a.md", "b/a.md", false, true},
		{"/a.md", "b/a.md", false, false},
		{"/a.md", "a.md", false, true},
		{"b/a.md", "c/b/a.md", false, false},
		{"**/b/a.md", "c/b/a.md", false, true},
		{"a/", "a", true, true},
		{"a/", "a", false, false},
		{"*.md\n!keep.md", "keep.md", false, false},
		{"*.md\n!keep.md", "other.md", false, true},
		{"!keep.md\n*.md", "keep.md", false, true},
		{"# a.md", "a.md", false, false},
		{"\n  \n", "a.md", false, false},
		{"\uFEFFa.md\r\nb.md\r\n", "a.md", false, true},
		{"a.md\r\nb.md\r\n", "b.md", false, true},
		{"docs/*/x.md", "docs/a/x.md", false, true},
		{"docs/*/x.md", "docs/a/b/x.md", false, false},
		{"a.md   ", "a.md", false, true},
	} {
		files := fstest.MapFS{".gitignore": {Data: []byte(c.patterns)}}
		g := readIgnore(files, ".", ".gitignore", nil)
		if got := g.match(elements(c.name), c.isDir); got != c.want {
			t.Errorf("%q ignores %q: %v", c.patterns, c.name, got)
		}
	}
}

func TestTheInnerIgnoreFileHasTheLastWord(t *testing.T) {
	files := fstest.MapFS{
		".gitignore":   {Data: []byte("*.md\n/other/b.md")},
		"a/.gitignore": {Data: []byte("!b.md\n/c.md")},
	}
	outer := readIgnore(files, ".", ".gitignore", nil)
	inner := readIgnore(files, "a", ".gitignore", outer)
	for name, want := range map[string]bool{"a/b.md": false, "a/x.md": true, "a/c.md": true} {
		if got := inner.match(elements(name), false); got != want {
			t.Errorf("%q ignored: %v", name, got)
		}
	}
	if inner := readIgnore(files, "none", ".gitignore", outer); inner != outer {
		t.Error("a missing file makes an ignore of its own")
	}
}
