package bank

import (
	"io/fs"
	"os"
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
	return r.FS(), func() { r.Close() }, nil
}
