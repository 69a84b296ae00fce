package git

import (
	"container/heap"
	"context"
	"maps"
	"slices"
	"sort"
	"time"
)

// maxCommits bounds how far back a walk goes.
const maxCommits = 50_000

// Log is what the history of one commit knows.
type Log struct {
	// First is when the earliest commit was made, by the clock that was behind; zero in a shallow
	// clone and where the history is too long to look at all of it.
	First time.Time
	// Newest is when the newest commit was made.
	Newest time.Time
	// Files are the wanted files that the commit has. Symbolic links are not among them.
	Files map[string]*File
}

// File is what a history knows about a file.
type File struct {
	// Last is when the last commit that changed it was made, by the clock that was ahead; zero if that is not known.
	Last time.Time
	// Added tells that this commit added it, be it new or from another place.
	Added bool
	// Behind counts the commits that are newer than that one.
	Behind int
	// Original tells that the earliest commit has a file of that name.
	Original bool
	// Blob is its content.
	Blob ID

	// committed is the time of the last change by the clock that Behind goes by.
	committed time.Time
}

// Log looks at the history of head. Paths are relative to the work tree, with slashes.
// For each file it follows the first parent that has the same content, as "git log" does.
func (r *Repository) Log(ctx context.Context, head ID, paths []string) (*Log, error) {
	if err := r.prepare(); err != nil {
		return nil, err
	}
	w := &walk{repository: r, commits: map[ID]*commit{}, log: &Log{Files: map[string]*File{}}}
	top, err := w.commit(head)
	if err != nil {
		return nil, err
	}
	paths = slices.Compact(slices.Sorted(slices.Values(paths)))
	err = r.walkFiles(top.tree, paths, 0, func(path string, e entry) {
		if e.form == fileForm {
			w.log.Files[path] = &File{Blob: e.id}
		}
	})
	if err != nil {
		return nil, err
	}
	w.hand(top, slices.Sorted(maps.Keys(w.log.Files)))
	if err := w.run(ctx); err != nil {
		return nil, err
	}
	return w.log, w.finish()
}

// Blob returns the content of a file.
func (r *Repository) Blob(id ID) (string, error) {
	data, err := r.object(id, blobKind)
	return string(data), err
}

// walk goes from commit to commit, the newest first.
type walk struct {
	repository *Repository
	commits    map[ID]*commit
	queue      queue
	// times are those of all commits so far, earliest is the one that was made first.
	times    []time.Time
	earliest *commit
	log      *Log
}

func (w *walk) run(ctx context.Context) error {
	for len(w.queue) > 0 && len(w.times) < maxCommits {
		if err := ctx.Err(); err != nil {
			return err
		}
		c := heap.Pop(&w.queue).(*commit)
		c.queued = false
		if err := w.visit(c); err != nil {
			return err
		}
	}
	return nil
}

// finish draws the sum of all commits.
func (w *walk) finish() error {
	slices.SortFunc(w.times, time.Time.Compare)
	for _, f := range w.log.Files {
		if !f.Last.IsZero() {
			f.Behind = len(w.times) - sort.Search(len(w.times), func(i int) bool { return w.times[i].After(f.committed) })
		}
	}
	w.log.Newest = w.times[len(w.times)-1]
	if len(w.queue) > 0 || len(w.repository.shallow) > 0 {
		return nil
	}
	w.log.First = w.earliest.made()
	return w.repository.walkFiles(w.earliest.tree, slices.Sorted(maps.Keys(w.log.Files)), 0, func(path string, e entry) {
		w.log.Files[path].Original = e != entry{}
	})
}

// visit counts a commit, the first time, and passes on the paths that it left alone.
func (w *walk) visit(c *commit) error {
	paths := c.pending
	c.pending = nil
	if !c.counted {
		c.counted = true
		w.times = append(w.times, c.committed)
		if w.earliest == nil || c.made().Before(w.earliest.made()) {
			w.earliest = c
		}
	}
	for _, id := range c.parents {
		parent, err := w.commit(id)
		if err != nil {
			return err
		}
		var same []string
		if len(paths) > 0 {
			if same, paths, err = w.repository.split(c.tree, parent.tree, paths, 0); err != nil {
				return err
			}
		}
		w.hand(parent, same)
	}
	if c.cut || len(paths) == 0 {
		return nil
	}
	return w.changed(c, paths)
}

// changed notes that a commit was the last to change the paths.
func (w *walk) changed(c *commit, paths []string) error {
	for _, p := range paths {
		f := w.log.Files[p]
		f.Last, f.committed, f.Added = c.changed(), c.committed, true
	}
	for _, id := range c.parents {
		parent, err := w.commit(id)
		if err != nil {
			return err
		}
		err = w.repository.walkFiles(parent.tree, paths, 0, func(path string, e entry) {
			if e != (entry{}) {
				w.log.Files[path].Added = false
			}
		})
		if err != nil {
			return err
		}
	}
	return nil
}

// hand gives a commit its turn if there is anything to do for it.
func (w *walk) hand(c *commit, paths []string) {
	if len(paths) > 0 {
		c.pending = slices.Sorted(slices.Values(slices.Concat(c.pending, paths)))
	}
	if !c.queued && (!c.counted || len(paths) > 0) {
		c.queued = true
		heap.Push(&w.queue, c)
	}
}

func (w *walk) commit(id ID) (*commit, error) {
	if c := w.commits[id]; c != nil {
		return c, nil
	}
	text, err := w.repository.object(id, commitKind)
	if err != nil {
		return nil, err
	}
	c, err := parseCommit(text)
	if err != nil {
		return nil, err
	}
	if w.repository.shallow[id] {
		c.parents, c.cut = nil, true
	}
	w.commits[id] = c
	return c, nil
}

// queue is a heap of commits, the newest first.
type queue []*commit

func (q queue) Len() int           { return len(q) }
func (q queue) Less(i, j int) bool { return q[i].committed.After(q[j].committed) }
func (q queue) Swap(i, j int)      { q[i], q[j] = q[j], q[i] }
func (q *queue) Push(c any)        { *q = append(*q, c.(*commit)) }
func (q *queue) Pop() any {
	last := len(*q) - 1
	c := (*q)[last]
	*q = (*q)[:last]
	return c
}
