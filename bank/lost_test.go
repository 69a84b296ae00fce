package bank

import (
	"errors"
	"os"
	"path/filepath"
	"slices"
	"testing"
)

// TestTextsThatAreGoneAreToldOf lets texts go, has another program write one of them, and asks for all.
func TestTextsThatAreGoneAreToldOf(t *testing.T) {
	root := t.TempDir()
	for p, text := range withBank("m", map[string]string{"m/a.md": "# A\n\n[b](b.md)\n", "m/b.md": "# B\n"}) {
		file := filepath.Join(root, p)
		if err := errors.Join(os.MkdirAll(filepath.Dir(file), 0o755), os.WriteFile(file, []byte(text), 0o644)); err != nil {
			t.Fatal(err)
		}
	}
	f, err := Open(t.Context(), root, ScanOptions{})
	if err != nil {
		t.Fatal(err)
	}
	s := f.Snapshot()
	if err := s.learn(t.Context(), bankPaths(s), nil); err != nil {
		t.Fatal(err)
	}
	for _, p := range s.Banks()[0].Paths {
		s.File(p).content.letGo()
	}
	if err := os.WriteFile(filepath.Join(root, "m/a.md"), []byte("# Another\n"), 0o644); err != nil {
		t.Fatal(err)
	}
	mustCheck(t, s)
	if lost := s.Lost(); !slices.Equal(lost, []string{"m/a.md"}) {
		t.Errorf("lost are %q, want the file that was written", lost)
	}
	before, after := "# B\n", "# C\n"
	if _, err := s.Write(t.Context(), "test", []FileChange{{Path: "m/b.md", Old: &before, New: &after}}); !errors.Is(err, ErrStale) {
		t.Errorf("writing what was made without a text: %v, want %v", err, ErrStale)
	}
	if err := s.Whole(); !errors.Is(err, ErrStale) {
		t.Errorf("what was made without a text: %v, want %v", err, ErrStale)
	}
	now, err := s.Current(t.Context(), s.Lost())
	if err != nil || now.Whole() != nil || now.File("m/a.md").Text() != "# Another\n" {
		t.Errorf("read anew: %v, lost are %q", err, now.Lost())
	}
}
