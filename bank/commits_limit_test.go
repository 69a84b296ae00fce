package bank

import (
	"strings"
	"testing"
)

// TestSlowCommitsAreAskedForOnce has no time at all for version control.
func TestSlowCommitsAreAskedForOnce(t *testing.T) {
	root := onDisk(t, withBank("m", map[string]string{
		".git/HEAD": "ref: refs/heads/main\n", ".git/refs/heads/main": strings.Repeat("a", 40) + "\n",
	}))
	f := NewFolder(root)
	h, err := commitsWithin(t.Context(), 0, rescan(t, f, ScanOptions{}))
	if err != nil || len(h.known.Files) > 0 {
		t.Fatalf("commits %v, error %v", h, err)
	}
	s := f.Apply(Change{Kind: InCommits, Commits: h})
	if h, err = RereadCommits(t.Context(), s); h != nil || err != nil {
		t.Errorf("asked again with nothing new: %v, %v", h, err)
	}
	writeText(t, root, ".git/refs/heads/main", strings.Repeat("b", 40)+"\n")
	if h, err = RereadCommits(t.Context(), s); h == nil || err != nil {
		t.Errorf("not asked again after a commit: %v, %v", h, err)
	}
}
