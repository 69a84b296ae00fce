package bank

import (
	"fmt"
	"math/rand/v2"
	"os"
	"runtime"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"weak"
)

func TestWhatIsPackedIsKeptApart(t *testing.T) {
	var p pieces[int]
	first, second := p.add([]int{1, 2}), p.add([]int{3})
	first = append(first, 9)
	if !slices.Equal(first, []int{1, 2, 9}) || !slices.Equal(second, []int{3}) || p.add(nil) != nil {
		t.Errorf("%d and %d", first, second)
	}
	if large := p.add(make([]int, pieceLength+1)); len(large) != pieceLength+1 || !slices.Equal(p.add([]int{4}), []int{4}) {
		t.Errorf("%d elements", len(large))
	}
}

// TestAPackedGraphEqualsOneBuiltFromNothing packs between the steps.
func TestAPackedGraphEqualsOneBuiltFromNothing(t *testing.T) {
	for seed := range uint64(10) {
		w := newGraphWalk(t, seed)
		for range 40 {
			w.step()
			w.compare()
			g := w.folder.Snapshot().graph
			g.unpacked = 1 << 20
			if !g.pack() {
				t.Fatal("nothing is packed")
			}
			w.compare()
		}
	}
}

// TestPackedResultsAreJudgedAgainAsOthers packs between edits.
func TestPackedResultsAreJudgedAgainAsOthers(t *testing.T) {
	random := rand.New(rand.NewPCG(5, 6))
	f := memoryFolder(inMemory(citedBank()), newEngine())
	s := rescan(t, f, ScanOptions{})
	for range 40 {
		mustCheck(t, s)
		wantNoDifferences(t, s)
		s.ledger.unpacked = 1 << 20
		if !s.ledger.pack() || s.ledger.pack() {
			t.Fatal("not packed once")
		}
		p := "m/" + clineNames[random.IntN(len(clineNames))]
		s = f.Apply(Change{Kind: Edited, Path: p, Text: citingText(random, clineNames)})
	}
}

// largeBank has files that name one another, each third one that is not there.
func largeBank(n int) map[string]string {
	texts := withBank("m", nil)
	for i := range n {
		third := "n0"
		if i%3 == 0 {
			third = fmt.Sprint("gone", i)
		}
		texts[fmt.Sprintf("m/notes/n%d.md", i)] = fmt.Sprintf("# Note %d\n\n## Aims\n\n[a](n%d.md#aims) [b](n%d.md) [c](%s.md) <https://example.com/%d>\n\n%s", i, (7*i)%n, (i+1)%n, third, i, strings.Repeat("Some text that says nothing at all.\n", 100))
	}
	return texts
}

// TestSymbolsNeedNoTexts asks for the first time when all texts have been let go.
func TestSymbolsNeedNoTexts(t *testing.T) {
	var opened atomic.Int64
	s := rescan(t, memoryFolder(openedFS{inMemory(largeBank(50)), &opened}, newEngine()), ScanOptions{})
	mustCheck(t, s)
	if err := s.Warm(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.engine.shelf.shrink(0)
	opened.Store(0)
	found, err := s.Symbols(t.Context(), "note 49", 10)
	if err != nil || len(found) != 1 || found[0].Path != "m/notes/n49.md" {
		t.Errorf("found %v, %v", found, err)
	}
	if n := opened.Load(); n != 1 {
		t.Errorf("%d files were read, want the one that is found", n)
	}
}

// TestLittleIsKeptOfEachFile bounds what a bank takes at rest, loosely.
func TestLittleIsKeptOfEachFile(t *testing.T) {
	const files, most = 2000, 2500
	root := onDisk(t, largeBank(files))
	before := heapAfterCollection()
	s := list(t, NewFolder(root), ScanOptions{})
	mustCheck(t, s)
	if err := s.Warm(t.Context()); err != nil {
		t.Fatal(err)
	}
	s.engine.shelf.shrink(0)
	if each := int(heapAfterCollection()-before) / files; each > most {
		t.Errorf("%d bytes are kept of each file, want at most %d", each, most)
	}
	runtime.KeepAlive(s)
}

func heapAfterCollection() int64 {
	var m runtime.MemStats
	runtime.GC()
	runtime.GC()
	runtime.ReadMemStats(&m)
	return int64(m.HeapAlloc)
}

// TestAPackedLedgerAddsToTheCache has a server that rests add what was changed, which takes the paths that it has forgotten; in between
// another process may have written the whole anew.
func TestAPackedLedgerAddsToTheCache(t *testing.T) {
	d := newCachedDisk(t, citedBank())
	f := d.folder()
	rescan(t, f, ScanOptions{Cache: d.cache})
	before := d.save(f)
	for i := range 5 {
		l := f.Snapshot().ledger
		if l.unpacked = 1 << 20; !l.pack() || len(l.kept.paths) > 0 {
			t.Fatalf("%d paths are kept", len(l.kept.paths))
		}
		d.write("m/progress.md", fmt.Sprintf("# Progress\n\n[none](gone%d.md)\n", i))
		readChanged(t, f, "m/progress.md")
		after := d.save(f)
		if !os.SameFile(before, after) || after.Size() <= before.Size() || len(l.kept.paths) > 0 {
			t.Errorf("step %d: %d bytes became %d, of which %d paths are kept", i, before.Size(), after.Size(), len(l.kept.paths))
		}
		before = after
		if r := d.compare("what was added"); r.Checked != 0 {
			t.Errorf("step %d: %d documents are judged again", i, r.Checked)
		}
	}
	if err := os.WriteFile(d.cache.file("/memory"), make([]byte, before.Size()), 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(d.cache.file("/memory"), before.ModTime(), before.ModTime()); err != nil {
		t.Fatal(err)
	}
	d.write("m/progress.md", "# Progress\n\n[none](gone.md)\n")
	readChanged(t, f, "m/progress.md")
	if os.SameFile(before, d.save(f)) {
		t.Error("something is added to what is no cache")
	}
	d.compare("what was written anew")
}

// TestFilesThatWereReadHoldOnToNothing has a folder looked at again, whose files are the same.
func TestFilesThatWereReadHoldOnToNothing(t *testing.T) {
	files := inMemory(citedBank())
	f := memoryFolder(files, newEngine())
	before := weak.Make(rescan(t, f, ScanOptions{}).disk)
	files["m/new.md"] = &fstest.MapFile{Data: []byte("# New\n")}
	rescan(t, f, ScanOptions{})
	if runtime.GC(); before.Value() != nil {
		t.Error("what was known before is still in memory")
	}
	runtime.KeepAlive(f)
}
