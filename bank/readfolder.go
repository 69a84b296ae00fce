package bank

import (
	"io/fs"
	"path"
	"sync"
)

// readFolders has each folder opened once for all files that are to be read in it. It is safe for concurrent use; nil opens none.
type readFolders struct {
	opener folderOpener
	mu     sync.Mutex
	byPath map[string]*readFolder
}

// readFolder is one of the folders.
type readFolder struct {
	opening sync.Once
	// files is nil for a folder that cannot be opened.
	files fs.FS
	done  func()
	// left is how many files are still to be read. What is not read after all leaves the folder to the garbage collector.
	left int
}

// newReadFolders returns the folders of some files, nil where it makes no difference.
func newReadFolders(files fs.FS, paths []string) *readFolders {
	opener, ok := files.(folderOpener)
	if !ok {
		return nil
	}
	f := &readFolders{opener: opener, byPath: map[string]*readFolder{}}
	for _, p := range paths {
		dir := path.Dir(p)
		if f.byPath[dir] == nil {
			f.byPath[dir] = &readFolder{}
		}
		f.byPath[dir].left++
	}
	return f
}

// enter returns the files of a folder, nil if they are only to be had by their whole paths. Whoever has read one of them calls left.
func (f *readFolders) enter(dir string) (files fs.FS, left func()) {
	if f == nil {
		return nil, func() {}
	}
	f.mu.Lock()
	folder := f.byPath[dir]
	f.mu.Unlock()
	if folder == nil {
		return nil, func() {}
	}
	folder.opening.Do(func() {
		if files, done, err := f.opener.openFolder(dir); err == nil {
			folder.files, folder.done = files, done
		}
	})
	return folder.files, func() { f.leave(folder) }
}

func (f *readFolders) leave(folder *readFolder) {
	f.mu.Lock()
	folder.left--
	last := folder.left == 0
	f.mu.Unlock()
	if last && folder.done != nil {
		folder.done()
	}
}
