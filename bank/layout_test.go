package bank

import (
	"os"
	"path/filepath"
	"testing"
)

// TestApplyDoesNotReadTheIndexOfGit takes it away before an editor opens a new file that git ignores but tracks.
func TestApplyDoesNotReadTheIndexOfGit(t *testing.T) {
	root := onDisk(t, withBank("m", map[string]string{
		".gitignore": "scratch*.md\n", ".git/HEAD": "ref: refs/heads/main\n", ".git/index": stagedIndex("m/scratch.md"),
	}))
	f := NewFolder(root)
	rescan(t, f, ScanOptions{})
	if err := os.Remove(filepath.Join(root, ".git", "index")); err != nil {
		t.Fatal(err)
	}
	s := f.Apply(Change{Kind: Edited, Path: "m/scratch.md", Text: "x"}, Change{Kind: Edited, Path: "m/scratch2.md", Text: "x"})
	if !s.Judges("m/scratch.md") || s.Judges("m/scratch2.md") {
		t.Errorf("the tracked file is judged: %v, the ignored one: %v", s.Judges("m/scratch.md"), s.Judges("m/scratch2.md"))
	}
}
