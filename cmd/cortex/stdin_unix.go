//go:build unix

package main

import (
	"errors"
	"io"
	"os"
	"slices"
	"sync"
	"syscall"

	"golang.org/x/sys/unix"
)

// polled returns in as something whose reads keep no thread waiting, once poll has been called and where that is possible: the runtime
// knows when there is something to read. After a read in which a thread has waited it wakes two others, which takes longer than to judge what a
// keystroke has changed. Where others are one with in, as ssh makes them, it stays as it is: their writes would not wait, either.
// So does what never waits: the runtime polls it already, and would refuse to do so twice. Whoever calls poll sees to it that what is returned
// is closed however the process ends.
func polled(in io.ReadCloser, others ...any) (stream io.ReadCloser, poll func()) {
	f, ok := in.(*os.File)
	if !ok {
		return in, func() {}
	}
	if info, err := f.Stat(); err != nil || info.Mode()&(os.ModeNamedPipe|os.ModeSocket) == 0 || neverWaits(f) {
		return in, func() {}
	}
	p := &pollable{waits: f, others: others}
	return p, p.poll
}

// pollable is a stream that waits for its reader, until it is polled by a second descriptor, which can be closed before the stream waits again.
type pollable struct {
	waits  *os.File
	others []any

	mu     sync.Mutex
	closed bool
	// polls is nil as long as the stream waits.
	polls *os.File
}

// Read may be called by one goroutine at a time.
func (p *pollable) Read(to []byte) (int, error) { return p.readFrom(p.current(), to) }

// readFrom reads from what current has returned.
func (p *pollable) readFrom(f *os.File, to []byte) (int, error) {
	n, err := f.Read(to)
	if errors.Is(err, syscall.EAGAIN) { // it is polled since then
		return p.current().Read(to)
	}
	return n, err
}

func (p *pollable) current() *os.File {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.polls != nil {
		return p.polls
	}
	return p.waits
}

// poll has the next read keep no thread waiting.
func (p *pollable) poll() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.closed || p.polls != nil {
		return
	}
	fd, err := unix.Dup(int(p.waits.Fd()))
	if err != nil {
		return
	}
	unix.CloseOnExec(fd)
	syscall.SetNonblock(fd, true)
	if slices.ContainsFunc(p.others, neverWaits) {
		syscall.SetNonblock(fd, false)
		unix.Close(fd)
		return
	}
	p.polls = os.NewFile(uintptr(fd), p.waits.Name())
}

// Close leaves the stream as it was: whoever has given it to the process may read on.
func (p *pollable) Close() error {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.closed = true
	if p.polls == nil {
		return p.waits.Close()
	}
	return errors.Join(p.polls.Close(), syscall.SetNonblock(int(p.waits.Fd()), false))
}

// neverWaits tells of a file that its reads and writes return at once.
func neverWaits(file any) bool {
	f, ok := file.(*os.File)
	if !ok {
		return false
	}
	flags, err := unix.FcntlInt(f.Fd(), unix.F_GETFL, 0)
	return err == nil && flags&unix.O_NONBLOCK != 0
}
