package bank

import (
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

func TestTheCacheIsBounded(t *testing.T) {
	d := newCachedDisk(t, citedBank())
	d.check(d.cache)
	leave := func(name string, size int64, age time.Duration) {
		t.Helper()
		name, at := filepath.Join(d.cache.dir, name), time.Now().Add(-age)
		if err := errors.Join(os.WriteFile(name, nil, 0o600), os.Truncate(name, size), os.Chtimes(name, at, at)); err != nil {
			t.Fatal(err)
		}
	}
	leave("old"+cacheSuffix, 1, cachedFor)
	leave("half.tmp", 1, halfWrittenFor)
	leave("other.txt", 1, cachedFor)
	leave("young.tmp", 1, halfWrittenFor/2)
	leave("large"+cacheSuffix, mostCachedInAll-1<<20, time.Hour)
	leave("larger"+cacheSuffix, 2<<20, 2*time.Hour)
	d.write(ConfigFile, "rules:\n  broken-link: error\n")
	d.check(d.cache)
	entries, err := os.ReadDir(d.cache.dir)
	var left []string
	for _, e := range entries {
		left = append(left, e.Name())
	}
	if want := []string{filepath.Base(d.cache.file("/memory")), "large" + cacheSuffix, "other.txt", "young.tmp"}; err != nil || !slices.Equal(left, want) {
		t.Errorf("left: %v, %v; want %v", left, err, want)
	}
	if files, err := d.cache.Files(); err != nil || len(files) != 2 {
		t.Errorf("%d workspaces, %v", len(files), err)
	}
	if files, _, err := d.cache.Clean(); files != 3 || err != nil {
		t.Errorf("%d removed, %v", files, err)
	}
}

// manyNotes is a bank of many files that look at one another.
func manyNotes(n int) map[string]string {
	texts := withBank("m", nil)
	for i := range n {
		texts[fmt.Sprintf("m/notes/n%03d.md", i)] = fmt.Sprintf("# Note %d\n\n## Goals\n\n[next](n%03d.md#goals), [none](gone%d.md)\n", i, i+1, i)
	}
	return texts
}

// TestLittleIsWrittenWhereLittleDiffers counts what is written, opened, parsed and judged where one of many files is another.
func TestLittleIsWrittenWhereLittleDiffers(t *testing.T) {
	d := newCachedDisk(t, manyNotes(300))
	d.check(d.cache)
	before, err := os.Stat(d.cache.file("/memory"))
	if err != nil {
		t.Fatal(err)
	}
	for round := range 5 {
		d.write("m/notes/n007.md", fmt.Sprintf("# Note %d\n\n## Goals\n\n[gone](lost%d.md)\n", round, round))
		_, r := d.check(d.cache)
		if opened, parsed := d.opened.Load(), d.parsed.Load(); opened != 1 || parsed != 1 || r.Cache.Judged() != 2 {
			t.Fatalf("%d opened, %d parsed: %+v", opened, parsed, r.Cache)
		}
	}
	after, err := os.Stat(d.cache.file("/memory"))
	if err != nil {
		t.Fatal(err)
	}
	if grown := after.Size() - before.Size(); !os.SameFile(before, after) || grown == 0 || grown > 5*2000 {
		t.Errorf("five times one of 300 files: %d bytes are written to a file of %d", grown, before.Size())
	}
	d.compare("afterwards")
}

// TestCopiesThatWereFoundAreKnownToTheNext changes a file of a bank in which others have the same sections: they are not compared again, however
// many processes have come and gone.
func TestCopiesThatWereFoundAreKnownToTheNext(t *testing.T) {
	texts := manyNotes(40)
	for i := 10; i < 30; i++ {
		texts[fmt.Sprintf("m/notes/n%03d.md", i)] += fmt.Sprintf("\n## Shared\n\n%s\n", agreed(i/2))
	}
	d := newCachedDisk(t, texts)
	d.check(d.cache)
	for round := range 4 {
		d.write("m/notes/n007.md", fmt.Sprintf("# Note\n\n%s\n", agreed(100+round)))
		d.check(d.cache)
		// Ten have a diagnostic, of which they may say that it is to be ignored; at first somebody refers to the file.
		if opened := d.opened.Load(); opened > 12 {
			t.Errorf("round %d: %d files are opened", round, opened)
		}
	}
	d.write("m/notes/n007.md", fmt.Sprintf("# Note\n\n%s\n", agreed(7)))
	if r := d.compare("a copy"); len(r.Found.In("m/notes/n015.md")) == 0 {
		t.Error("no copy is reported")
	}
}

// agreed is a text of some length that is another for each number.
func agreed(n int) string {
	var b strings.Builder
	for i := range 6 {
		fmt.Fprintf(&b, "Item %d of part %d says what was agreed on in the meeting.\n", i, n)
	}
	return b.String()
}

// TestACacheThatGrewIsWrittenAnew bounds what is added to a file.
func TestACacheThatGrewIsWrittenAnew(t *testing.T) {
	d := newCachedDisk(t, citedBank())
	d.check(d.cache)
	before, err := os.Stat(d.cache.file("/memory"))
	if err != nil {
		t.Fatal(err)
	}
	for round := range 200 {
		d.write("m/progress.md", fmt.Sprintf("# Progress %d\n\n[none](gone%d.md)\n", round, round))
		d.check(d.cache)
		after, err := os.Stat(d.cache.file("/memory"))
		if err != nil || after.Size() > before.Size()+2*leastAdded {
			t.Fatalf("round %d: %d bytes, %d at first: %v", round, after.Size(), before.Size(), err)
		}
		if !os.SameFile(before, after) {
			d.compare("written anew")
			return
		}
	}
	t.Error("it is never written anew")
}

// TestAProcessThatLivesOnAddsToTheCache saves again and again, and has others begin with that.
func TestAProcessThatLivesOnAddsToTheCache(t *testing.T) {
	d := newCachedDisk(t, manyNotes(50))
	f := d.folder()
	var first os.FileInfo
	for round := range 4 {
		d.write("m/notes/n007.md", fmt.Sprintf("# Note\n\n## Aims %d\n\n[gone](lost%d.md)\n", round, round))
		d.write("m/notes/n008.md", fmt.Sprintf("# Note\n\n[aims](n007.md#aims-%d)\n", round/2))
		rescan(t, f, ScanOptions{})
		info := d.save(f)
		if first != nil && !os.SameFile(first, info) {
			t.Fatalf("round %d: the file is written anew", round)
		}
		first = info
		c, _ := d.cache.load("/memory")
		if c == nil || len(c.units) != round+1 {
			t.Fatalf("round %d: what was added is not read: %+v", round, c)
		}
	}
	if r := d.compare("by another process"); r.Cache.Judged() != 0 {
		t.Errorf("%+v", r.Cache)
	}
}
