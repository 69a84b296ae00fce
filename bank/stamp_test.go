package bank

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"
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
		{"a file of the same length and time is written over it", func() error { return replaceInPlace(root, "m/x.md", "less") }},
		{"a file of the same length and time takes its place", func() error { return replaceByName(root, "m/x.md", "MORE") }},
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

// replaceInPlace replaces the end of a file and sets its time back.
func replaceInPlace(root, p, end string) error {
	name := filepath.Join(root, filepath.FromSlash(p))
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	copy(text[len(text)-len(end)-1:], end)
	if err := os.WriteFile(name, text, 0o666); err != nil {
		return err
	}
	return os.Chtimes(name, info.ModTime(), info.ModTime())
}

// replaceByName does the same with another file.
func replaceByName(root, p, end string) error {
	name := filepath.Join(root, filepath.FromSlash(p))
	info, err := os.Stat(name)
	if err != nil {
		return err
	}
	text, err := os.ReadFile(name)
	if err != nil {
		return err
	}
	if err := os.WriteFile(name+".new", text, 0o666); err != nil {
		return err
	}
	if err := os.Chtimes(name+".new", info.ModTime(), info.ModTime()); err != nil {
		return err
	}
	if err := os.Rename(name+".new", name); err != nil {
		return err
	}
	return replaceInPlace(root, p, end)
}

func BenchmarkStamp(b *testing.B) {
	root := b.TempDir()
	for i := range 200 {
		folder := filepath.Join(root, "m", "sub", fmt.Sprint(i))
		if err := os.MkdirAll(folder, 0o777); err != nil {
			b.Fatal(err)
		}
		for k := range 50 {
			if err := os.WriteFile(filepath.Join(folder, fmt.Sprint(k)+".md"), []byte("# A\n"), 0o666); err != nil {
				b.Fatal(err)
			}
		}
	}
	f, err := Open(b.Context(), root, ScanOptions{Include: []string{"m"}})
	if err != nil {
		b.Fatal(err)
	}
	s := f.Snapshot()
	for b.Loop() {
		s.Stamp()
	}
}

func TestAStampTellsWhenItCanBeTrusted(t *testing.T) {
	second := time.Date(2026, 1, 2, 3, 4, 5, 0, time.UTC)
	for _, tt := range []struct {
		changed string
		at      time.Time
		trusted time.Duration
	}{
		{"on a disk that tells seconds", second, grain},
		{"on a disk that tells hundredths of a second", second.Add(30 * time.Millisecond), grain},
		{"on a disk that tells what the clock says", second.Add(123_456_789), 100 * time.Millisecond},
	} {
		var s Stamp
		s.add("a.md", changedAt{at: tt.at})
		s.add("b.md", changedAt{at: tt.at.Add(-time.Hour)})
		s.add("gone.md", nil)
		if at := tt.at.Add(tt.trusted); s.Tells(at) || !s.Tells(at.Add(1)) {
			t.Errorf("%s: trusted after %v: %v, a moment later: %v", tt.changed, tt.trusted, s.Tells(at), s.Tells(at.Add(1)))
		}
	}
}

// changedAt is a file of a disk that tells only when it was written.
type changedAt struct {
	os.FileInfo
	at time.Time
}

func (c changedAt) ModTime() time.Time { return c.at }
func (c changedAt) Size() int64        { return 0 }
func (c changedAt) IsDir() bool        { return false }
func (c changedAt) Sys() any           { return nil }
