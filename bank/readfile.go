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
	files   fs.FS
	origin  *origin
	timeout time.Duration
	maxSize int64
	// known returns what an earlier reading found, nil for nothing.
	known func(path string) *File
	// folders are those of files that are read together, nil for files that are read alone.
	folders *readFolders
}

func newReader(files fs.FS, from *origin, opts ScanOptions, known func(path string) *File) *reader {
	r := &reader{files: files, origin: from, timeout: opts.Timeout, maxSize: opts.MaxFileSize, known: known}
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
	together := *r
	together.folders = newReadFolders(r.files, paths)
	files := make([]*File, len(paths))
	steps := newSteps(progress, "reading", len(paths))
	err := eachByHand(ctx, len(paths), readLimit, func(ctx context.Context, h *hand, i int) error {
		files[i] = together.readBy(ctx, h, paths[i])
		steps.add()
		return ctx.Err()
	})
	return files, err
}

// read reads one file within the time limit; nil if there is none.
func (r *reader) read(ctx context.Context, p string) *File { return r.readBy(ctx, nil, p) }

func (r *reader) readBy(ctx context.Context, h *hand, p string) *File {
	f, err := withHand(ctx, h, r.timeout, func(context.Context) *File { return r.readNow(p) })
	if err != nil {
		return unreadableFile(p, tookTooLong(r.timeout))
	}
	return f
}

func (r *reader) readNow(p string) *File {
	at := r.origin.now()
	files, name, left := r.place(p)
	defer left()
	info, err := fs.Stat(files, name)
	if err != nil && name != p { // in its folder it is not, but it may lead elsewhere
		files, name = r.files, p
		info, err = fs.Stat(files, name)
	}
	switch {
	case errors.Is(err, fs.ErrNotExist):
		if _, err := fs.Lstat(r.files, p); err == nil {
			return unreadableFile(p, errors.New("it is a symbolic link that leads nowhere"))
		}
		return nil
	case err != nil:
		return unreadableFile(p, reason(err))
	case !info.Mode().IsRegular():
		// Opening a pipe would wait for its writer.
		return unreadableFile(p, fmt.Errorf("it is not a regular file but %s", fileType(info.Mode())))
	case info.Size() > r.maxSize:
		return unreadableFile(p, fmt.Errorf("%w: %d bytes, at most %d are read", errTooLarge, info.Size(), r.maxSize))
	}
	known := r.known(p)
	if known != nil && known.unchanged(info) {
		return known
	}
	text, err := readText(files, name, info.Size(), r.maxSize)
	if err != nil {
		return unreadableFile(p, reason(err))
	}
	f := &File{Path: p, content: r.origin.content(p, text), imprint: imprintOf(info, at)}
	if known != nil && known.content.hash == f.content.hash {
		f.content.sealed, f.content.kept = known.content.sealed, sealedLines(known.content.keptCode())
	}
	return f
}

// place returns by which name in which files to look at a path first. Left is to be called when it has been read.
func (r *reader) place(p string) (files fs.FS, name string, left func()) {
	files, left = r.folders.enter(path.Dir(p))
	if files == nil {
		return r.files, p, left
	}
	return files, path.Base(p), left
}

// unread returns a file that is known if what a listing says proves that it is as it was, nil otherwise.
func (r *reader) unread(p string, e fs.DirEntry) *File {
	known := r.known(p)
	if known == nil || !e.Type().IsRegular() {
		return nil
	}
	info, err := e.Info()
	if err != nil || info.Size() > r.maxSize || !known.unchanged(info) {
		return nil
	}
	return known
}

// unchanged tells whether the file on disk is certainly still the one that was read.
func (f *File) unchanged(info fs.FileInfo) bool { return f.imprint.still(info) && f.Err() == nil }

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
