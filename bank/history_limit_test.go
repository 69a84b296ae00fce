package bank

import (
	"strings"
	"testing"
)

// TestASlowHistoryIsAskedForOnce has no time at all for version control.
func TestASlowHistoryIsAskedForOnce(t *testing.T) {
	root := onDisk(t, withBank("m", map[string]string{
		".git/HEAD": "ref: refs/heads/main\n", ".git/refs/heads/main": strings.Repeat("a", 40) + "\n",
	}))
	f := NewFolder(root)
	h, err := historyWithin(t.Context(), 0, rescan(t, f, ScanOptions{}))
	if err != nil || len(h.known.Files) > 0 {
		t.Fatalf("history %v, error %v", h, err)
	}
	s := f.Apply(Change{Kind: Versioned, History: h})
	if h, err = RereadHistory(t.Context(), s); h != nil || err != nil {
		t.Errorf("asked again with nothing new: %v, %v", h, err)
	}
	writeText(t, root, ".git/refs/heads/main", strings.Repeat("b", 40)+"\n")
	if h, err = RereadHistory(t.Context(), s); h == nil || err != nil {
		t.Errorf("not asked again after a commit: %v, %v", h, err)
	}
}
