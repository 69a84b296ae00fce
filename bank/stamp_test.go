package bank

import (
	"os"
	"path/filepath"
	"testing"
)

func TestAStampTellsOfEveryChange(t *testing.T) {
	root := onDisk(t, withBank("m", map[string]string{"m/x.md": "[x](../src/a.go)\n", ".gitignore": "*.log\n", "src/b.go": ""}))
	f := NewFolder(root)
	mustCheck(t, rescan(t, f, ScanOptions{}))
	last := f.Snapshot().Stamp()
	if f.Snapshot().Stamp() != last {
		t.Fatal("it changes by itself")
	}
	for _, step := range []struct {
		name string
		act  func() error
	}{
		{"a file is written", func() error { writeText(t, root, "m/x.md", "[x](../src/a.go) more\n"); return nil }},
		{"a file appears", func() error { writeText(t, root, "m/new.md", ""); return nil }},
		{"a file vanishes", func() error { return os.Remove(filepath.Join(root, "m/new.md")) }},
		{"the target of a link appears", func() error { writeText(t, root, "src/a.go", ""); return nil }},
		{"a folder appears", func() error { return os.Mkdir(filepath.Join(root, "m/sub"), 0o777) }},
		{"the configuration appears", func() error { writeText(t, root, ConfigFile, ""); return nil }},
		{"something else is ignored", func() error { writeText(t, root, ".gitignore", "*.log\n*.tmp\n"); return nil }},
	} {
		if err := step.act(); err != nil {
			t.Fatal(err)
		}
		now := f.Snapshot().Stamp()
		if now == last {
			t.Errorf("%s: the stamp is the same", step.name)
		}
		last = now
	}
}
