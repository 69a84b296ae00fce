package bank

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"path/filepath"
	"slices"
)

var (
	// ErrStale is returned by Write for a file that changed on disk since it was read.
	ErrStale = errors.New("file changed on disk since it was read")
	// ErrBusy is returned by Write if it waited too long for somebody else who writes to the same bank: nothing is done.
	ErrBusy = errors.New("somebody else is writing to the memory bank")
)

// Write puts changes on disk, each file atomically: a reader or a crash sees the old
// text or the new one, never a part. Mode is kept. A file whose text on disk is no longer
// change.Old is left alone and reported with ErrStale; the others are written. Files are
// removed and renamed last, and none if anything else failed, so that a rename never loses the text;
// where something was to be renamed, the rest is undone then.
// What a file held before is kept as a [Version] of the bank that the file is in; by names the operation there.
// Nothing outside the workspace is touched, also not through symbolic links. The result
// is what was done, with the numbers of the versions, also beside an error. If ctx ends before the first change is made, none is;
// later it does not count any more.
func (s *Snapshot) Write(ctx context.Context, by string, changes []FileChange) (done []FileChange, err error) {
	if err := s.Whole(); err != nil {
		return nil, err
	}
	return s.writer(by).write(ctx, changes)
}

// Whole returns ErrStale if changes made from the snapshot may not know of all texts: that there are none does not count, either.
func (s *Snapshot) Whole() error {
	if lost := s.Lost(); len(lost) > 0 {
		return fmt.Errorf("%q: %w", lost[0], ErrStale)
	}
	return nil
}

// WriteConfined is Write for callers who are not trusted with the workspace: symbolic links must not leave the bank, either, nor lead
// to what is no Markdown, and nothing is renamed to such a path. Confine tells so before.
func (s *Snapshot) WriteConfined(ctx context.Context, by string, changes []FileChange) (done []FileChange, err error) {
	for _, c := range changes {
		if c.To != "" && s.BankOf(c.To) == nil {
			return nil, fmt.Errorf("renaming %q to %q: %w", c.Path, c.To, errOutside)
		}
	}
	if err := s.Whole(); err != nil {
		return nil, err
	}
	w := s.writer(by)
	w.confined = true
	return w.write(ctx, changes)
}

// Write is Snapshot.Write where there is no snapshot: the whole workspace counts as one bank.
func Write(ctx context.Context, root, by string, changes []FileChange) (done []FileChange, err error) {
	w := &writer{workspace: root, by: by, owner: func(string) string { return "." }}
	return w.write(ctx, changes)
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

func (w *writer) write(ctx context.Context, changes []FileChange) (done []FileChange, err error) {
	if err := w.begin(ctx, changes); err != nil {
		return nil, err
	}
	defer w.close()
	var errs []error
	do := func(c FileChange, act func(context.Context, *FileChange) error) {
		if err := act(ctx, &c); err != nil {
			errs = append(errs, fmt.Errorf("%s %q: %w", doing(c), c.Path, err))
			return
		}
		done = append(done, c)
		ctx = context.WithoutCancel(ctx)
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
	if len(errs) > 0 && renames(changes) {
		return w.undo(ctx, done, errs)
	}
	return done, errors.Join(errs...)
}

// renames tells whether something is renamed: then the other changes are only there because of that.
func renames(changes []FileChange) bool {
	return slices.ContainsFunc(changes, func(c FileChange) bool { return c.To != "" })
}

// undo puts back what has been done, the last first, and returns what could not be.
func (w *writer) undo(ctx context.Context, done []FileChange, errs []error) (left []FileChange, err error) {
	for _, c := range slices.Backward(done) {
		back := FileChange{Path: c.Path, Old: c.New, New: c.Old}
		act := w.replace
		switch {
		case c.To != "":
			back, act = FileChange{Path: c.To, To: c.Path}, w.rename
		case c.Old == nil:
			act = w.remove
		}
		if err := act(ctx, &back); err != nil {
			left = append(left, c)
			errs = append(errs, fmt.Errorf("putting back %q: %w", c.Path, err))
		}
	}
	if len(left) == 0 && len(done) > 0 {
		errs = append(errs, errors.New("what was written before that has been put back"))
	}
	return left, errors.Join(errs...)
}

// begin opens what the changes need; close must be called, unless there is an error.
func (w *writer) begin(ctx context.Context, changes []FileChange) (err error) {
	if w.root, err = os.OpenRoot(w.workspace); err != nil {
		return fmt.Errorf("opening workspace: %w", err)
	}
	w.owners, w.keepers = map[string]*os.Root{}, map[string]*keeper{}
	if err := w.lock(ctx, changes); err != nil {
		w.close()
		return err
	}
	return nil
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

// place returns a file to write, with symbolic links followed, and its path in the workspace.
func (w *writer) place(p string) (t target, file string, err error) {
	if !fs.ValidPath(p) || p == "." {
		return target{}, "", errOutside
	}
	if !w.confined {
		t, err = target{w.root, p}.resolve()
		return t, t.path, err
	}
	owner := w.owner(p)
	r, err := w.open(owner)
	if err != nil {
		return target{}, "", reason(err)
	}
	t, err = target{r, relativeTo(p, owner)}.resolve()
	if err == nil && !ofBank(t.path, false) {
		err = errOutside
	}
	return t, path.Join(owner, t.path), err
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
func (w *writer) replace(ctx context.Context, c *FileChange) error {
	t, file, err := w.place(c.Path)
	if err != nil {
		return err
	}
	if err := t.compare(c.Old); err != nil {
		return err
	}
	if c.Old == nil {
		return t.create(ctx, *c.New)
	}
	temp, err := t.fill(tempName(t.path), *c.New)
	if err != nil {
		return err
	}
	if err = w.keepUnchanged(ctx, t, c, file); err == nil {
		err = reason(t.root.Rename(temp, t.path))
	}
	if err != nil {
		return errors.Join(err, t.root.Remove(temp))
	}
	syncFolder(t.root, path.Dir(t.path))
	return nil
}

func (w *writer) remove(ctx context.Context, c *FileChange) error {
	t, file, err := w.place(c.Path)
	if err != nil {
		return err
	}
	if err := t.compare(c.Old); err != nil {
		return err
	}
	if err := w.keepUnchanged(ctx, t, c, file); err != nil {
		return err
	}
	return reason(t.root.Remove(t.path))
}
