//go:build !linux

package bank

import (
	"io/fs"
	"os"
)

// filesOf returns the files of a folder, and what closes it.
func filesOf(folder *os.Root) (files fs.FS, done func()) {
	return folder.FS(), func() { folder.Close() }
}
