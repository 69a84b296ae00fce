package bank

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path"
	"time"
)

// errTooLarge is the Err of a file above the size limit.
var errTooLarge = errors.New("file is too large")

// readLimit bounds how many files are read at a time. More than a few only help with a cold or distant disk.
const readLimit = 32

const (
	defaultTimeout     = 10 * time.Second
	defaultMaxFileSize = 10 << 20
)

// reader reads files of a workspace.
type reader struct {
	origin  *origin
	timeout time.Duration
	maxSize int64
	// known returns what an earlier reading found, nil for nothing.
	known func(path string) *File
}

func newReader(from *origin, opts ScanOptions, known func(path string) *File) *reader {
	r := &reader{origin: from, timeout: opts.Timeout, maxSize: opts.MaxFileSize, known: known}
	if r.timeout <= 0 {
		r.timeout = defaultTimeout
	}
	if r.maxSize <= 0 {
		r.maxSize = defaultMaxFileSize
	}
	return r
}

// all reads files concurrently and returns them in the order of paths; nil stands
// for a file that is gone. The error is ctx's: those of single files are in the files.
func (r *reader) all(ctx context.Context, paths []string, progress Progress) ([]*File, error) {
	files := make([]*File, len(paths))
	err := r.origin.together(ctx, paths, progress, func(h *hand, folders *readFolders, i int) {
		files[i] = r.readBy(ctx, h, folders, paths[i])
	})
	return files, err
}

// together calls read for all files of some paths, many at a time: the disk may be slow. The error is ctx's.
func (o *origin) together(ctx context.Context, paths []string, progress Progress, read func(h *hand, folders *readFolders, i int)) error {
	var folders *readFolders
	if files, done, err := o.open(); err == nil {
		defer done()
		folders = newReadFolders(files, paths)
	}
	steps := newSteps(progress, "reading", len(paths))
	return eachByHand(ctx, len(paths), readLimit, func(ctx context.Context, h *hand, i int) error {
		read(h, folders, i)
		steps.add()
		return ctx.Err()
	})
}

// later returns files that are read when somebody asks for them.
func (r *reader) later(paths []string) []File {
	files := make([]File, len(paths))
	for i, p := range paths {
		// Each content is allocated alone: to make weak pointers into one block takes time that grows with the square of their number.
		c := &content{path: p, origin: r.origin}
		c.reader.Store(r)
		files[i] = File{Path: p, content: c}
	}
	return files
}

// read reads one file within the time limit; nil if there is none.
func (r *reader) read(ctx context.Context, p string) *File { return r.readBy(ctx, nil, nil, p) }

func (r *reader) readBy(ctx context.Context, h *hand, folders *readFolders, p string) *File {
	known := r.known(p)
	found := r.find(ctx, h, folders, p, known)
	switch {
	case found.gone:
		return nil
	case found.unchanged:
		return known
	}
	c := &content{path: p, origin: r.origin}
	c.take(found, known)
	return &File{Path: p, content: c}
}

// finding is what is found at the path of a file.
type finding struct {
	text    string
	imprint imprint
	err     error
	// gone tells that there is no file, unchanged that it is the known one.
	gone, unchanged bool
}

// find looks for a file, and reads it within the time limit unless it is the known one, nil for none. The folders are those of files that
// are read together, nil for one that is read alone.
func (r *reader) find(ctx context.Context, h *hand, folders *readFolders, p string, known *File) finding {
	found, err := withHand(ctx, h, r.timeout, func(context.Context) finding { return r.findNow(folders, p, known) })
	if err != nil {
		return finding{err: tookTooLong(r.timeout)}
	}
	return found
}

func (r *reader) findNow(folders *readFolders, p string, known *File) finding {
	all, done, err := r.origin.open()
	if err != nil {
		return finding{err: reason(err)}
	}
	defer done()
	at := r.origin.now()
	files, name, left := folders.place(all, p)
	defer left()
	if whole, ok := files.(wholeReader); ok && known == nil {
		if text, m, ok := whole.readWhole(name, r.maxSize, at); ok {
			return finding{text: text, imprint: m}
		}
	}
	info, err := fs.Stat(files, name)
	if err != nil && name != p { // in its folder it is not, but it may lead elsewhere
		files, name = all, p
		info, err = fs.Stat(files, name)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if _, err := fs.Lstat(all, p); err == nil {
			return finding{err: errors.New("it is a symbolic link that leads nowhere")}
		}
		return finding{gone: true}
	case err != nil:
		return finding{err: reason(err)}
	case !info.Mode().IsRegular():
		// Opening a pipe would wait for its writer.
		return finding{err: fmt.Errorf("it is not a regular file but %s", fileType(info.Mode()))}
	case info.Size() > r.maxSize:
		return finding{err: fmt.Errorf("%w: %d bytes, at most %d are read", errTooLarge, info.Size(), r.maxSize)}
	case known != nil && known.unchanged(info):
		return finding{unchanged: true}
	}
	text, err := readText(files, name, info.Size(), r.maxSize)
	if err != nil {
		return finding{err: reason(err)}
	}
	return finding{text: text, imprint: imprintOf(info, at)}
}

// place returns by which name in which files to look at a path first. Left is to be called when it has been read.
func (f *readFolders) place(all fs.FS, p string) (files fs.FS, name string, left func()) {
	files, left = f.enter(path.Dir(p))
	if files == nil {
		return all, p, left
	}
	return files, path.Base(p), left
}

// unread returns a file that is known, nil for none, if what a listing says proves that it is as it was, nil otherwise.
func (r *reader) unread(known *File, e fs.DirEntry) *File {
	if known == nil || !e.Type().IsRegular() {
		return nil
	}
	if !known.content.known() {
		return known
	}
	info, err := e.Info()
	if err != nil || info.Size() > r.maxSize || !known.unchanged(info) {
		return nil
	}
	return known
}

// unchanged tells whether the file on disk is certainly still the one that was read; what was not read yet cannot differ.
func (f *File) unchanged(info fs.FileInfo) bool {
	return !f.content.known() || f.content.lastImprint().still(info) && f.Err() == nil
}

func tookTooLong(limit time.Duration) error { return fmt.Errorf("reading took longer than %v", limit) }

// reason returns an error of the file system without the path, which the diagnostic is on anyway.
func reason(err error) error {
	var pathErr *fs.PathError
	if errors.As(err, &pathErr) {
		return pathErr.Err
	}
	var linkErr *os.LinkError
	if errors.As(err, &linkErr) {
		return linkErr.Err
	}
	return err
}

func fileType(m fs.FileMode) string {
	switch {
	case m.IsDir():
		return "a folder"
	case m&fs.ModeNamedPipe != 0:
		return "a pipe"
	case m&fs.ModeSocket != 0:
		return "a socket"
	}
	return "a device"
}
