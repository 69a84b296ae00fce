package bank

import (
	"io/fs"
	"os"
)

// opener gives access to the files of a workspace for the length of one
// operation; the caller calls done after it. Symbolic links that leave the
// workspace are errors of the file system returned.
type opener func() (files fs.FS, done func(), err error)

// openRoot returns the opener of a folder on disk.
func openRoot(root string) opener {
	return func() (fs.FS, func(), error) {
		r, err := os.OpenRoot(root)
		if err != nil {
			return nil, nil, err
		}
		return r.FS(), func() { r.Close() }, nil
	}
}
