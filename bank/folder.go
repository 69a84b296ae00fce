package bank

// Folder is a workspace folder: what is on disk, the editor's unsaved text over
// it, and the current snapshot. It is not safe for concurrent use: one goroutine
// owns it.
type Folder struct {
	root     string
	snapshot *Snapshot
}

// NewFolder returns an empty folder for an absolute path; it does not touch the
// disk. Apply a Scanned change to fill it.
func NewFolder(root string) *Folder {
	f := &Folder{root: root}
	f.snapshot = &Snapshot{root: root}
	return f
}

// Root returns the absolute path.
func (f *Folder) Root() string { return f.root }

// Snapshot returns the current state.
func (f *Folder) Snapshot() *Snapshot { return f.snapshot }

// Apply makes the changes, in order, and returns the new current snapshot. It
// does not block: no I/O, no parsing.
func (f *Folder) Apply(changes ...Change) *Snapshot { return f.snapshot }
