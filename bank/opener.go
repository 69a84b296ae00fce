package bank

import (
	"io/fs"
	"os"
	"path/filepath"
	"sync"
	"time"
)

// opener gives access to the files of a workspace for the length of one
// operation; the caller calls done after it. Symbolic links that leave the
// workspace are errors of the file system returned.
type opener func() (files fs.FS, done func(), err error)

// folderOpener is a file system in which a path costs a look at each folder on the way.
type folderOpener interface {
	// openFolder gives access to the files of one folder without that, as an opener does. Symbolic links that leave the folder are errors.
	openFolder(name string) (files fs.FS, done func(), err error)
}

// wholeReader is a file system that reads a usual file in fewer steps. Not ok tells that this is none, or that nobody knows.
type wholeReader interface {
	readWhole(name string, most int64, at time.Time) (text string, left imprint, ok bool)
}

// openRoot returns the opener of a folder on disk.
func openRoot(root string) opener {
	return func() (fs.FS, func(), error) {
		r, err := os.OpenRoot(root)
		if err != nil {
			return nil, nil, err
		}
		return rootFiles{r.FS().(rootFS), r}, func() { r.Close() }, nil
	}
}

// rootFS is what the documentation of os.Root promises.
type rootFS interface {
	fs.StatFS
	fs.ReadDirFS
	fs.ReadFileFS
	fs.ReadLinkFS
}

// rootFiles are the files of a folder on disk.
type rootFiles struct {
	rootFS
	root *os.Root
}

func (f rootFiles) openFolder(name string) (fs.FS, func(), error) {
	r, err := f.root.OpenRoot(name)
	if err != nil {
		return nil, nil, err
	}
	files, done := filesOf(r)
	return files, done, nil
}

// names lists a folder without a look at each entry, as ReadDir takes one, and without the confinement: it is for who
// has come there from the root, entering folders only.
func (f rootFiles) names(dir string) ([]fs.DirEntry, error) {
	return os.ReadDir(filepath.Join(f.root.Name(), filepath.FromSlash(dir)))
}

// readNames lists a folder as fs.ReadDir does, without a look at each entry where that can be had.
func readNames(files fs.FS, dir string) ([]fs.DirEntry, error) {
	if f, ok := files.(interface {
		names(dir string) ([]fs.DirEntry, error)
	}); ok {
		return f.names(dir)
	}
	return fs.ReadDir(files, dir)
}

// shared returns an opener that opens once for all operations that overlap: to open a folder takes about as long as to read a file.
func shared(open opener) opener {
	var mu sync.Mutex
	var files fs.FS
	var end func()
	users := 0
	leave := func() {
		mu.Lock()
		defer mu.Unlock()
		if users--; users == 0 {
			end()
		}
	}
	return func() (fs.FS, func(), error) {
		mu.Lock()
		defer mu.Unlock()
		if users == 0 {
			var err error
			if files, end, err = open(); err != nil {
				return nil, nil, err
			}
		}
		users++
		return files, leave, nil
	}
}
