//go:build unix

package main

import (
	"errors"
	"io"
	"os"
	"slices"
	"syscall"

	"golang.org/x/sys/unix"
)

// polled returns in as something whose reads keep no thread waiting where that is possible: the runtime knows when there is
// something to read. After a read in which a thread has waited it wakes two others, which takes longer than to judge what a
// keystroke has changed. Where others are one with in, as ssh makes them, it stays as it is: their writes would not wait, either.
// So does what never waits: the runtime polls it already, and would refuse to do so twice.
func polled(in io.ReadCloser, others ...any) io.ReadCloser {
	f, ok := in.(*os.File)
	if !ok {
		return in
	}
	if info, err := f.Stat(); err != nil || info.Mode()&(os.ModeNamedPipe|os.ModeSocket) == 0 || neverWaits(f) {
		return in
	}
	fd, err := unix.Dup(int(f.Fd()))
	if err != nil {
		return in
	}
	unix.CloseOnExec(fd)
	syscall.SetNonblock(fd, true)
	p := pollable{os.NewFile(uintptr(fd), f.Name()), f}
	if slices.ContainsFunc(others, neverWaits) {
		p.Close()
		return in
	}
	return p
}

// pollable is a second descriptor of a stream that waits for its reader, so that it can be closed before the stream waits again.
type pollable struct {
	*os.File
	waits *os.File
}

// Close leaves the stream as it was: whoever has given it to the process may read on.
func (p pollable) Close() error {
	return errors.Join(p.File.Close(), syscall.SetNonblock(int(p.waits.Fd()), false))
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
