package bank

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
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
func (w *writer) rename(ctx context.Context, c *FileChange) error {
	m, err := w.moveOf(*c)
	if err == nil {
		_, err = m.place()
	}
	if err == nil {
		err = m.root.MkdirAll(path.Dir(m.to), 0o777)
	}
	if err == nil && c.Path != w.owner(c.Path) { // a bank takes its history along
		err = w.keepPrevious(c, c.Path)
	}
	if err == nil {
		err = ctx.Err()
	}
	if err == nil {
		err = m.make()
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

// place tells how something gets its path, and refuses if something else stands there.
func (m move) place() (how moveKind, err error) {
	before, err := m.root.Lstat(m.from)
	if err != nil {
		return 0, err
	}
	there, err := m.root.Lstat(m.to)
	switch {
	case err == nil && !os.SameFile(before, there):
		return 0, ErrStale
	case err == nil:
		return moveCase, nil
	case before.IsDir():
		return moveFolder, nil
	}
	return moveFile, nil
}

// moveKind is how something gets its path.
type moveKind uint8

const (
	moveFile   moveKind = iota + 1
	moveFolder          // which takes no place but that of an empty folder
	moveCase            // from and to are the same, by another letter case
)

// make gives a file or folder its path. What somebody else writes meanwhile is not lost, neither at the one path nor at the other.
func (m move) make() error {
	how, err := m.place()
	switch {
	case err != nil:
		return err
	case how != moveFile:
		return m.root.Rename(m.from, m.to)
	}
	both, err := settle(m.root, m.from, m.to)
	if both {
		return m.leave()
	}
	return err
}

// leave removes the old one of a file's two paths. A file that has been saved there since takes the new path.
func (m move) leave() error {
	aside := tempName(m.from)
	if err := m.root.Rename(m.from, aside); err != nil {
		return err
	}
	before, err := m.root.Lstat(aside)
	if err != nil {
		return err
	}
	if there, err := m.root.Lstat(m.to); err == nil && os.SameFile(before, there) {
		return m.root.Remove(aside)
	}
	return m.root.Rename(aside, m.to)
}

// settle gives a file a path at which nothing stands, beside the one that it has; on a disk without links, instead of it.
// Unlike a renamed file, a link never replaces what somebody else has just created.
func settle(r *os.Root, from, to string) (both bool, err error) {
	switch err := r.Link(from, to); {
	case err == nil:
		return true, nil
	case errors.Is(err, fs.ErrExist):
		return false, ErrStale
	}
	return false, claim(r, from, to)
}

// claim renames a file on a disk without links. The empty file that it makes first is what keeps others from the name.
func claim(r *os.Root, from, to string) error {
	f, err := r.OpenFile(to, os.O_WRONLY|os.O_CREATE|os.O_EXCL, 0o666)
	switch {
	case errors.Is(err, fs.ErrExist):
		return ErrStale
	case err != nil:
		return err
	}
	err = f.Close()
	if err == nil {
		err = r.Rename(from, to)
	}
	if err != nil {
		return errors.Join(err, r.Remove(to))
	}
	return nil
}
