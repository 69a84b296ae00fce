//go:build unix

package main

import (
	"io"
	"os"
	"slices"
	"syscall"

	"golang.org/x/sys/unix"
)

// polled returns in as something whose reads keep no thread waiting where that is possible: the runtime knows when there is
// something to read. After a read in which a thread has waited it wakes two others, which takes longer than to judge what a
// keystroke has changed. Where others are one with in, as ssh makes them, it stays as it is: their writes would not wait, either.
func polled(in io.ReadCloser, others ...any) io.ReadCloser {
	f, ok := in.(*os.File)
	if !ok {
		return in
	}
	if info, err := f.Stat(); err != nil || info.Mode()&(os.ModeNamedPipe|os.ModeSocket) == 0 {
		return in
	}
	fd := f.Fd()
	if syscall.SetNonblock(int(fd), true) != nil {
		return in
	}
	if slices.ContainsFunc(others, neverWaits) {
		syscall.SetNonblock(int(fd), false)
		return in
	}
	return os.NewFile(fd, f.Name())
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
