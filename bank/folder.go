package bank

import "maps"

// Folder is a workspace folder: what is on disk, the editor's unsaved text over
// it, and the current snapshot. It is not safe for concurrent use: one goroutine
// owns it.
type Folder struct {
	snapshot *Snapshot
}

// NewFolder returns an empty folder for an absolute path, of which a part may be searched only: FindRoot tells which. It
// does not touch the disk. Apply what Read finds to fill it.
func NewFolder(root string, extent ...string) *Folder {
	return newFolder(root, openRoot(root), newEngine(), extent...)
}

func newFolder(root string, open opener, e *engine, extent ...string) *Folder {
	open = shared(open)
	return &Folder{&Snapshot{
		root:     root,
		extent:   extent,
		open:     open,
		origin:   &origin{open: open, shelf: &e.shelf, now: e.now},
		disk:     emptyDisk(),
		listings: newListings(open, extent...),
		ledger:   newLedger(e),
		graph:    newGraph(),
		titles:   &titleTables{},
		engine:   e,
		today:    e.today(),
	}}
}

// Widen has more of the workspace searched from the next look at all of it on, and tells whether that is anything new.
func (f *Folder) Widen(extent Extent) bool {
	next := *f.snapshot
	next.extent = next.extent.With(extent)
	if len(next.extent) == len(f.snapshot.extent) {
		return false
	}
	f.snapshot = &next
	return true
}

// Root returns the absolute path.
func (f *Folder) Root() string { return f.snapshot.root }

// Snapshot returns the current state.
func (f *Folder) Snapshot() *Snapshot { return f.snapshot }

// Apply makes the changes, in order, and returns the new current snapshot. It
// does not block: no I/O, no parsing.
func (f *Folder) Apply(changes ...Change) *Snapshot {
	next := *f.snapshot
	next.overlay = maps.Clone(next.overlay)
	next.today = next.engine.today()
	for _, c := range changes {
		next.apply(c)
	}
	next.arrange(f.snapshot)
	f.snapshot = &next
	return f.snapshot
}

// apply makes a change on a snapshot that nobody else has seen yet.
func (s *Snapshot) apply(c Change) {
	switch c.Kind {
	case Edited:
		s.show(c.Path, c.Text)
	case Closed:
		if f := s.overlay[c.Path]; f != nil {
			f.content.unpin()
		}
		delete(s.overlay, c.Path)
	case OnDisk:
		s.applyDisk(c.Disk)
	case InCommits:
		s.commits = c.Commits
	}
}

// show puts an editor's text over the disk.
func (s *Snapshot) show(p, text string) {
	if s.overlay == nil {
		s.overlay = map[string]*File{}
	}
	before := s.overlay[p]
	now := newFile(p, text, s.disk.files[p], before)
	now.content.pin(text)
	if before != nil && before.content != now.content {
		before.content.unpin()
	}
	s.overlay[p] = now
}

func (s *Snapshot) applyDisk(d *Disk) {
	if d.partial {
		s.disk = s.disk.with(d.files, s.overlay)
		s.listings = s.listings.without(d.changed)
		return
	}
	s.scanned = true
	s.disk = d.sharing(s.disk.files, s.overlay)
	if s.listings = d.listings; s.listings == nil {
		s.listings = newListings(s.open, s.extent...)
	}
}

// with returns d with some files read afresh.
func (d *Disk) with(files, overlay map[string]*File) *Disk {
	next := *d
	next.files = maps.Clone(d.files)
	for p, f := range files {
		next.files[p] = f.sharing(d.files[p], overlay[p])
	}
	return &next
}

// sharing returns d with the contents of files whose text is known already, so
// that they need not be parsed and judged again.
func (d *Disk) sharing(before, overlay map[string]*File) *Disk {
	shared := map[string]*File{}
	share := func(p string) {
		if f := d.files[p]; f != nil {
			if same := f.sharing(before[p], overlay[p]); same != f {
				shared[p] = same
			}
		}
	}
	for p := range before {
		share(p)
	}
	for p := range overlay {
		share(p)
	}
	if len(shared) == 0 {
		return d
	}
	next := *d
	next.files = maps.Clone(d.files)
	maps.Copy(next.files, shared)
	return &next
}
