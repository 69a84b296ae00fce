//go:build darwin || linux

package bank

import (
	"io/fs"
	"path"
	"slices"

	"golang.org/x/sys/unix"
)

// ReadDir lists a folder as the [os.Root] would. Of each entry it keeps no more than what tells of a change: of a large workspace nearly all
// that a listing allocates is what else could be known.
func (f rootFiles) ReadDir(dir string) ([]fs.DirEntry, error) {
	folder, err := f.root.Open(dir)
	if err != nil {
		return nil, err
	}
	defer folder.Close()
	names, err := folder.Readdirnames(-1)
	slices.Sort(names)
	in := int(folder.Fd())
	seen, entries := make([]seenEntry, 0, len(names)), make([]fs.DirEntry, 0, len(names))
	for _, name := range names {
		seen = append(seen, seenEntry{name: name, dir: dir, files: f})
		e := &seen[len(seen)-1]
		switch failed := e.look(in); {
		case failed == nil:
			entries = append(entries, e)
		case failed != unix.ENOENT: // it has vanished meanwhile
			return entries, &fs.PathError{Op: "lstat", Path: path.Join(dir, name), Err: failed}
		}
	}
	return entries, err
}

// seenEntry is what a look at an entry of a folder has told.
type seenEntry struct {
	name, dir string
	files     rootFiles
	mode      fs.FileMode
	seen      imprint
}

// look looks at the entry in an opened folder.
func (e *seenEntry) look(folder int) error {
	var s unix.Stat_t
	err := unix.Fstatat(folder, e.name, &s, unix.AT_SYMLINK_NOFOLLOW)
	for err == unix.EINTR {
		err = unix.Fstatat(folder, e.name, &s, unix.AT_SYMLINK_NOFOLLOW)
	}
	switch s.Mode & unix.S_IFMT {
	case unix.S_IFREG:
	case unix.S_IFDIR:
		e.mode = fs.ModeDir
	case unix.S_IFLNK:
		e.mode = fs.ModeSymlink
	case unix.S_IFIFO:
		e.mode = fs.ModeNamedPipe
	case unix.S_IFSOCK:
		e.mode = fs.ModeSocket
	default:
		e.mode = fs.ModeDevice
	}
	e.seen = imprint{size: s.Size, modified: s.Mtim.Nano(), changed: s.Ctim.Nano(), number: s.Ino}
	return err
}

func (e *seenEntry) Name() string               { return e.name }
func (e *seenEntry) IsDir() bool                { return e.mode.IsDir() }
func (e *seenEntry) Type() fs.FileMode          { return e.mode }
func (e *seenEntry) Info() (fs.FileInfo, error) { return e.files.Lstat(path.Join(e.dir, e.name)) }

// imprint is that of the entry, as if it was made of what Info would have told.
func (e *seenEntry) imprint() imprint { return e.seen }
