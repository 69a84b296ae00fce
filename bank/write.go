package bank

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
)

// ErrStale is returned by Write for a file that changed on disk since it was read.
var ErrStale = errors.New("file changed on disk since it was read")

// Write puts changes on disk, each file atomically: a reader or a crash sees the old
// text or the new one, never a part. Mode is kept. A file whose text on disk is no longer
// change.Old is left alone and reported with ErrStale, as is one that another
// Write is at; the others are written. Files are removed and renamed last, and none if
// anything else failed, so that a rename never loses the text.
// Nothing outside root is touched, also not through symbolic links. The result
// is what was done, also beside an error.
func Write(root string, changes []FileChange) (done []FileChange, err error) {
	r, err := os.OpenRoot(root)
	if err != nil {
		return nil, fmt.Errorf("opening workspace: %w", err)
	}
	defer r.Close()
	var errs []error
	do := func(c FileChange, act func(*os.Root, FileChange) error) {
		if err := act(r, c); err != nil {
			errs = append(errs, err)
			return
		}
		done = append(done, c)
	}
	for _, c := range changes {
		if c.New != nil {
			do(c, writeFile)
		}
	}
	failed := len(errs) > 0
	for _, c := range changes {
		switch {
		case c.New != nil || c.Old == nil && c.To == "":
		case failed:
			errs = append(errs, fmt.Errorf("%s %q: left in place, since other files were not written", leaving(c), c.Path))
		case c.To != "":
			do(c, renameFile)
		default:
			do(c, removeFile)
		}
	}
	return done, errors.Join(errs...)
}

func writeFile(r *os.Root, c FileChange) error {
	if err := replace(r, c); err != nil {
		return fmt.Errorf("writing %q: %w", c.Path, err)
	}
	return nil
}

func removeFile(r *os.Root, c FileChange) error {
	if err := remove(r, c); err != nil {
		return fmt.Errorf("removing %q: %w", c.Path, err)
	}
	return nil
}

// leaving says what is done to a file or folder that leaves its path.
func leaving(c FileChange) string {
	if c.To != "" {
		return "renaming"
	}
	return "removing"
}

// renameFile gives a file or folder a path at which nothing stands, unless that is the same by another letter case.
func renameFile(r *os.Root, c FileChange) error {
	before, err := r.Lstat(c.Path)
	if err == nil {
		if there, taken := r.Lstat(c.To); taken == nil && !os.SameFile(before, there) {
			err = ErrStale
		}
	}
	if err == nil {
		err = r.MkdirAll(path.Dir(c.To), 0o777)
	}
	if err == nil {
		err = r.Rename(c.Path, c.To)
	}
	if err != nil {
		return fmt.Errorf("renaming %q: %w", c.Path, reason(err))
	}
	return nil
}

// replace puts the new text into a file beside the old one and then into its place.
func replace(r *os.Root, c FileChange) error {
	target, err := resolve(r, c.Path)
	if err != nil {
		return err
	}
	if c.Old == nil {
		if err := r.MkdirAll(path.Dir(target), 0o777); err != nil {
			return reason(err)
		}
	}
	temp, err := lock(r, target)
	if err != nil {
		return err
	}
	if err := fill(r, temp, target, c); err != nil {
		return errors.Join(err, r.Remove(temp.name))
	}
	syncFolder(r, path.Dir(target))
	return nil
}

// fill writes the new text to temp and lets it take the place of target. The
// comparison comes last: what others write in the meantime is not lost.
func fill(r *os.Root, temp *tempFile, target string, c FileChange) error {
	if err := temp.write(r, target, *c.New); err != nil {
		return reason(err)
	}
	if err := compare(r, target, c); err != nil {
		return err
	}
	if c.Old != nil {
		return reason(r.Rename(temp.name, target))
	}
	// Unlike a renamed file, a link never replaces what somebody else has just created.
	err := r.Link(temp.name, target)
	if err == nil {
		return reason(r.Remove(temp.name))
	}
	if errors.Is(err, fs.ErrExist) {
		return ErrStale
	}
	return reason(r.Rename(temp.name, target))
}

func remove(r *os.Root, c FileChange) error {
	target, err := resolve(r, c.Path)
	if err != nil {
		return err
	}
	temp, err := lock(r, target)
	if err != nil {
		return err
	}
	defer r.Remove(temp.name)
	temp.Close()
	if err := compare(r, target, c); err != nil {
		return err
	}
	return reason(r.Remove(target))
}

// compare tells whether the disk still has what the change was made from.
func compare(r *os.Root, target string, c FileChange) error {
	info, err := r.Lstat(target)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if c.Old == nil {
			return nil
		}
		return ErrStale
	case err != nil:
		return reason(err)
	case c.Old == nil || !info.Mode().IsRegular() || info.Size() != int64(len(*c.Old)):
		return ErrStale
	}
	text, err := r.ReadFile(target)
	if err != nil {
		return reason(err)
	}
	if string(text) != *c.Old {
		return ErrStale
	}
	return nil
}

// resolve follows symbolic links of the file itself, so that the link stays and
// what it leads to is written. Links among the folders are the os.Root's business.
func resolve(r *os.Root, p string) (string, error) {
	for range 10 {
		if !fs.ValidPath(p) || p == "." {
			return "", errors.New("it is not in the workspace")
		}
		info, err := r.Lstat(p)
		if errors.Is(err, fs.ErrNotExist) || err == nil && info.Mode()&fs.ModeSymlink == 0 {
			return p, nil
		}
		if err != nil {
			return "", reason(err)
		}
		to, err := r.Readlink(p)
		if err != nil {
			return "", reason(err)
		}
		p = path.Join(path.Dir(p), filepath.ToSlash(to))
	}
	return "", errors.New("too many symbolic links")
}

// syncFolder makes a rename last. Not every system can, and the file is whole either way.
func syncFolder(r *os.Root, folder string) {
	if f, err := r.Open(folder); err == nil {
		_ = f.Sync()
		f.Close()
	}
}
