package bank

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
)

// ErrStale is returned by Write for a file that changed on disk since it was read.
var ErrStale = errors.New("file changed on disk since it was read")

// Write puts changes on disk, each file atomically: a reader or a crash sees the old
// text or the new one, never a part. Mode is kept. A file whose text on disk is no longer
// change.Old is left alone and reported with ErrStale; the others are written. Files are
// removed and renamed last, and none if anything else failed, so that a rename never loses the text.
// What a file held before is kept as a [Version] of the bank that the file is in; by names the operation there.
// Nothing outside the workspace is touched, also not through symbolic links. The result
// is what was done, with the numbers of the versions, also beside an error.
func (s *Snapshot) Write(by string, changes []FileChange) (done []FileChange, err error) {
	return s.writer(by).write(changes)
}

// WriteConfined is Write for callers who are not trusted with the workspace: symbolic links must not leave the bank, either, nor lead
// to what is no Markdown, and nothing is renamed to such a path. Confine tells so before.
func (s *Snapshot) WriteConfined(by string, changes []FileChange) (done []FileChange, err error) {
	for _, c := range changes {
		if c.To != "" && s.BankOf(c.To) == nil {
			return nil, fmt.Errorf("renaming %q to %q: %w", c.Path, c.To, errOutside)
		}
	}
	w := s.writer(by)
	w.confined = true
	return w.write(changes)
}

// Keep puts what files held into the history, for changes that somebody else has made: an editor. It touches nothing else.
func (s *Snapshot) Keep(by string, changes []FileChange) (done []FileChange, err error) {
	return s.writer(by).keepAll(changes)
}

// Write is Snapshot.Write where there is no snapshot: the whole workspace counts as one bank.
func Write(root, by string, changes []FileChange) (done []FileChange, err error) {
	w := &writer{workspace: root, by: by, owner: func(string) string { return "." }}
	return w.write(changes)
}

// writer puts one list of changes on disk.
type writer struct {
	// workspace is an absolute path, by the name of the operation.
	workspace, by string
	// owner returns the folder that keeps versions of what stands at a path.
	owner  func(path string) string
	limits versionLimits
	// confined tells that what is written must be Markdown of its owner, whatever symbolic links lead there.
	confined bool

	root *os.Root
	// owners are the folders that are open, by path; keepers have their locks.
	owners  map[string]*os.Root
	keepers map[string]*keeper
}

func (s *Snapshot) writer(by string) *writer {
	owner := func(p string) string {
		if b := s.BankOf(p); b != nil {
			return b.Root
		}
		return "."
	}
	return &writer{workspace: s.root, by: by, owner: owner, limits: s.Config().History.limits()}
}

func (w *writer) write(changes []FileChange) (done []FileChange, err error) {
	if err := w.begin(changes); err != nil {
		return nil, err
	}
	defer w.close()
	var errs []error
	do := func(c FileChange, act func(*FileChange) error) {
		if err := act(&c); err != nil {
			errs = append(errs, fmt.Errorf("%s %q: %w", doing(c), c.Path, err))
			return
		}
		done = append(done, c)
	}
	for _, c := range changes {
		if c.New != nil {
			do(c, w.replace)
		}
	}
	failed := len(errs) > 0
	for _, c := range changes {
		switch {
		case c.New != nil || c.Old == nil && c.To == "":
		case failed:
			errs = append(errs, fmt.Errorf("%s %q: left in place, since other files were not written", doing(c), c.Path))
		case c.To != "":
			do(c, w.rename)
		default:
			do(c, w.remove)
		}
	}
	return done, errors.Join(errs...)
}

// begin opens what the changes need; close must be called, unless there is an error.
func (w *writer) begin(changes []FileChange) (err error) {
	if w.root, err = os.OpenRoot(w.workspace); err != nil {
		return fmt.Errorf("opening workspace: %w", err)
	}
	w.owners, w.keepers = map[string]*os.Root{}, map[string]*keeper{}
	if err := w.lock(changes); err != nil {
		w.close()
		return err
	}
	return nil
}

func (w *writer) keepAll(changes []FileChange) (done []FileChange, err error) {
	if err := w.begin(changes); err != nil {
		return changes, err
	}
	defer w.close()
	var errs []error
	for _, c := range changes {
		if c.Old != nil || c.To != "" {
			errs = append(errs, w.keep(&c, 0))
		}
		done = append(done, c)
	}
	return done, errors.Join(errs...)
}

// doing says what is done to a file.
func doing(c FileChange) string {
	switch {
	case c.To != "":
		return "renaming"
	case c.New == nil:
		return "removing"
	}
	return "writing"
}

// lock waits for other writers of the banks whose files change. Files are created without: that is atomic in itself,
// and there is nothing to keep.
func (w *writer) lock(changes []FileChange) error {
	var folders []string
	for _, c := range changes {
		if owner := w.owner(c.Path); c.Old != nil || c.To != "" && c.Path != owner {
			folders = append(folders, owner)
		}
	}
	slices.Sort(folders) // the same order for all, so that two never wait for each other
	for _, folder := range slices.Compact(folders) {
		r, err := w.open(folder)
		if errors.Is(err, fs.ErrNotExist) {
			continue // nor do its files exist: each will be reported
		}
		if err != nil {
			return fmt.Errorf("opening %q: %w", folder, reason(err))
		}
		if w.keepers[folder], err = openKeeper(r, w.by, w.limits); err != nil {
			delete(w.keepers, folder)
			return fmt.Errorf("opening the history of %q: %w", folder, reason(err))
		}
	}
	return nil
}

// open returns a folder of the workspace.
func (w *writer) open(folder string) (*os.Root, error) {
	if r := w.owners[folder]; r != nil {
		return r, nil
	}
	r, err := w.root.OpenRoot(filepath.FromSlash(folder))
	if err == nil {
		w.owners[folder] = r
	}
	return r, err
}

func (w *writer) close() {
	for _, k := range w.keepers {
		k.close()
	}
	for _, r := range w.owners {
		r.Close()
	}
	w.root.Close()
}

// place returns a file to write, with symbolic links followed.
func (w *writer) place(p string) (target, error) {
	if !fs.ValidPath(p) || p == "." {
		return target{}, errOutside
	}
	if !w.confined {
		return target{w.root, p}.resolve()
	}
	owner := w.owner(p)
	r, err := w.open(owner)
	if err != nil {
		return target{}, reason(err)
	}
	t, err := target{r, relativeTo(p, owner)}.resolve()
	if err == nil && !ofBank(t.path, false) {
		err = errOutside
	}
	return t, err
}

// keepPrevious keeps what a file on disk holds before it changes.
func (w *writer) keepPrevious(c *FileChange) error {
	info, err := w.root.Stat(c.Path)
	if err != nil {
		return reason(err)
	}
	return w.keep(c, info.Mode())
}

// keep keeps what a file of that mode held.
func (w *writer) keep(c *FileChange, mode fs.FileMode) (err error) {
	owner := w.owner(c.Path)
	k := w.keepers[owner]
	if k == nil {
		return ErrStale // the folder did not exist a moment ago
	}
	v := versionRecord{Path: relativeTo(c.Path, owner)}
	if c.To != "" {
		v.To = relativeTo(c.To, owner)
	}
	c.Version, err = k.keep(v, c.Old, mode)
	if err != nil {
		return fmt.Errorf("keeping the previous text: %w", reason(err))
	}
	return nil
}

// relativeTo returns a path as seen from a folder; both are of one workspace.
func relativeTo(p, folder string) string {
	rel, err := filepath.Rel(filepath.FromSlash(folder), filepath.FromSlash(p))
	if err != nil {
		return p
	}
	return filepath.ToSlash(rel)
}

// replace puts the new text into a file beside the old one and then into its place.
func (w *writer) replace(c *FileChange) error {
	t, err := w.place(c.Path)
	if err != nil {
		return err
	}
	if err := t.compare(c.Old); err != nil {
		return err
	}
	if c.Old == nil {
		return t.create(*c.New)
	}
	temp, err := t.fill(tempName(t.path), *c.New)
	if err != nil {
		return err
	}
	if err = w.keepUnchanged(t, c); err == nil {
		err = reason(t.root.Rename(temp, t.path))
	}
	if err != nil {
		return errors.Join(err, t.root.Remove(temp))
	}
	syncFolder(t.root, path.Dir(t.path))
	return nil
}

// keepUnchanged keeps what a file holds. The comparison comes last: what others write in the meantime is not lost.
func (w *writer) keepUnchanged(t target, c *FileChange) error {
	if err := w.keepPrevious(c); err != nil {
		return err
	}
	return t.compare(c.Old)
}

func (w *writer) remove(c *FileChange) error {
	t, err := w.place(c.Path)
	if err != nil {
		return err
	}
	if err := t.compare(c.Old); err != nil {
		return err
	}
	if err := w.keepUnchanged(t, c); err != nil {
		return err
	}
	return reason(t.root.Remove(t.path))
}
