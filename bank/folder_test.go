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
	if empty.Scanned() || empty.Config() == nil || len(empty.Banks()) != 0 {
		t.Errorf("the first snapshot: %+v", empty)
	}
	disk := rescan(t, f, ScanOptions{})
	opened := f.Apply(Change{Kind: Edited, Path: "m/progress.md", Text: "open"})
	edited := f.Apply(Change{Kind: Edited, Path: "m/progress.md", Text: "edited"})
	files["m/progress.md"].Data = []byte("new on disk")
	behind := readChanged(t, f, "m/progress.md")
	closed := f.Apply(Change{Kind: Closed, Path: "m/progress.md"})

	for i, c := range []struct {
		s    *Snapshot
		text string
	}{
		{disk, "disk"}, {opened, "open"}, {edited, "edited"}, {behind, "edited"}, {closed, "new on disk"},
	} {
		got := c.s.File("m/progress.md")
		if got.Text() != c.text {
			t.Errorf("snapshot %d: %+v", i, got)
		}
		if doc := c.s.document("m/progress.md"); doc == nil || doc.Text != c.text {
			t.Errorf("snapshot %d: wrong document", i)
		}
		if span := got.Lines().LineSpan(0); span.End != len(c.text) {
			t.Errorf("snapshot %d: first line %v", i, span)
		}
	}
	if f.Snapshot() != closed {
		t.Error("the current snapshot is another one")
	}
}

func TestChangesAreAppliedInOrder(t *testing.T) {
	f := memoryFolder(inMemory(nil), newEngine())
	s := f.Apply(
		Change{Kind: Edited, Path: "a.md", Text: "1"},
		Change{Kind: Closed, Path: "a.md"},
		Change{Kind: Edited, Path: "a.md", Text: "2"},
		Change{Kind: Edited, Path: "a.md", Text: "3"},
	)
	if got := s.File("a.md"); got == nil || got.Text() != "3" {
		t.Errorf("got %+v", got)
	}
}

func TestApplyNeitherParsesNorLooksAtTheDisk(t *testing.T) {
	var parsed, opened atomic.Int64
	files := hookedFS{inMemory(withBank("m", nil)), func(string) { opened.Add(1) }}
	f := memoryFolder(files, countingEngine(&parsed))
	rescan(t, f, ScanOptions{})
	opened.Store(0)
	f.Apply(Change{Kind: Edited, Path: "m/progress.md", Text: "x"}, Change{Kind: Closed, Path: "m/progress.md"})
	if parsed.Load() != 0 || opened.Load() != 0 {
		t.Errorf("parsed %d, opened %d", parsed.Load(), opened.Load())
	}
}

func TestATextIsParsedOnceForAllSnapshots(t *testing.T) {
	var parsed atomic.Int64
	f := memoryFolder(inMemory(withBank("m", map[string]string{"m/progress.md": "text"})), countingEngine(&parsed))
	disk := rescan(t, f, ScanOptions{})
	first := disk.document("m/progress.md")
	opened := f.Apply(Change{Kind: Edited, Path: "m/progress.md", Text: "text"})
	again := f.Apply(Change{Kind: Edited, Path: "m/progress.md", Text: "text"})
	for i, s := range []*Snapshot{disk, opened, again} {
		if s.document("m/progress.md") != first {
			t.Errorf("snapshot %d has another document", i)
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
		s := f.Apply(Change{Kind: Edited, Path: p, Text: "# New\n"})
		if got := slices.Contains(paths(s), p); got != judged {
			t.Errorf("%s is judged: %v", p, got)
		}
		if s.File(p) == nil || s.stat(p) != rules.RegularFile || s.document(p) == nil {
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
	f.Apply(Change{Kind: Edited, Path: "m/x.md", Text: "x"})
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
	after := f.Apply(Change{Kind: Edited, Path: "m/progress.md", Text: "x"})
	if before.Banks()[0] != after.Banks()[0] || before.disk != after.disk || before.listings != after.listings {
		t.Error("something was copied")
	}
	f.Apply(Change{Kind: Edited, Path: "m/new.md", Text: "x"})
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
	f.Apply(Change{Kind: OnDisk, Disk: d})
	for b.Loop() {
		f.Apply(Change{Kind: Edited, Path: "m/progress.md", Text: "x"})
	}
}
