package bank

import (
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/fstest"

	"cortex/rules"
)

// tracedFS remembers what is listed, opened and looked at.
type tracedFS struct {
	fstest.MapFS
	mu                     *sync.Mutex
	listed, opened, looked *[]string
}

func (f tracedFS) note(names *[]string, name string) {
	f.mu.Lock()
	defer f.mu.Unlock()
	*names = append(*names, name)
}

func traced(texts map[string]string) tracedFS {
	return tracedFS{inMemory(texts), &sync.Mutex{}, &[]string{}, &[]string{}, &[]string{}}
}

func (f tracedFS) Open(name string) (fs.File, error) {
	f.note(f.opened, name)
	return f.MapFS.Open(name)
}

func (f tracedFS) ReadDir(name string) ([]fs.DirEntry, error) {
	f.note(f.listed, name)
	return f.MapFS.ReadDir(name)
}

func (f tracedFS) Stat(name string) (fs.FileInfo, error) {
	f.note(f.looked, name)
	return f.MapFS.Stat(name)
}

func (f tracedFS) Lstat(name string) (fs.FileInfo, error) { return f.MapFS.Lstat(name) }

func extentFolder(files fs.FS, extent ...string) *Folder {
	return newFolder("/memory", func() (fs.FS, func(), error) { return files, func() {}, nil }, newEngine(), extent...)
}

// TestOnlyTheExtentIsListedAndRead has a bank among a thousand other files, some of which its links name.
func TestOnlyTheExtentIsListedAndRead(t *testing.T) {
	texts := withBank("m", map[string]string{
		".gitignore":    "m/left.md\n",
		"m/left.md":     "",
		"m/progress.md": "# P\n\n[a](../src/a.go) [b](../src/none.go) [c](none.md) [d](../other/progress.md#none) [e](../none/x.md)\n",
	})
	for i := range 1000 {
		texts[fmt.Sprintf("src/%d/x.md", i)] = ""
	}
	texts["src/a.go"], texts["other/progress.md"], texts["other/techContext.md"] = "", "", ""
	files := traced(texts)
	s := rescan(t, extentFolder(files, "m"), ScanOptions{})
	want := []string{`link target "../src/none.go"`, `link target "none.md"`, `link target "../none/x.md"`}
	if got := strings.Join(messages(mustCheck(t, s), "m/progress.md"), "\n"); strings.Count(got, "broken-link: ") != len(want) ||
		slices.ContainsFunc(want, func(w string) bool { return !strings.Contains(got, w) }) {
		t.Errorf("found\n%s", got)
	}
	if len(s.Banks()) != 1 || len(s.Banks()[0].Paths) != len(clineNames) {
		t.Errorf("the banks are %v", paths(s))
	}
	if !slices.Equal(*files.listed, []string{"m"}) {
		t.Errorf("listed %q", *files.listed)
	}
	read := slices.DeleteFunc(*files.opened, func(p string) bool { return Below(p, "m") || p == ignoreFile })
	looked := slices.DeleteFunc(*files.looked, func(p string) bool { return Below(p, "m") || path.Base(p)[0] == '.' })
	if len(read) != 0 || len(looked) > 40 {
		t.Errorf("read %q, looked at %q", read, looked)
	}
}

func TestAFlatExtentIsTheFilesOfOneFolder(t *testing.T) {
	files := traced(map[string]string{"CLAUDE-patterns.md": "", "CLAUDE-activeContext.md": "[x](docs/x.md)", "docs/x.md": "", "docs/deep/y.md": ""})
	s := rescan(t, extentFolder(files, "."), ScanOptions{})
	if got := paths(s); !slices.Equal(got, []string{"CLAUDE-activeContext.md", "CLAUDE-patterns.md"}) {
		t.Errorf("judged %q", got)
	}
	if mustCheck(t, s); !slices.Equal(*files.listed, []string{"."}) {
		t.Errorf("listed %q", *files.listed)
	}
	s = rescan(t, extentFolder(files, "."), ScanOptions{Include: []string{"docs"}})
	if got := paths(s); !slices.Contains(got, "docs/deep/y.md") {
		t.Errorf("what is named is not searched: %q", got)
	}
}

// TestWhatIsOutsideIsSeenAsInAListing compares the looks at single paths with listings.
func TestWhatIsOutsideIsSeenAsInAListing(t *testing.T) {
	files := inMemory(map[string]string{"src/a.go": "", "src/12": "", "Read Me.md": ""})
	open := func() (fs.FS, func(), error) { return files, func() {}, nil }
	for _, p := range []string{".", "src", "SRC", "src/a.go", "src/A.go", "src/a.go/x", "src/12", "src/none", "Read Me.md", "none/x/y", "../x", "/etc", ""} {
		if got, want := newListings(open, "m").stat(p), newListings(open).stat(p); got != want {
			t.Errorf("%q: %d, in a listing %d", p, got, want)
		}
	}
}

// carelessFS does not care about the case of letters.
type carelessFS struct{ tracedFS }

func (f carelessFS) Stat(name string) (fs.FileInfo, error) {
	return f.tracedFS.Stat(strings.ToLower(name))
}

func TestTheCaseOfLettersCountsOutside(t *testing.T) {
	files := carelessFS{traced(map[string]string{"src/a.go": ""})}
	l := newListings(func() (fs.FS, func(), error) { return files, func() {}, nil }, "m")
	for p, want := range map[string]rules.FileKind{"src/a.go": rules.RegularFile, "src/A.go": rules.NoFile, "SRC/a.go": rules.NoFile} {
		if got := l.stat(p); got != want {
			t.Errorf("%q: %d, want %d", p, got, want)
		}
	}
}

func TestAWiderExtentIsSearchedAtTheNextLook(t *testing.T) {
	files := inMemory(withBank("m", withBank("o", map[string]string{"o/progress.md": "[x](none.md)"})))
	f := extentFolder(files, "m")
	rescan(t, f, ScanOptions{})
	if f.Snapshot().Searches("o/progress.md") || f.Widen(Extent{"m"}) || !f.Widen(Extent{"o"}) || !f.Snapshot().Searches("o/progress.md") {
		t.Error("wrong answers")
	}
	s := readChanged(t, f, ".")
	if len(s.Banks()) != 2 || len(messages(mustCheck(t, s), "o/progress.md")) == 0 {
		t.Errorf("the banks are %v", paths(s))
	}
	for p := range withBank("new", nil) {
		files[p] = &fstest.MapFile{}
	}
	if s := readChanged(t, f, "new/progress.md"); len(s.Banks()) != 2 {
		t.Errorf("the banks are %v", paths(s))
	}
	if !f.Widen(nil) || f.Widen(Extent{"o"}) || len(readChanged(t, f, ".").Banks()) != 3 {
		t.Error("everything is not everything")
	}
}

// TestABankThatComesBackIsNoticed watches a folder of which nothing is searched at the moment.
func TestABankThatComesBackIsNoticed(t *testing.T) {
	root := onDisk(t, map[string]string{"a.txt": ""})
	f := NewFolder(root, "m")
	s := rescan(t, f, ScanOptions{})
	before := s.Stamp()
	for p, text := range withBank("m", nil) {
		writeText(t, root, p, text)
	}
	if s.Stamp() == before {
		t.Error("the bank is not noticed")
	}
	if s := readChanged(t, f, "."); len(s.Banks()) != 1 {
		t.Error("the bank is not found")
	}
	writeText(t, root, ConfigFile, "banks: [o]\n")
	for p, text := range withBank("o", nil) {
		writeText(t, root, p, text)
	}
	if s := readChanged(t, f, "."); len(s.Banks()) != 1 || s.Banks()[0].Root != "o" {
		t.Errorf("a configuration that has come does not count: %v", paths(s))
	}
}
