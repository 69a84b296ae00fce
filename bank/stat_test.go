package bank

import (
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync/atomic"
	"testing"

	"cortex/rules"
)

func TestStatSeesTheWholeWorkspace(t *testing.T) {
	files := inMemory(withBank("m", map[string]string{"src/a.go": "", "src/pkg/b.go": ""}))
	s := rescan(t, memoryFolder(files, newEngine()), ScanOptions{})
	for p, want := range map[string]rules.FileKind{
		".": rules.Directory, "src": rules.Directory, "src/a.go": rules.RegularFile, "src/pkg/b.go": rules.RegularFile,
		"src/A.go": rules.NoFile, "SRC/a.go": rules.NoFile, "src/none": rules.NoFile, "src/a.go/x": rules.NoFile,
		"none/x/y": rules.NoFile, "../x": rules.NoFile, "/etc": rules.NoFile, "": rules.NoFile,
		"m": rules.Directory, "m/progress.md": rules.RegularFile,
	} {
		if got := s.stat(p); got != want {
			t.Errorf("%q: got %d, want %d", p, got, want)
		}
	}
}

func TestStatTakesWhatCannotBeLookedAtToBeThere(t *testing.T) {
	outside := onDisk(t, map[string]string{"a.md": ""})
	root := onDisk(t, map[string]string{"folder/b.md": ""})
	for name, to := range map[string]string{"out": outside, "in": "folder", "nowhere": "none"} {
		if err := os.Symlink(to, filepath.Join(root, name)); err != nil {
			t.Skip(err)
		}
	}
	l := newListings(openRoot(root))
	for p, want := range map[string]rules.FileKind{
		"out": rules.RegularFile, "out/a.md": rules.RegularFile, "out/none.md": rules.RegularFile,
		"in": rules.Directory, "in/b.md": rules.RegularFile, "in/none.md": rules.NoFile, "nowhere": rules.NoFile,
	} {
		if got := l.stat(p); got != want {
			t.Errorf("%q: got %d, want %d", p, got, want)
		}
	}
	gone := newListings(openRoot(root + "/none"))
	if got := gone.stat("x.md"); got != rules.RegularFile {
		t.Errorf("in a workspace that cannot be opened: got %d", got)
	}
}

func TestStatListsAFolderOnceUntilSomethingInItChanges(t *testing.T) {
	var opened atomic.Int64
	files := inMemory(map[string]string{"src/a.go": "", "other/b.go": ""})
	l := newListings(func() (fs.FS, func(), error) {
		opened.Add(1)
		return files, func() {}, nil
	})
	for range 3 {
		l.stat("src/a.go")
		l.stat("src/none.go")
		l.stat("other/b.go")
	}
	if n := opened.Load(); n != 3 {
		t.Errorf("listed %d folders, want 3", n)
	}
	files["src/none.go"] = files["src/a.go"]
	next := l.without([]string{"src/none.go"})
	if l.stat("src/none.go") != rules.NoFile || next.stat("src/none.go") != rules.RegularFile || next.stat("other/b.go") != rules.RegularFile {
		t.Error("wrong answers")
	}
	if n := opened.Load(); n != 5 {
		t.Errorf("listed %d folders, want 5: the changed one and that above it again", n)
	}
}

// TestAPathIsFollowedOnlyAsFarAsThereAreFolders ends at once: to look at each of so many names in so long a path would take hours.
func TestAPathIsFollowedOnlyAsFarAsThereAreFolders(t *testing.T) {
	l := newListings(func() (fs.FS, func(), error) { return inMemory(map[string]string{"src/a.go": ""}), func() {}, nil })
	for _, start := range []string{"none/", "src/", "src/a.go/"} {
		if got := l.stat(start + strings.Repeat("a/", 4<<20) + "b.md"); got != rules.NoFile {
			t.Errorf("below %q: got %d", start, got)
		}
	}
	if n := len(l.looked()); n > 2 {
		t.Errorf("%d folders were listed", n)
	}
}

func TestAnUnsavedFileMakesItsFolder(t *testing.T) {
	f := memoryFolder(inMemory(withBank("m", nil)), newEngine())
	rescan(t, f, ScanOptions{})
	s := f.Apply(Change{Kind: Edited, Path: "m/new/sub/x.md"})
	if s.stat("m/new/sub") != rules.Directory || s.stat("m/new") != rules.Directory || s.stat("m/ne") != rules.NoFile {
		t.Error("wrong answers")
	}
}
