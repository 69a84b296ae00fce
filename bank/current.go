package bank

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"slices"

	"cortex/rules"
)

// Current returns the snapshot itself if the disk still has what the snapshot remembers of some files, else one that
// has read anew what differs; it belongs to no folder. What editors have open counts as it is, whatever the disk has. An
// edit of a text that is not there any more would destroy what somebody else wrote. The error is ctx's or that of a
// workspace that cannot be read.
func (s *Snapshot) Current(ctx context.Context, paths []string) (*Snapshot, error) {
	different, err := s.differing(ctx, paths)
	if err != nil || len(different) == 0 {
		return s, err
	}
	disk, err := Read(ctx, s, different, ScanOptions{})
	if err != nil {
		return s, err
	}
	return (&Folder{s}).Apply(Change{Kind: OnDisk, Disk: disk}), nil
}

// differing returns those of some paths at which the disk has another file than the snapshot.
func (s *Snapshot) differing(ctx context.Context, paths []string) ([]string, error) {
	var remembered []string
	for _, p := range paths {
		if _, opened := s.overlay[p]; !opened && inWorkspace(p) {
			remembered = append(remembered, p)
		}
	}
	remembered = s.suspects(ctx, remembered)
	if len(remembered) == 0 {
		return nil, nil
	}
	_, done, err := s.open()
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return remembered, nil
	case err != nil:
		return nil, fmt.Errorf("opening workspace: %w", err)
	}
	defer done()
	read, err := newReader(s.origin, ScanOptions{}, func(p string) *File { return s.disk.files[p] }).all(ctx, remembered, nil)
	if err != nil {
		return nil, err
	}
	var different []string
	for i, p := range remembered {
		if !sameFile(s.disk.files[p], read[i]) || read[i] == nil && s.stat(p) != rules.NoFile {
			different = append(different, p)
		}
	}
	return different, nil
}

// suspects leaves out the files that are certainly the ones that were read. It looks at names without the confinement that
// costs a look at each folder on the way: what it meets outside is another file, and stays suspect.
func (s *Snapshot) suspects(ctx context.Context, paths []string) []string {
	suspects, err := within(ctx, defaultTimeout, func(context.Context) []string {
		return slices.DeleteFunc(slices.Clone(paths), func(p string) bool {
			known := s.disk.files[p]
			if known == nil {
				return false
			}
			info, err := os.Stat(filepath.Join(s.root, filepath.FromSlash(p)))
			return err == nil && known.unchanged(info)
		})
	})
	if err != nil {
		return paths
	}
	return suspects
}

// SameAt tells whether two snapshots have the same at a path: a text, something that is no document, or nothing.
func (s *Snapshot) SameAt(o *Snapshot, p string) bool {
	a, b := s.File(p), o.File(p)
	if a == nil || b == nil {
		return a == b && s.stat(p) == o.stat(p)
	}
	return a.Same(b)
}

// sameFile tells whether two readings found the same.
func sameFile(a, b *File) bool {
	if a == nil || b == nil {
		return a == b
	}
	return a == b || a.content.same(b.content) || a.Err() != nil && b.Err() != nil
}
