package bank

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"sync"

	"cortex/rules"
)

// Open reads the configuration of the folder at an absolute path and finds its banks, whose files are read when somebody
// asks for them. Errors of single files and mistakes in the configuration are part of the result; the error is for a root
// that cannot be read at all, or ctx.
func Open(ctx context.Context, root string, opts ScanOptions) (*Folder, error) {
	f := NewFolder(root)
	return f, f.Open(ctx, opts)
}

// Open does the same for an empty folder.
func (f *Folder) Open(ctx context.Context, opts ScanOptions) error {
	disk, err := scan(ctx, f.Snapshot(), opts)
	if err == nil {
		f.Apply(Change{Kind: OnDisk, Disk: disk})
	}
	return err
}

// Read reads the named files afresh, and tells whether banks or the configuration
// are concerned. Paths outside the banks only forget what was known about them.
// A path that needs everything looked at again (".", the configuration, an ignore file,
// Markdown that appeared or vanished) has everything looked at as Open does, but which files that
// did not change are not read again. A workspace that is gone has no banks.
func Read(ctx context.Context, s *Snapshot, paths []string, opts ScanOptions) (*Disk, error) {
	if !s.Scanned() {
		return scan(ctx, s, opts)
	}
	files, done, err := s.open()
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return emptyDisk(), nil
	case err != nil:
		return nil, fmt.Errorf("opening workspace: %w", err)
	}
	defer done()
	paths = slices.DeleteFunc(slices.Clone(paths), func(p string) bool { return !inWorkspace(p) })
	if slices.ContainsFunc(paths, func(p string) bool { return s.disk.reshaped(files, p) }) {
		return scan(ctx, s, opts)
	}
	known := slices.DeleteFunc(slices.Clone(paths), func(p string) bool { return s.disk.files[p] == nil })
	read, err := newReader(s.origin, opts, func(string) *File { return nil }).all(ctx, known, opts.Progress)
	if err != nil {
		return nil, err
	}
	if slices.Contains(read, nil) {
		// It vanished after reshaped had seen it.
		return scan(ctx, s, opts)
	}
	d := &Disk{partial: true, changed: paths, files: make(map[string]*File, len(read))}
	for i, f := range read {
		d.files[known[i]] = f
	}
	return d, nil
}

// reshaped tells whether a change of p may have changed which banks and files there are.
func (d *Disk) reshaped(files fs.FS, p string) bool {
	if _, source := d.sources[p]; source || p == "." || path.Base(p) == ignoreFile || slices.Contains(d.vanished, p) {
		return true
	}
	info, err := fs.Stat(files, p)
	gone := errors.Is(err, fs.ErrNotExist)
	_, other := d.layout.others[p]
	switch {
	case other || d.files[p] != nil:
		return gone
	case gone:
		return d.layout.walked(p) || d.layout.walked(path.Dir(p)) && !isFolder(files, path.Dir(p))
	}
	isDir := err == nil && info.IsDir()
	return (isDir || isMarkdown(p)) && d.admits(p, isDir) || d.uncovers(files, p)
}

// uncovers tells whether a file that is there lies in a folder that appeared since the walk, and that the walk would see now:
// not everybody who reports files reports folders.
func (d *Disk) uncovers(files fs.FS, p string) bool {
	first := p
	for dir := path.Dir(p); dir != "." && !d.layout.walked(dir); dir = path.Dir(dir) {
		first = dir
	}
	return first != p && isFolder(files, first) && d.admits(first, true)
}

// admits tells whether a file or folder would be seen by a walk.
func (d *Disk) admits(p string, isDir bool) bool {
	root := "."
	if b := bankOf(d.banks, p); b != nil {
		root = b.Root
	}
	return d.layout.admits(root, p, isDir)
}

// isFolder tells whether a folder is there, and no link to one.
func isFolder(files fs.FS, p string) bool {
	info, err := fs.Lstat(files, p)
	return err == nil && info.IsDir()
}

// scan looks at everything. Files that the snapshot has read and that did not change are taken from it.
func scan(ctx context.Context, s *Snapshot, opts ScanOptions) (*Disk, error) {
	files, done, err := s.open()
	if err != nil {
		return nil, fmt.Errorf("opening workspace: %w", err)
	}
	defer done()
	d := &Disk{unlisted: map[string][]rules.Diagnostic{}, recalled: s.disk.recalled}
	looks := s.Scanned() || d.recalled != nil && d.recalled.loaded
	var loading sync.WaitGroup // while folders are listed
	defer loading.Wait()
	if opts.Cache != nil && !s.Scanned() {
		d.recalled = opts.Cache.recall(s.cachedAs())
		looks = !opts.NamesFirst && opts.Cache.holds(s.cachedAs())
		if !opts.NamesFirst {
			loading.Go(d.recalled.load)
		}
	}
	r := newReader(s.origin, opts, func(p string) *File { return d.knower(s)(p) })
	d.configuration = loadConfiguration(func(p string) *File { return r.read(ctx, p) }).keeping(s.disk.configuration)
	w := newWalker(ctx, s, d.config, opts.Include)
	w.files, w.looks = files, looks
	top, err := w.walk()
	if err != nil {
		return nil, fmt.Errorf("listing workspace: %w", err)
	}
	loading.Wait()
	compared := top.compare(func() func(string, fs.DirEntry) *File {
		known := d.knower(s)
		return func(p string, e fs.DirEntry) *File { return r.unread(known(p), e) }
	})
	banks, others := findBanks(s.root, top, d.configuration, opts.Include)
	d.banks, d.layout = banks, newLayout(top, others, d.config, w.extent)
	d.listings = newListings(s.open, w.extent...)
	d.listings.seen(top)
	if len(d.layout.ignores) > 0 {
		d.layout.tracked = w.tracked()
	}
	d.report(top)
	compared()
	unread := top.unreadFiles()
	if !s.Scanned() {
		d.name(r, unread)
	} else if err := d.load(ctx, r, unread, opts.Progress); err != nil {
		return nil, err
	}
	for p, f := range d.sources {
		if f != nil {
			d.files[p] = f
		}
	}
	return d, nil
}

// knower returns what tells of a file as it was known to a snapshot or the cache, nil for none. It is for one goroutine.
func (d *Disk) knower(s *Snapshot) func(path string) *File {
	recalled := d.recalled.files(s.origin)
	return func(p string) *File {
		if f := s.disk.files[p]; f != nil {
			return f
		}
		return recalled(p)
	}
}

// name takes the files of the banks as they are called: those that need to be read are read when somebody asks for them.
func (d *Disk) name(r *reader, unread map[string]*File) {
	var paths []string
	for _, b := range d.banks {
		for _, p := range b.Paths {
			if unread[p] == nil {
				paths = append(paths, p)
			}
		}
	}
	d.files = unread
	files := r.later(paths)
	for i := range files {
		d.files[paths[i]] = &files[i]
	}
}

// load reads the files of the banks, but those that need not be. Those that vanished since the walk are left out.
func (d *Disk) load(ctx context.Context, r *reader, unread map[string]*File, progress Progress) error {
	var paths []string
	all := 0
	d.files = make(map[string]*File, len(unread))
	for _, b := range d.banks {
		all += len(b.Paths)
		for _, p := range b.Paths {
			if f := unread[p]; f != nil {
				d.files[p] = f
			} else {
				paths = append(paths, p)
			}
		}
	}
	read, err := r.all(ctx, paths, progress)
	if err != nil {
		return err
	}
	for i, f := range read {
		if f != nil {
			d.files[paths[i]] = f
		} else {
			d.vanished = append(d.vanished, paths[i])
		}
	}
	if len(d.files) < all {
		for _, b := range d.banks {
			b.list(slices.DeleteFunc(b.Paths, func(p string) bool { return d.files[p] == nil }))
		}
	}
	return nil
}
