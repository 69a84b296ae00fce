package bank

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"time"

	"golang.org/x/sync/errgroup"
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
	timeout time.Duration
	maxSize int64
	// known returns what an earlier reading found, nil for nothing.
	known func(path string) *File
}

func newReader(files fs.FS, opts ScanOptions, known func(path string) *File) *reader {
	r := &reader{files: files, timeout: opts.Timeout, maxSize: opts.MaxFileSize, known: known}
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
	steps := newSteps(progress, "reading", len(paths))
	g, ctx := errgroup.WithContext(ctx)
	g.SetLimit(readLimit)
	for i, p := range paths {
		g.Go(func() error {
			files[i] = r.read(ctx, p)
			steps.add()
			return ctx.Err()
		})
	}
	return files, g.Wait()
}

// read reads one file within the time limit; nil if there is none.
func (r *reader) read(ctx context.Context, p string) *File {
	f, err := within(ctx, r.timeout, func(context.Context) *File { return r.readNow(p) })
	if err != nil {
		return unreadableFile(p, fmt.Errorf("reading took longer than %v", r.timeout))
	}
	return f
}

func (r *reader) readNow(p string) *File {
	at := time.Now()
	info, err := fs.Stat(r.files, p)
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
	text, err := r.text(p, info.Size())
	if err != nil {
		return unreadableFile(p, reason(err))
	}
	f := newFile(p, text)
	f.info, f.readAt = info, at
	return f
}

// text reads at most maxSize bytes: a file may grow while it is read.
func (r *reader) text(p string, size int64) (string, error) {
	f, err := r.files.Open(p)
	if err != nil {
		return "", err
	}
	defer f.Close()
	buf := make([]byte, 0, size+1)
	for {
		n, err := f.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if int64(len(buf)) > r.maxSize {
			return "", fmt.Errorf("%w: it grew while it was read", errTooLarge)
		}
		if errors.Is(err, io.EOF) {
			return string(buf), nil
		}
		if err != nil {
			return "", err
		}
		if len(buf) == cap(buf) {
			buf = append(buf, 0)[:len(buf)]
		}
	}
}

// unchanged tells whether the file on disk is certainly still the one that was
// read: a change within the clock's grain of an earlier one leaves no trace, so a file
// that was young when it was read is not trusted.
func (f *File) unchanged(info fs.FileInfo) bool {
	const grain = 2 * time.Second
	return f.info != nil && os.SameFile(f.info, info) && f.info.Size() == info.Size() && f.info.ModTime().Equal(info.ModTime()) &&
		traceOf(f.info).changed.Equal(traceOf(info).changed) && f.readAt.Sub(info.ModTime()) > grain
}

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
