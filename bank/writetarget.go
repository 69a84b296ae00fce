package bank

import (
	"context"
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"math/rand/v2"
	"os"
	"path"
	"path/filepath"
	"strings"
	"time"
)

// errOutside is the error of a path that is not of the workspace.
var errOutside = errors.New("it is not in the workspace")

// target is a file that is to be written.
type target struct {
	root *os.Root
	// path is relative to root, with slashes.
	path string
}

// resolve follows symbolic links of the file itself, so that the link stays and
// what it leads to is written. Links among the folders are the os.Root's business.
func (t target) resolve() (target, error) {
	for range 10 {
		if !fs.ValidPath(t.path) || t.path == "." {
			return t, errOutside
		}
		info, err := t.root.Lstat(t.path)
		if errors.Is(err, fs.ErrNotExist) || err == nil && info.Mode()&fs.ModeSymlink == 0 {
			return t, nil
		}
		if err != nil {
			return t, reason(err)
		}
		to, err := t.root.Readlink(t.path)
		if err != nil {
			return t, reason(err)
		}
		if filepath.IsAbs(to) {
			return t, errOutside
		}
		t.path = path.Join(path.Dir(t.path), filepath.ToSlash(to))
	}
	return t, errors.New("too many symbolic links")
}

// compare tells whether the file still has that text, nil for no file.
func (t target) compare(old *string) error {
	info, err := t.root.Lstat(t.path)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if old == nil {
			return nil
		}
		return ErrStale
	case err != nil:
		return reason(err)
	case old == nil || !info.Mode().IsRegular() || info.Size() != int64(len(*old)):
		return ErrStale
	}
	text, err := t.root.ReadFile(t.path)
	if err != nil {
		return reason(err)
	}
	if string(text) != *old {
		return ErrStale
	}
	return nil
}

// fill writes a text to a file beside the target, with the target's mode if there is one, and makes it last.
func (t target) fill(temp, text string) (name string, err error) {
	// What has that name is what a crash left behind: writers of one file wait for one another.
	if err := t.root.Remove(temp); err != nil && !errors.Is(err, fs.ErrNotExist) {
		return "", reason(err)
	}
	f, err := t.root.OpenFile(temp, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if err != nil {
		return "", reason(err)
	}
	_, err = f.WriteString(text)
	if info, statErr := t.root.Stat(t.path); statErr == nil {
		err = errors.Join(err, f.Chmod(info.Mode().Perm()))
	}
	if err = errors.Join(err, f.Sync(), f.Close()); err != nil {
		return "", errors.Join(reason(err), t.root.Remove(temp))
	}
	return temp, nil
}

// create makes a file that does not exist, and the folders that it is in.
func (t target) create(ctx context.Context, text string) error {
	folder := path.Dir(t.path)
	if err := t.root.MkdirAll(folder, 0o777); err != nil {
		return reason(err)
	}
	t.sweep(folder)
	temp, err := t.fill(fmt.Sprintf("%s%x%s", strings.TrimSuffix(tempName(t.path), tempEnd), rand.Uint64(), tempEnd), text)
	if err != nil {
		return err
	}
	both, err := false, ctx.Err()
	if err == nil {
		both, err = settle(t.root, temp, t.path)
	}
	if both || err != nil {
		err = errors.Join(err, t.root.Remove(temp))
	}
	syncFolder(t.root, folder)
	return reason(err)
}

const (
	tempStart = ".cortex-"
	tempEnd   = ".tmp"
)

// tempName is the file that is written before it takes the place of target: hidden, not Markdown, and short
// whatever the length of the name of target, which may be the longest that the disk allows.
func tempName(target string) string {
	h := fnv.New64a()
	h.Write([]byte(path.Base(target)))
	return path.Join(path.Dir(target), fmt.Sprintf("%s%016x%s", tempStart, h.Sum64(), tempEnd))
}

// abandonedAfter is the age at which a temporary file is what a crash left behind: no write takes so long.
const abandonedAfter = time.Minute

// sweep removes from a folder what crashes left behind.
func (t target) sweep(folder string) {
	entries, err := fs.ReadDir(t.root.FS(), folder)
	if err != nil {
		return
	}
	for _, e := range entries {
		if !strings.HasPrefix(e.Name(), tempStart) || !strings.HasSuffix(e.Name(), tempEnd) {
			continue
		}
		if info, err := e.Info(); err == nil && time.Since(info.ModTime()) > abandonedAfter {
			_ = t.root.Remove(path.Join(folder, e.Name()))
		}
	}
}

// syncFolder makes a rename last. Not every system can, and the file is whole either way.
func syncFolder(r *os.Root, folder string) {
	if f, err := r.Open(folder); err == nil {
		_ = f.Sync()
		f.Close()
	}
}
