//go:build unix

package bank

import (
	"path/filepath"
	"slices"
	"syscall"
	"testing"
)

func TestAPipeIsNotOpened(t *testing.T) {
	root := onDisk(t, withBank("m", nil))
	if err := syscall.Mkfifo(filepath.Join(root, "m", "pipe.md"), 0o666); err != nil {
		t.Skip(err)
	}
	r := mustCheck(t, rescan(t, NewFolder(root), ScanOptions{}))
	want := []string{"unreadable-file: not judged: it is not a regular file but a pipe"}
	if got := messages(r, "m/pipe.md"); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
}

func TestAPipeIsNoIgnoreFile(t *testing.T) {
	root := onDisk(t, withBank("m", nil))
	if err := syscall.Mkfifo(filepath.Join(root, ignoreFile), 0o666); err != nil {
		t.Skip(err)
	}
	if s := rescan(t, NewFolder(root), ScanOptions{}); len(s.Banks()) != 1 {
		t.Errorf("got %d banks", len(s.Banks()))
	}
}
