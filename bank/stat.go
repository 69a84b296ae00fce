package bank

import (
	"errors"
	"io/fs"
	"maps"
	"path"
	"slices"
	"strings"
	"sync"

	"cortex/rules"
)

// listings answers what stands at a path on disk, from folder listings that it
// makes when first asked and then keeps: a listing tells the exact letter case also where the
// disk does not care. What cannot be looked at is taken to be there, since a
// diagnostic about it might be wrong.
type listings struct {
	open opener
	// extent is what may be listed: elsewhere each name is looked at by itself.
	extent Extent

	mu     sync.Mutex
	byPath map[string]*listed
	// single are what stands at paths in folders that are not listed.
	single map[string]rules.FileKind
}

// listed is the content of one folder.
type listed struct {
	once sync.Once
	// entries are what a walk has seen in the folder, nil if it has to be listed.
	entries []listedEntry
	kinds   map[string]rules.FileKind
	// hidden tells that the folder is there but could not be listed.
	hidden bool
}

func newListings(open opener, extent ...string) *listings {
	return &listings{open: open, extent: extent, byPath: map[string]*listed{}, single: map[string]rules.FileKind{}}
}

// unknown is what stands behind a folder that cannot be listed or a link that leaves the workspace.
const unknown rules.FileKind = 255

// stat returns what stands at a cleaned workspace-relative path.
func (l *listings) stat(p string) rules.FileKind {
	if !fs.ValidPath(p) {
		return rules.NoFile
	}
	if kind := l.kind(p); kind != unknown {
		return kind
	}
	return rules.RegularFile
}

// kind goes down from the top, and ends where nothing can follow: a path in a text may be as long as the text.
func (l *listings) kind(p string) rules.FileKind {
	if p == "." {
		return rules.Directory
	}
	dir := "."
	for end := 0; ; end++ {
		name, _, deeper := strings.Cut(p[end:], "/")
		switch kind := l.kindIn(dir, name); {
		case !deeper, kind == unknown:
			return kind
		case kind != rules.Directory:
			return rules.NoFile
		}
		end += len(name)
		dir = p[:end]
	}
}

// kindIn tells what has a name in a folder.
func (l *listings) kindIn(dir, name string) rules.FileKind {
	if !l.lists(dir) {
		if kind, certain := l.look(path.Join(dir, name)); certain {
			return kind
		}
	}
	folder := l.folder(dir)
	if folder.hidden {
		return unknown
	}
	return folder.kinds[name]
}

// lists tells whether a folder has been listed or may be.
func (l *listings) lists(dir string) bool {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.extent.lists(dir) || l.byPath[dir] != nil
}

// look tells what stands at a path without listing what it is in. Only a listing is certain where the disk does not care about the case of
// letters, or refuses a name.
func (l *listings) look(p string) (kind rules.FileKind, certain bool) {
	l.mu.Lock()
	kind, known := l.single[p]
	l.mu.Unlock()
	if known {
		return kind, true
	}
	files, done, err := l.open()
	if err != nil {
		return unknown, true
	}
	defer done()
	kind = kindAt(files, p)
	other, differs := otherCase(p)
	if kind == unknown || kind != rules.NoFile && differs && kindAt(files, other) != rules.NoFile {
		return kind, false
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	l.single[p] = kind
	return kind, true
}

// otherCase returns a path with its last name in letters of another case, false if there are none.
func otherCase(p string) (other string, ok bool) {
	dir, name := path.Split(p)
	other = strings.ToUpper(name)
	if other == name {
		other = strings.ToLower(name)
	}
	return dir + other, other != name
}

func (l *listings) folder(dir string) *listed {
	l.mu.Lock()
	f := l.byPath[dir]
	if f == nil {
		f = &listed{}
		l.byPath[dir] = f
	}
	l.mu.Unlock()
	f.once.Do(func() { f.read(l.open, dir) })
	return f
}

// listedEntry is a file or folder in another one, no link.
type listedEntry struct {
	name string
	kind rules.FileKind
}

// entriesOf returns what a listing says, nil if it has links: these are looked at when somebody asks.
func entriesOf(entries []fs.DirEntry) []listedEntry {
	all := make([]listedEntry, 0, len(entries))
	for _, e := range entries {
		kind := rules.RegularFile
		switch {
		case e.IsDir():
			kind = rules.Directory
		case e.Type()&fs.ModeSymlink != 0:
			return nil
		}
		all = append(all, listedEntry{e.Name(), kind})
	}
	return all
}

// seen adds what a walk has seen of folders to new listings.
func (l *listings) seen(e *folderEntry) {
	if e.entries != nil {
		l.byPath[e.path] = &listed{entries: e.entries}
	}
	for _, sub := range e.folders {
		l.seen(sub)
	}
}

func (f *listed) read(open opener, dir string) {
	if f.entries != nil {
		f.kinds = make(map[string]rules.FileKind, len(f.entries))
		for _, e := range f.entries {
			f.kinds[e.name] = e.kind
		}
		f.entries = nil
		return
	}
	files, done, err := open()
	if err != nil {
		f.hidden = true
		return
	}
	defer done()
	entries, err := fs.ReadDir(files, dir)
	if err != nil {
		f.hidden = !errors.Is(err, fs.ErrNotExist)
		return
	}
	f.kinds = make(map[string]rules.FileKind, len(entries))
	for _, e := range entries {
		f.kinds[e.Name()] = entryKind(files, path.Join(dir, e.Name()), e)
	}
}

// entryKind follows a symbolic link inside the workspace.
func entryKind(files fs.FS, p string, e fs.DirEntry) rules.FileKind {
	if e.IsDir() {
		return rules.Directory
	}
	if e.Type()&fs.ModeSymlink == 0 {
		return rules.RegularFile
	}
	return kindAt(files, p)
}

// kindAt looks at a path, and follows symbolic links inside the workspace.
func kindAt(files fs.FS, p string) rules.FileKind {
	info, err := fs.Stat(files, p)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		return rules.NoFile
	case err != nil:
		return unknown
	case info.IsDir():
		return rules.Directory
	}
	return rules.RegularFile
}

// looked returns the folders that have been listed, and the paths that were looked at by themselves.
func (l *listings) looked() []string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return slices.AppendSeq(slices.Collect(maps.Keys(l.byPath)), maps.Keys(l.single))
}

// without returns listings that know the same of folders except about those that the
// changes of these paths concern.
func (l *listings) without(paths []string) *listings {
	l.mu.Lock()
	next := newListings(l.open, l.extent...)
	next.byPath = maps.Clone(l.byPath)
	l.mu.Unlock()
	for _, p := range paths {
		for ; fs.ValidPath(p) && p != "."; p = path.Dir(p) {
			delete(next.byPath, p)
		}
		delete(next.byPath, ".")
	}
	return next
}
