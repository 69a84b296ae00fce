package bank

import (
	"cmp"
	"context"
	"errors"
	"io/fs"
	"path"
	"slices"
	"strings"
	"sync"

	"golang.org/x/sync/errgroup"
)

// walkLimit bounds how many folders are listed at a time.
const walkLimit = 8

// folderEntry is one folder as seen by a walk.
type folderEntry struct {
	path string
	// markdown are the names of its Markdown files, without those that git or the configuration leaves out, and paths their paths.
	markdown, paths []string
	// seen are the entries of these, if they are to be compared with what is known; unread are those that are certainly as they were.
	seen    []fs.DirEntry
	unread  []*File
	folders []*folderEntry
	// entries are for listings.
	entries []listedEntry
	// ignore is what git's ignore files say about the folder's content.
	ignore *ignore
	// err tells why it could not be listed.
	err error
	// hidden tells that the folder is left out and was entered only because it leads to a named path.
	hidden bool
	// unlisted tells that nothing but what is searched in the folder is known.
	unlisted bool
}

// walker lists the folders of a workspace concurrently. Each folderEntry is written by one goroutine only.
type walker struct {
	ctx      context.Context
	files    fs.FS
	excluded func(path string) bool
	// named are paths that the user asked for by name: ignore files and skipFolder do not hide them.
	named []string
	// only leaves out every folder that is not one of these or named, in one or on the way to one; nil leaves out none.
	only []string
	// extent is what is searched: what leads there is not listed.
	extent Extent
	// looks tells that entries are to be compared with what is known.
	looks bool
	// tracked returns what git tracks and so never ignores.
	tracked func() trackedFiles
	group   errgroup.Group
}

// newWalker returns a walker of the workspace of a snapshot, with what a configuration says and with named paths.
func newWalker(ctx context.Context, s *Snapshot, c *Config, include []string) *walker {
	w := &walker{ctx: ctx, excluded: c.excluded, extent: s.extent}
	w.tracked = sync.OnceValue(func() trackedFiles { return readTracked(s.root) })
	if w.extent != nil && marksWorkspace(s.root) {
		w.extent = nil // somebody has said since what belongs together
	}
	w.named = append(c.bankRoots(), include...)
	w.named = slices.DeleteFunc(w.named, func(p string) bool { return p == "." })
	w.only = w.extent
	if c.onlyNamed() {
		w.only = w.named
	}
	return w
}

// walk lists the whole workspace. The error is ctx's or of the workspace itself: a folder
// in it that cannot be listed counts as empty.
func (w *walker) walk() (*folderEntry, error) {
	w.group.SetLimit(walkLimit)
	top := &folderEntry{path: ".", ignore: readIgnore(w.files, ".", ".git/info/exclude", nil)}
	if w.extent.lists(".") {
		w.list(top)
	} else {
		w.lead(top)
	}
	w.group.Wait()
	return top, cmp.Or(w.ctx.Err(), top.err)
}

// lead enters the folders to be searched in one that is not.
func (w *walker) lead(f *folderEntry) {
	f.unlisted = true
	f.ignore = readIgnore(w.files, f.path, ignoreFile, f.ignore)
	for _, p := range w.extent {
		if isFolder(w.files, p) {
			w.addFolder(f, p)
		}
	}
	for _, sub := range f.folders {
		w.list(sub)
	}
}

// list fills in one folder and all below it.
func (w *walker) list(f *folderEntry) {
	if w.ctx.Err() != nil {
		return
	}
	list := fs.ReadDir
	if !w.looks {
		list = readNames
	}
	entries, err := list(w.files, f.path)
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		f.err = err
		return
	}
	f.entries = entriesOf(entries)
	f.markdown, f.paths = make([]string, 0, len(entries)), make([]string, 0, len(entries))
	if slices.ContainsFunc(entries, func(e fs.DirEntry) bool { return e.Name() == ignoreFile }) {
		f.ignore = readIgnore(w.files, f.path, ignoreFile, f.ignore)
	}
	for _, e := range entries {
		if e.IsDir() {
			w.addFolder(f, f.join(e.Name()))
		} else if p := f.join(e.Name()); isMarkdown(e.Name()) && w.wants(f, p, e) {
			f.markdown, f.paths = append(f.markdown, e.Name()), append(f.paths, p)
			if w.looks {
				f.seen = append(f.seen, e)
			}
		}
	}
	for _, sub := range f.folders {
		if !w.group.TryGo(func() error { w.list(sub); return nil }) {
			w.list(sub)
		}
	}
}

// compare begins to compare what a walk has seen in a folder and all below it with what is known, and returns what waits for the end. Looker
// returns for a folder what returns a file in it if its entry tells that it need not be read, nil otherwise.
func (f *folderEntry) compare(looker func() func(path string, e fs.DirEntry) *File) (wait func()) {
	var g errgroup.Group
	g.SetLimit(walkLimit)
	var compare func(f *folderEntry)
	compare = func(f *folderEntry) {
		for _, sub := range f.folders {
			if !g.TryGo(func() error { compare(sub); return nil }) {
				compare(sub)
			}
		}
		look := looker()
		for i, e := range f.seen {
			if file := look(f.paths[i], e); file != nil {
				f.unread = append(f.unread, file)
			}
		}
		f.seen = nil
	}
	g.Go(func() error { compare(f); return nil })
	return func() { g.Wait() }
}

// join returns the path of what has that name in the folder.
func (f *folderEntry) join(name string) string {
	if f.path == "." {
		return name
	}
	return f.path + "/" + name
}

func (w *walker) addFolder(f *folderEntry, p string) {
	leads := slices.ContainsFunc(w.named, func(n string) bool { return Below(n, p) })
	within := func(n string) bool { return n != "." && Below(p, n) }
	wanted := leads || w.only == nil || slices.ContainsFunc(w.only, within) || slices.ContainsFunc(w.named, within)
	if !wanted || w.excluded(p) {
		return
	}
	sub := &folderEntry{path: p, ignore: f.ignore}
	ignored := f.ignore.match(elements(p), true)
	kept := ignored && w.tracked().has(p, true)
	sub.hidden = f.hidden || skipFolder(path.Base(p)) || ignored && !kept
	if sub.hidden && !leads {
		return
	}
	if sub.hidden && slices.Contains(w.named, p) {
		sub.hidden, kept = false, true
	}
	if kept {
		// What hides the folder would hide all of its content, too.
		sub.ignore = nil
	}
	f.folders = append(f.folders, sub)
}

// wants tells whether a Markdown file of a folder may be judged.
func (w *walker) wants(f *folderEntry, p string, e fs.DirEntry) bool {
	hidden := f.hidden || f.ignore != nil && f.ignore.match(elements(p), false) && !w.tracked().has(p, false)
	return (!hidden || slices.Contains(w.named, p)) && !w.excluded(p) && w.isFile(p, e)
}

// unreadFiles returns the files that need not be read, with room for the others.
func (f *folderEntry) unreadFiles() map[string]*File {
	files := make(map[string]*File, f.count())
	f.addUnread(files)
	return files
}

// count returns how many Markdown files there are.
func (f *folderEntry) count() int {
	n := len(f.paths)
	for _, sub := range f.folders {
		n += sub.count()
	}
	return n
}

func (f *folderEntry) addUnread(files map[string]*File) {
	for _, file := range f.unread {
		files[file.Path] = file
	}
	for _, sub := range f.folders {
		sub.addUnread(files)
	}
}

// isFile refuses symbolic links to folders and out of the workspace. Devices, pipes
// and links to nothing pass: a diagnostic says that they cannot be read.
func (w *walker) isFile(p string, e fs.DirEntry) bool {
	if e.Type()&fs.ModeSymlink == 0 {
		return true
	}
	info, err := fs.Stat(w.files, p)
	return errors.Is(err, fs.ErrNotExist) || err == nil && info.Mode().IsRegular()
}

// skipFolder tells folders that are never searched for banks: they hold what
// others wrote, what no editor shows, or the copies that some assistants make of
// a bank's files. A bank in one of them can be named.
func skipFolder(name string) bool {
	switch name {
	case ".git", ".hg", ".svn", ".jj", "node_modules", "bower_components", "vendor",
		".venv", "venv", "__pycache__", ".tox", ".backups", versionsFolder:
		return true
	}
	return false
}

func isMarkdown(p string) bool { return strings.EqualFold(path.Ext(p), ".md") }

// Below tells whether a path is folder or lies in it; both are clean.
func Below(p, folder string) bool {
	return folder == "." || strings.HasPrefix(p, folder) && (len(p) == len(folder) || p[len(folder)] == '/')
}
