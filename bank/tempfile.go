package bank

import (
	"errors"
	"fmt"
	"hash/fnv"
	"io/fs"
	"os"
	"path"
	"time"
)

// tempFile is the file that is written beside another one before it takes its
// place. Its name depends on that one's only, so it is a lock, too: two writers of one file, also
// in two processes, cannot both have it.
type tempFile struct {
	*os.File
	// name is workspace-relative: hidden, and not Markdown.
	name string
}

// abandonedAfter is the age at which a temporary file is what a crash left behind: no write takes so long.
const abandonedAfter = time.Minute

// lock creates the temporary file for target. The error is ErrStale if somebody else is writing it.
func lock(r *os.Root, target string) (*tempFile, error) {
	name := tempName(target)
	f, err := r.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	if errors.Is(err, fs.ErrExist) {
		info, statErr := r.Lstat(name)
		if statErr != nil || time.Since(info.ModTime()) < abandonedAfter {
			return nil, fmt.Errorf("somebody else is writing it: %w", ErrStale)
		}
		if err := r.Remove(name); err != nil {
			return nil, reason(err)
		}
		f, err = r.OpenFile(name, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	}
	if err != nil {
		return nil, reason(err)
	}
	return &tempFile{f, name}, nil
}

// tempName is short whatever the length of the name of target, which may be the longest that the disk allows.
func tempName(target string) string {
	h := fnv.New64a()
	h.Write([]byte(path.Base(target)))
	return path.Join(path.Dir(target), fmt.Sprintf(".cortex-%016x.tmp", h.Sum64()))
}

// write fills the file, gives it the mode of target if there is one, makes it last and closes it.
func (t *tempFile) write(r *os.Root, target, text string) error {
	_, err := t.WriteString(text)
	if info, statErr := r.Stat(target); statErr == nil {
		err = errors.Join(err, t.Chmod(info.Mode().Perm()))
	}
	return errors.Join(err, t.Sync(), t.Close())
}
