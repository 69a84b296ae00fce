package bank

import (
	"context"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"sync"
	"sync/atomic"
	"time"
)

// errChanged is the Err of a file whose text was to be read again, and is not there any more.
var errChanged = errors.New("it has changed on disk since it was looked at")

// origin is where texts that are not kept can be had again.
type origin struct {
	open  opener
	shelf *shelf
	now   func() time.Time
	// missed tells that some text could not be had.
	missed atomic.Bool
	// learned are documents of which lines are kept that the cache does not know yet.
	learned pathSet
}

// pathSet is a set of paths.
type pathSet struct {
	mu    sync.Mutex
	paths map[string]struct{}
}

func (s *pathSet) add(p string) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.paths == nil {
		s.paths = map[string]struct{}{}
	}
	s.paths[p] = struct{}{}
}

// take returns what is in the set, and empties it.
func (s *pathSet) take() map[string]struct{} {
	s.mu.Lock()
	defer s.mu.Unlock()
	taken := s.paths
	s.paths = nil
	return taken
}

// text reads the text of a content again. The error is errChanged if the disk has another one, or tells why it cannot be read.
func (o *origin) text(c *content) (string, error) {
	type read struct {
		text string
		err  error
	}
	r, err := within(context.Background(), defaultTimeout, func(context.Context) read {
		text, err := o.textNow(c)
		return read{text, err}
	})
	if err != nil {
		return "", tookTooLong(defaultTimeout)
	}
	return r.text, r.err
}

func (o *origin) textNow(c *content) (string, error) {
	files, done, err := o.open()
	if err != nil {
		return "", fmt.Errorf("opening workspace: %w", err)
	}
	defer done()
	text, err := readText(files, c.path, int64(c.size), int64(c.size))
	switch {
	case errors.Is(err, fs.ErrNotExist), errors.Is(err, errTooLarge):
		return "", errChanged
	case err != nil:
		return "", reason(err)
	case hashText(text) != c.hash:
		return "", errChanged
	}
	return text, nil
}

// longestPooled is up to what size buffers are kept.
const longestPooled = 64 << 10

var textBuffers = sync.Pool{New: func() any { return new([]byte) }}

// textBuffer returns an empty buffer for more than size bytes, which is not used any more when done is called.
func textBuffer(size int64) (buf []byte, done func()) {
	if size > longestPooled {
		return make([]byte, 0, size+1), func() {}
	}
	pooled := textBuffers.Get().(*[]byte)
	if int64(cap(*pooled)) <= size {
		*pooled = make([]byte, 0, size+1)
	}
	return (*pooled)[:0], func() { textBuffers.Put(pooled) }
}

// readText reads a file of about a size, at most so many bytes: it may grow while it is read.
func readText(files fs.FS, p string, size, most int64) (string, error) {
	f, err := files.Open(p)
	if err != nil {
		return "", err
	}
	defer f.Close()
	buf, done := textBuffer(size)
	defer done()
	for {
		n, err := f.Read(buf[len(buf):cap(buf)])
		buf = buf[:len(buf)+n]
		if int64(len(buf)) > most {
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
