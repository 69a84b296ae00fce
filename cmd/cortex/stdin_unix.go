//go:build unix

package main

import (
	"errors"
	"io"
	"os"
	"slices"

	"golang.org/x/sys/unix"
)

// polled returns in as something whose reads keep no thread waiting where that is possible: the runtime knows when there is
// something to read. After a read in which a thread has waited it wakes two others, which takes longer than to judge what a
// keystroke has changed. Where others are one with in, as ssh makes them, it stays as it is: their writes would not wait, either.
// So does a file that never waits: the runtime polls it already.
func polled(in io.ReadCloser, others ...any) io.ReadCloser {
	f, ok := in.(*os.File)
	if !ok || neverWaits(f) {
		return in
	}
	if info, err := f.Stat(); err != nil || info.Mode()&(os.ModeNamedPipe|os.ModeSocket) == 0 {
		return in
	}
	second, err := unix.FcntlInt(f.Fd(), unix.F_DUPFD_CLOEXEC, 0)
	if err != nil {
		return in
	}
	if err := unix.SetNonblock(second, true); err != nil || slices.ContainsFunc(others, neverWaits) {
		unix.SetNonblock(second, false)
		unix.Close(second)
		return in
	}
	return polledFile{os.NewFile(uintptr(second), f.Name()), f}
}

// polledFile is a second descriptor of a file: each belongs to one os.File.
type polledFile struct {
	*os.File
	first *os.File
}

// Close closes both, and leaves the file to whoever else has it, as the next program of a script, as it was.
func (p polledFile) Close() error {
	err := p.File.Close()
	return errors.Join(err, unix.SetNonblock(int(p.first.Fd()), false), p.first.Close())
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
