package bank

import (
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
	"time"
)

func TestAUsualFileIsReadWhole(t *testing.T) {
	root := onDisk(t, map[string]string{"a.md": "some text", "empty.md": ""})
	folder, err := os.OpenRoot(root)
	if err != nil {
		t.Fatal(err)
	}
	files, done := filesOf(folder)
	defer done()
	at := time.Now()
	for name, want := range map[string]string{"a.md": "some text", "empty.md": ""} {
		info, err := os.Stat(filepath.Join(root, name))
		if err != nil {
			t.Fatal(err)
		}
		text, left, ok := files.(wholeReader).readWhole(name, 9, at)
		if text != want || left != imprintOf(info, at) || !ok {
			t.Errorf("%s: got %q, %v, %t", name, text, left, ok)
		}
	}
}

func TestWhatIsNoUsualFileIsNotReadWhole(t *testing.T) {
	root := onDisk(t, map[string]string{"a.md": "some text", "long.md": strings.Repeat("x", longestPooled+1), "folder.md/b.md": ""})
	if err := os.Symlink("a.md", filepath.Join(root, "link.md")); err != nil {
		t.Skip(err)
	}
	if err := syscall.Mkfifo(filepath.Join(root, "pipe.md"), 0o666); err != nil {
		t.Skip(err)
	}
	folder, err := os.OpenRoot(root)
	if err != nil {
		t.Fatal(err)
	}
	files, done := filesOf(folder)
	defer done()
	for name, most := range map[string]int64{"a.md": 8, "long.md": 1 << 20, "folder.md": 1 << 20, "link.md": 1 << 20, "pipe.md": 1 << 20, "none.md": 1 << 20} {
		if text, _, ok := files.(wholeReader).readWhole(name, most, time.Now()); ok {
			t.Errorf("%s: got %q", name, text)
		}
	}
}
