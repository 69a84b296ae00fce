package bank

import (
	"fmt"
	"path"
	"time"

	"cortex/rules"
)

// Disk is what was found on disk: the result of opening a folder, or of one Read. It is immutable.
type Disk struct {
	// partial tells that only files and changed count: the rest is as it was.
	partial bool
	// files are the banks' files by path.
	files map[string]*File
	// vanished are files that were listed and gone before they were read: whether they count is only known
	// when somebody looks again.
	vanished []string
	// recalled is what the cache knows, nil if none was asked.
	recalled *recalled
	// changed are paths about which no earlier knowledge counts.
	changed []string

	// listings know the folders that were walked through, nil after no walk.
	listings *listings

	*configuration
	// unlisted are those of folders in banks that could not be listed, by path.
	unlisted map[string][]rules.Diagnostic
	banks    []*Bank
	layout   *layout
}

// emptyDisk is a workspace without anything in it.
func emptyDisk() *Disk {
	c := emptyConfiguration()
	return &Disk{configuration: c, layout: newLayout(&folderEntry{path: "."}, nil, c.config, nil)}
}

// report makes the diagnostics of folders that could not be listed.
func (d *Disk) report(e *folderEntry) {
	if e.err != nil && bankOf(d.banks, path.Join(e.path, "x.md")) != nil {
		message := fmt.Sprintf("folder not judged: %v", reason(e.err))
		d.unlisted[e.path] = driverDiagnostic(unreadableRule, e.path, d.of(e.path), message)
	}
	for _, sub := range e.folders {
		d.report(sub)
	}
}

// ScanOptions bounds the work on the disk. The zero value means the defaults.
type ScanOptions struct {
	// Timeout bounds reading one file; 0 means 10 seconds. A file that takes longer
	// gets a diagnostic, the others are judged.
	Timeout time.Duration
	// MaxFileSize in bytes; 0 means 10 MB. A larger file gets a diagnostic instead of being judged.
	MaxFileSize int64
	// Include names files or folders that are read even if they are ignored by git,
	// workspace-relative; what the user names explicitly. A folder among them is a bank
	// even if it does not look like one, unless it holds banks, lies in one, is the
	// workspace itself, or the configuration lists the banks.
	Include []string
	// Cache knows what others have found; nil for none.
	Cache *Cache
	// NamesFirst leaves what the cache knows for the first check: that takes longer than to find out how the files are called.
	NamesFirst bool
	// Progress is told about files as they are read; nil for nobody.
	Progress Progress
}

// layout remembers of a walk what tells whether a new path would belong to a bank. It is immutable.
type layout struct {
	// others are the Markdown files that the walk saw and no bank claims.
	others map[string]struct{}
	// folders are all folders that it entered.
	folders map[string]struct{}
	// ignores holds the ignore of every folder where it differs from the one above.
	ignores map[string]*ignore
	// tracked is what git tracks; it is set only if something may be ignored.
	tracked trackedFiles
	config  *Config
	extent  Extent
}

func newLayout(top *folderEntry, others []string, config *Config, extent Extent) *layout {
	l := &layout{others: map[string]struct{}{}, folders: map[string]struct{}{}, ignores: map[string]*ignore{}, config: config, extent: extent}
	for _, p := range others {
		l.others[p] = struct{}{}
	}
	l.add(top, nil)
	return l
}

func (l *layout) add(e *folderEntry, above *ignore) {
	if e.ignore != above {
		l.ignores[e.path] = e.ignore
	}
	if !e.unlisted {
		l.folders[e.path] = struct{}{}
	}
	for _, sub := range e.folders {
		l.add(sub, e.ignore)
	}
}

// walked tells whether the walk entered the folder at p.
func (l *layout) walked(p string) bool {
	_, walked := l.folders[p]
	return walked
}

// admits tells whether a file or folder at p, which lies in the folder root, would be seen by a walk that sees root.
func (l *layout) admits(root, p string, isDir bool) bool {
	folder := path.Dir(p)
	if isDir {
		folder = p
	}
	switch {
	case l.config.excluded(p), root == "." && !l.extent.lists(folder):
		return false
	case root == "." && l.config.names(p, isDir):
		return true // also where git ignores it
	case root == "." && l.config.onlyNamed(), l.hides(p, isDir):
		return false
	}
	for dir := path.Dir(p); dir != root && dir != "."; dir = path.Dir(dir) {
		if l.hides(dir, true) {
			return false
		}
	}
	return true
}

// hides tells whether p is left out, given that the folders above are not.
func (l *layout) hides(p string, isDir bool) bool {
	if isDir && skipFolder(path.Base(p)) {
		return true
	}
	for dir := path.Dir(p); ; dir = path.Dir(dir) {
		if g, ok := l.ignores[dir]; ok {
			return g.match(elements(p), isDir) && !l.tracked.has(p, isDir)
		}
		if dir == "." {
			return false
		}
	}
}
