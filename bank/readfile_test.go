package bank

import (
	"context"
	"errors"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"sync/atomic"
	"testing"
	"testing/fstest"
	"testing/synctest"
	"time"
)

// hookedFS calls hook before it opens a file.
type hookedFS struct {
	fstest.MapFS
	hook func(name string)
}

func (h hookedFS) Open(name string) (fs.File, error) {
	h.hook(name)
	return h.MapFS.Open(name)
}

// Without these the file system of the tests would open files for what a disk does without.
func (h hookedFS) Stat(name string) (fs.FileInfo, error)      { return h.MapFS.Stat(name) }
func (h hookedFS) Lstat(name string) (fs.FileInfo, error)     { return h.MapFS.Lstat(name) }
func (h hookedFS) ReadDir(name string) ([]fs.DirEntry, error) { return h.MapFS.ReadDir(name) }
func (h hookedFS) ReadFile(name string) ([]byte, error)       { return h.MapFS.ReadFile(name) }
func (h hookedFS) ReadLink(name string) (string, error)       { return h.MapFS.ReadLink(name) }

func TestAFileThatHangsDoesNotHoldUpTheOthers(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		release := make(chan struct{})
		defer close(release)
		files := hookedFS{inMemory(withBank("m", nil)), func(name string) {
			if name == "m/progress.md" {
				<-release
			}
		}}
		start := time.Now()
		s := rescan(t, memoryFolder(files, newEngine()), ScanOptions{Timeout: 3 * time.Second})
		if took := time.Since(start); took != 3*time.Second {
			t.Errorf("took %v", took)
		}
		r := mustCheck(t, s)
		want := []string{"unreadable-file: not judged: reading took longer than 3s"}
		if got := messages(r, "m/progress.md"); !slices.Equal(got, want) {
			t.Errorf("got %q", got)
		}
		if f := s.File("m/techContext.md"); f == nil || f.Err() != nil {
			t.Error("another file was not read")
		}
		if s.document("m/progress.md") != nil {
			t.Error("there is a document without a text")
		}
	})
}

func TestReadingStopsWithTheContext(t *testing.T) {
	ctx, cancel := context.WithCancel(t.Context())
	files := hookedFS{inMemory(withBank("m", nil)), func(string) { cancel() }}
	_, err := list(t, memoryFolder(files, newEngine()), ScanOptions{}).Check(ctx, nil)
	if !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
}

func TestAFileAboveTheLimitIsNotJudged(t *testing.T) {
	files := inMemory(withBank("m", map[string]string{"m/big.md": strings.Repeat("x", 101), "m/fits.md": strings.Repeat("x", 100)}))
	s := rescan(t, memoryFolder(files, newEngine()), ScanOptions{MaxFileSize: 100})
	r := mustCheck(t, s)
	want := []string{"too-complex: not judged: file is too large: 101 bytes, at most 100 are read"}
	if got := messages(r, "m/big.md"); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if s.File("m/fits.md").Err() != nil {
		t.Error("a file at the limit was not read")
	}
}

func TestAFileThatGrowsWhileItIsReadIsBounded(t *testing.T) {
	files := inMemory(map[string]string{"a.md": strings.Repeat("x", 200)})
	if text, err := readText(files, "a.md", 10, 100); !errors.Is(err, errTooLarge) {
		t.Errorf("got %d bytes, %v", len(text), err)
	}
	if text, err := readText(files, "a.md", 10, 1000); len(text) != 200 || err != nil {
		t.Errorf("got %d bytes, %v", len(text), err)
	}
}

func TestSymbolicLinksInTheWorkspaceAreReadAndOthersAreNot(t *testing.T) {
	outside := onDisk(t, map[string]string{"secret.md": "secret", "folder/a.md": "secret"})
	root := onDisk(t, withBank("m", map[string]string{"docs/inside.md": "inside", "docs/folder/b.md": "x"}))
	for name, to := range map[string]string{
		"in.md":      "../docs/inside.md",
		"out.md":     filepath.Join(outside, "secret.md"),
		"folder":     filepath.Join(outside, "folder"),
		"loop":       "..",
		"inner":      "../docs/folder",
		"folder.md":  "../docs/folder",
		"nowhere.md": "../docs/none.md",
	} {
		if err := os.Symlink(to, filepath.Join(root, "m", name)); err != nil {
			t.Skip(err)
		}
	}
	s := rescan(t, NewFolder(root), ScanOptions{})
	got := slices.DeleteFunc(paths(s), func(p string) bool { return slices.Contains(clineNames, strings.TrimPrefix(p, "m/")) })
	if !slices.Equal(got, []string{"m/in.md", "m/nowhere.md"}) {
		t.Errorf("files: %q", got)
	}
	if f := s.File("m/in.md"); f == nil || f.Text() != "inside" {
		t.Error("the link that stays inside was not followed")
	}
	want := []string{"unreadable-file: not judged: it is a symbolic link that leads nowhere"}
	if got := messages(mustCheck(t, s), "m/nowhere.md"); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestOnlyFilesThatChangedAreReadAgain(t *testing.T) {
	root := onDisk(t, withBank("m", nil))
	later := newEngine()
	later.now = func() time.Time { return time.Now().Add(time.Hour) }
	var opened atomic.Int64
	open := openRoot(root)
	f := newFolder(root, func() (fs.FS, func(), error) {
		files, done, err := open()
		return countedFS{files.(fs.StatFS), &opened}, done, err
	}, later)
	rescan(t, f, ScanOptions{})
	first := opened.Swap(0)
	writeText(t, root, "m/progress.md", "changed")
	s := rescan(t, f, ScanOptions{})
	if first-opened.Load() != int64(len(clineNames)-1) {
		t.Errorf("opened %d files, then %d", first, opened.Load())
	}
	if s.File("m/progress.md").Text() != "changed" {
		t.Error("the change was not read")
	}
}

func TestAFileThatWasYoungWhenItWasReadIsNotTrusted(t *testing.T) {
	root := onDisk(t, map[string]string{"a.md": "1"})
	name := filepath.Join(root, "a.md")
	info, err := os.Stat(name)
	if err != nil {
		t.Fatal(err)
	}
	f := newFile("a.md", "1")
	f.content.imprint = imprintOf(info, info.ModTime().Add(time.Second))
	if f.unchanged(info) {
		t.Error("trusted")
	}
	f.content.imprint = imprintOf(info, info.ModTime().Add(time.Minute))
	if !f.unchanged(info) {
		t.Error("not trusted after a minute")
	}
}

// countedFS counts what is opened.
type countedFS struct {
	fs.StatFS
	opened *atomic.Int64
}

func (c countedFS) Open(name string) (fs.File, error) {
	c.opened.Add(1)
	return c.StatFS.Open(name)
}
