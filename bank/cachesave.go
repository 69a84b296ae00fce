package bank

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
)

const (
	// addedShare is the part of a file that may be added to it before it is written anew, leastAdded what may be in any case, in bytes.
	addedShare = 4
	leastAdded = 16 << 10
)

// Save keeps what is known at a snapshot that was checked last, unless the cache has all of that. Where little differs that is
// added, else the file is written anew. An error means that nothing is kept, and harms nothing. Checks wait for it.
func (c *Cache) Save(s *Snapshot) error {
	l := s.ledger
	l.turn <- struct{}{}
	defer func() { <-l.turn }()
	if l.at != s || l.unlisted || len(l.stale) > 0 {
		return nil
	}
	for p := range s.origin.learned.take() {
		if id := (unitID{path: p}); l.unit(id) != nil {
			l.unsaved[id] = struct{}{}
		}
	}
	if l.kept != nil && len(l.unsaved) == 0 {
		return nil
	}
	head, ok := s.cacheHead(c.program)
	if !ok {
		return nil
	}
	added, err := c.add(s, head)
	if err == nil && !added {
		err = c.replace(s, head)
	}
	if err != nil {
		l.kept = nil
		return fmt.Errorf("writing the cache: %w", err)
	}
	l.unsaved = map[unitID]struct{}{}
	return nil
}

// add appends what the cache does not have, false if the file is not the one that is known, or the whole is to be written anew.
func (c *Cache) add(s *Snapshot, head string) (bool, error) {
	kept := s.ledger.kept
	if kept == nil || kept.head != head || len(s.ledger.unsaved) > 1+(len(s.ledger.units)+s.ledger.asleep.count())/addedShare {
		return false, nil
	}
	place := &kept.place
	f, err := os.OpenFile(c.file(s.cachedAs()), os.O_RDWR, 0)
	if err != nil {
		return false, nil
	}
	defer f.Close()
	info, err := f.Stat()
	if err != nil || !os.SameFile(info, place.info) || info.Size() != place.size || !info.ModTime().Equal(place.info.ModTime()) {
		return false, nil
	}
	if kept.forgetful {
		if !kept.remember(f) {
			return false, nil
		}
		defer kept.forget()
	}
	text := s.recordRest()
	if place.size+int64(len(text)) > min(place.whole+max(place.whole/addedShare, leastAdded), mostCached) {
		return false, nil
	}
	// Another process may do the same at this moment: one of the two is lost, and if they are mixed the sum tells.
	if _, err := f.WriteAt(text, place.size); err != nil {
		return false, err
	}
	if err := kept.read(string(text)); err != nil {
		return false, err
	}
	place.info, err = f.Stat()
	return true, err
}

// replace writes the whole file anew.
func (c *Cache) replace(s *Snapshot, head string) error {
	text, kept := s.recordAll(head)
	if len(text) > mostCached {
		return nil
	}
	if err := os.MkdirAll(c.dir, 0o700); err != nil {
		return err
	}
	name := c.file(s.cachedAs())
	info, err := writeWhole(name, text)
	if err != nil {
		return err
	}
	kept.place.info = info
	s.ledger.kept = kept
	c.prune(name)
	return nil
}

// writeWhole replaces a file, so that others read the old one or the new one. It returns what the disk says of the new one.
func writeWhole(name string, text []byte) (fs.FileInfo, error) {
	f, err := os.CreateTemp(filepath.Dir(name), "*.tmp")
	if err != nil {
		return nil, err
	}
	_, err = f.Write(text)
	info, failed := f.Stat()
	err = errors.Join(err, failed, f.Close())
	if err == nil {
		err = os.Rename(f.Name(), name)
	}
	if err != nil {
		os.Remove(f.Name())
	}
	return info, err
}
