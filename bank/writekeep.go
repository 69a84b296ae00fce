package bank

import (
	"cmp"
	"context"
	"errors"
	"fmt"
	"io/fs"
	"slices"
)

// Keep puts what files held into the history, for changes that somebody else has made: an editor. It touches nothing else.
func (s *Snapshot) Keep(ctx context.Context, by string, changes []FileChange) (done []FileChange, err error) {
	return s.writer(by).keepAll(ctx, changes)
}

func (w *writer) keepAll(ctx context.Context, changes []FileChange) (done []FileChange, err error) {
	if err := w.begin(ctx, changes); err != nil {
		return changes, err
	}
	defer w.close()
	var errs []error
	for _, c := range changes {
		if c.Old != nil || c.To != "" {
			errs = append(errs, w.keep(&c, w.filed(c), 0))
		}
		done = append(done, c)
	}
	return done, errors.Join(errs...)
}

// lock waits for other writers of the banks whose files change. Files are created without: that is atomic in itself,
// and there is nothing to keep.
func (w *writer) lock(ctx context.Context, changes []FileChange) error {
	var folders []string
	for _, c := range changes {
		if owner := w.owner(w.filed(c)); c.Old != nil || c.To != "" && c.Path != owner {
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
		if w.keepers[folder], err = openKeeper(ctx, r, w.by, w.limits); err != nil {
			delete(w.keepers, folder)
			return fmt.Errorf("opening the history of %q: %w", folder, reason(err))
		}
	}
	return nil
}

// filed returns the path under which what a change replaces is kept: where symbolic links lead, since several may lead there.
func (w *writer) filed(c FileChange) string {
	if c.To != "" {
		return c.Path
	}
	if _, file, err := w.place(c.Path); err == nil {
		return file
	}
	return c.Path
}

// keepPrevious keeps what a file on disk holds before it changes, under its path.
func (w *writer) keepPrevious(c *FileChange, file string) error {
	info, err := w.root.Stat(c.Path)
	if err != nil {
		return reason(err)
	}
	return w.keep(c, file, info.Mode())
}

// keep keeps what a file of that mode held.
func (w *writer) keep(c *FileChange, file string, mode fs.FileMode) (err error) {
	owner := w.owner(file)
	k := w.keepers[owner]
	if k == nil {
		return ErrStale // the folder did not exist a moment ago
	}
	v := versionRecord{Path: relativeTo(file, owner)}
	if c.To != "" {
		v.To = relativeTo(c.To, owner)
	}
	c.Version, err = k.keep(v, c.Old, mode)
	if err != nil {
		return fmt.Errorf("keeping the previous text: %w", reason(err))
	}
	return nil
}

// keepUnchanged keeps what a file holds. The comparison comes last: what others write in the meantime is not lost. So does
// the question whether anybody still wants the change.
func (w *writer) keepUnchanged(ctx context.Context, t target, c *FileChange, file string) error {
	if err := w.keepPrevious(c, file); err != nil {
		return err
	}
	return cmp.Or(t.compare(c.Old), ctx.Err())
}
