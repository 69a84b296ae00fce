package bank

import (
	"fmt"
	"os"
	"path"
)

// move is a file or folder that gets another path.
type move struct {
	root *os.Root
	// from and to are relative to root.
	from, to string
}

// rename gives a file or folder a path at which nothing stands, unless that is the same by another letter case.
func (w *writer) rename(c *FileChange) error {
	m, err := w.moveOf(*c)
	if err == nil {
		_, err = m.compare()
	}
	if err == nil {
		err = m.root.MkdirAll(path.Dir(m.to), 0o777)
	}
	if err == nil && c.Path != w.owner(c.Path) { // a bank takes its history along
		err = w.keepPrevious(c)
	}
	if err == nil {
		err = m.root.Rename(m.from, m.to)
	}
	return reason(err)
}

// moveOf returns the move that a change is. A confined one begins and ends in the folders of the owners, whatever links there are.
func (w *writer) moveOf(c FileChange) (move, error) {
	if !w.confined {
		return move{w.root, c.Path, c.To}, nil
	}
	info, err := w.root.Lstat(c.Path)
	if err != nil {
		return move{}, err
	}
	from, to := w.owner(c.Path), w.owner(c.To)
	m := move{from: relativeTo(c.Path, from), to: relativeTo(c.To, to)}
	if !ofBank(m.from, info.IsDir()) || !ofBank(m.to, info.IsDir()) {
		return move{}, errOutside
	}
	if m.root, err = w.open(from); err != nil || from == to {
		return m, err
	}
	there, err := w.open(to)
	if err == nil {
		err = there.MkdirAll(path.Dir(m.to), 0o777)
	}
	if err == nil {
		err = w.straight(there, path.Dir(m.to), path.Dir(c.To))
	}
	if err == nil {
		err = w.straight(m.root, path.Dir(m.from), path.Dir(c.Path))
	}
	return move{w.root, c.Path, c.To}, err
}

// straight tells whether a folder of an owner is where its path in the workspace leads: no call moves from one os.Root into another.
func (w *writer) straight(owner *os.Root, rel, folder string) error {
	here, err := owner.Stat(rel)
	if err != nil {
		return err
	}
	there, err := w.root.Stat(folder)
	if err != nil {
		return err
	}
	if !os.SameFile(here, there) {
		return fmt.Errorf("%q has changed its place: %w", folder, ErrStale)
	}
	return nil
}

// compare tells whether there is something to move and nothing where it goes, and whether both are the same by another letter case.
func (m move) compare() (same bool, err error) {
	before, err := m.root.Lstat(m.from)
	if err != nil {
		return false, err
	}
	there, err := m.root.Lstat(m.to)
	switch {
	case err != nil:
		return false, nil
	case os.SameFile(before, there):
		return true, nil
	}
	return false, ErrStale
}
