package bank

import (
	"fmt"
	"slices"
	"sync/atomic"
	"testing"

	"cortex/rules"
)

func TestEditorsTextHidesTheDisksUntilItIsClosed(t *testing.T) {
	files := inMemory(withBank("m", map[string]string{"m/progress.md": "disk"}))
	f := memoryFolder(files, newEngine())
	empty := f.Snapshot()
	if empty.Scanned() || empty.Version() != 0 || empty.Config() == nil || len(empty.Banks()) != 0 {
		t.Errorf("the first snapshot: %+v", empty)
	}
	disk := rescan(t, f, ScanOptions{})
	opened := f.Apply(Change{Kind: Opened, Path: "m/progress.md", Text: "open", Version: 3})
	edited := f.Apply(Change{Kind: Edited, Path: "m/progress.md", Text: "edited", Version: 4})
	files["m/progress.md"].Data = []byte("new on disk")
	behind := readChanged(t, f, "m/progress.md")
	closed := f.Apply(Change{Kind: Closed, Path: "m/progress.md"})

	for i, c := range []struct {
		s       *Snapshot
		text    string
		open    bool
		version int32
	}{
		{disk, "disk", false, 0}, {opened, "open", true, 3}, {edited, "edited", true, 4},
		{behind, "edited", true, 4}, {closed, "new on disk", false, 0},
	} {
		got := c.s.File("m/progress.md")
		if got.Text != c.text || got.Open != c.open || got.Version != c.version || c.s.Version() != uint64(i+1) {
			t.Errorf("snapshot %d: %+v", c.s.Version(), got)
		}
		if doc := c.s.Document("m/progress.md"); doc == nil || doc.Text != c.text {
			t.Errorf("snapshot %d: wrong document", c.s.Version())
		}
		if span := got.Lines().LineSpan(0); span.End != len(c.text) {
			t.Errorf("snapshot %d: first line %v", c.s.Version(), span)
		}
	}
	if f.Snapshot() != closed {
		t.Error("the current snapshot is another one")
	}
}

func TestChangesAreAppliedInOrder(t *testing.T) {
	f := memoryFolder(inMemory(nil), newEngine())
	s := f.Apply(
		Change{Kind: Opened, Path: "a.md", Text: "1", Version: 1},
		Change{Kind: Closed, Path: "a.md"},
		Change{Kind: Opened, Path: "a.md", Text: "2", Version: 1},
		Change{Kind: Edited, Path: "a.md", Text: "3", Version: 2},
	)
	if got := s.File("a.md"); got == nil || got.Text != "3" || s.Version() != 1 {
		t.Errorf("got %+v", got)
	}
}

func TestApplyNeitherParsesNorLooksAtTheDisk(t *testing.T) {
	var parsed, opened atomic.Int64
	files := hookedFS{inMemory(withBank("m", nil)), func(string) { opened.Add(1) }}
	f := memoryFolder(files, countingEngine(&parsed))
	rescan(t, f, ScanOptions{})
	opened.Store(0)
	f.Apply(Change{Kind: Opened, Path: "m/progress.md", Text: "x"}, Change{Kind: Closed, Path: "m/progress.md"})
	if parsed.Load() != 0 || opened.Load() != 0 {
		t.Errorf("parsed %d, opened %d", parsed.Load(), opened.Load())
	}
}

func TestATextIsParsedOnceForAllSnapshots(t *testing.T) {
	var parsed atomic.Int64
	f := memoryFolder(inMemory(withBank("m", map[string]string{"m/progress.md": "text"})), countingEngine(&parsed))
	disk := rescan(t, f, ScanOptions{})
	first := disk.Document("m/progress.md")
	opened := f.Apply(Change{Kind: Opened, Path: "m/progress.md", Text: "text", Version: 1})
	again := f.Apply(Change{Kind: Edited, Path: "m/progress.md", Text: "text", Version: 2})
	for _, s := range []*Snapshot{disk, opened, again} {
		if s.Document("m/progress.md") != first {
			t.Errorf("snapshot %d has another document", s.Version())
		}
	}
	if parsed.Load() != 1 {
		t.Errorf("parsed %d times", parsed.Load())
	}
}

func TestAnUnsavedFileBelongsToTheBankItLiesIn(t *testing.T) {
	texts := withBank("m", map[string]string{".gitignore": "ignored/", ConfigFile: "exclude: ['**/draft.md']"})
	f := memoryFolder(inMemory(texts), newEngine())
	before := rescan(t, f, ScanOptions{})
	for p, judged := range map[string]bool{
		"m/new.md": true, "m/sub/new.MD": true, "m/new.txt": false, "other/new.md": false,
		"m/ignored/new.md": false, "m/sub/draft.md": false, "m/.backups/new.md": false,
	} {
		s := f.Apply(Change{Kind: Opened, Path: p, Text: "# New\n"})
		if got := slices.Contains(paths(s), p); got != judged {
			t.Errorf("%s is judged: %v", p, got)
		}
		if s.File(p) == nil || s.stat(p) != rules.RegularFile || s.Document(p) == nil {
			t.Errorf("%s does not exist", p)
		}
		if s := f.Apply(Change{Kind: Closed, Path: p}); s.File(p) != nil || !slices.Equal(paths(s), paths(before)) {
			t.Errorf("%s outlives its editor", p)
		}
	}
}

func TestAFileThatIsDeletedWhileOpenStaysInTheBank(t *testing.T) {
	files := inMemory(withBank("m", map[string]string{"m/x.md": "x"}))
	f := memoryFolder(files, newEngine())
	rescan(t, f, ScanOptions{})
	f.Apply(Change{Kind: Opened, Path: "m/x.md", Text: "x"})
	delete(files, "m/x.md")
	if s := readChanged(t, f, "m/x.md"); !slices.Contains(paths(s), "m/x.md") {
		t.Error("it is gone")
	}
	if s := f.Apply(Change{Kind: Closed, Path: "m/x.md"}); slices.Contains(paths(s), "m/x.md") {
		t.Error("it outlives its editor")
	}
}

func TestAKeystrokeSharesWhatItDoesNotConcern(t *testing.T) {
	f := memoryFolder(inMemory(withBank("m", nil)), newEngine())
	before := rescan(t, f, ScanOptions{})
	after := f.Apply(Change{Kind: Opened, Path: "m/progress.md", Text: "x"})
	if before.Banks()[0] != after.Banks()[0] || before.disk != after.disk || before.listings != after.listings {
		t.Error("something was copied")
	}
	f.Apply(Change{Kind: Opened, Path: "m/new.md", Text: "x"})
	before = f.Snapshot()
	after = f.Apply(Change{Kind: Edited, Path: "m/new.md", Text: "xy"})
	if before.Banks()[0] != after.Banks()[0] {
		t.Error("the bank of an unsaved file was made anew")
	}
}

func BenchmarkApply(b *testing.B) {
	texts := map[string]string{}
	for i := range 10_000 {
		texts[fmt.Sprintf("m/%d/%d.md", i/100, i)] = ""
	}
	f := memoryFolder(inMemory(withBank("m", texts)), newEngine())
	d, err := scan(b.Context(), f.Snapshot(), ScanOptions{})
	if err != nil {
		b.Fatal(err)
	}
	f.Apply(Change{Kind: Scanned, Disk: d})
	for b.Loop() {
		f.Apply(Change{Kind: Edited, Path: "m/progress.md", Text: "x"})
	}
}
