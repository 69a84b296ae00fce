package bank

import (
	"fmt"
	"io/fs"
	"sync/atomic"
	"testing"
)

// foldersFS counts what is opened by its whole path, which folders are opened, and which of them are closed again.
type foldersFS struct {
	fs.FS
	whole, opened, closed atomic.Int64
}

func (f *foldersFS) Open(name string) (fs.File, error) {
	f.whole.Add(1)
	return f.FS.Open(name)
}

func (f *foldersFS) openFolder(name string) (fs.FS, func(), error) {
	if name == "m/sealed" {
		return nil, nil, fs.ErrPermission
	}
	f.opened.Add(1)
	files, err := fs.Sub(f.FS, name)
	return files, func() { f.closed.Add(1) }, err
}

func TestAFolderIsOpenedOnceForItsFiles(t *testing.T) {
	texts := map[string]string{"m/sealed/a.md": "sealed"}
	for i := range 100 {
		texts[fmt.Sprintf("m/a/%d.md", i)] = "a"
		texts[fmt.Sprintf("m/b/%d.md", i)] = "b"
	}
	files := &foldersFS{FS: inMemory(texts)}
	var paths []string
	for p := range texts {
		paths = append(paths, p)
	}
	r := newReader(memoryFolder(files, newEngine()).Snapshot().origin, ScanOptions{}, func(string) *File { return nil })
	read, err := r.all(t.Context(), paths, nil)
	if err != nil {
		t.Fatal(err)
	}
	for i, f := range read {
		if f == nil || f.Text() != texts[paths[i]] {
			t.Errorf("%q is %v", paths[i], f)
		}
	}
	if files.opened.Load() != 2 || files.closed.Load() != 2 {
		t.Errorf("%d folders opened and %d closed, want two of each", files.opened.Load(), files.closed.Load())
	}
	// What is in a folder that cannot be opened alone is looked at, and read, by its path.
	if files.whole.Load() != 2 {
		t.Errorf("%d times a file was opened by its whole path, want twice for the one in the sealed folder", files.whole.Load())
	}
}
