//go:build unix

package main

import (
	"errors"
	"io"
	"os"
	"testing"
	"time"

	"golang.org/x/sys/unix"
)

// socket returns both ends of a connection. Reading from them waits in a thread.
func socket(t *testing.T) (near, far *os.File) {
	t.Helper()
	fds, err := unix.Socketpair(unix.AF_UNIX, unix.SOCK_STREAM, 0)
	if err != nil {
		t.Fatal(err)
	}
	near, far = os.NewFile(uintptr(fds[0]), "near"), os.NewFile(uintptr(fds[1]), "far")
	t.Cleanup(func() { near.Close(); far.Close() })
	return near, far
}

// wantOneByte has one byte come in from the far end.
func wantOneByte(t *testing.T, in io.Reader, far *os.File) {
	t.Helper()
	if _, err := far.WriteString("x"); err != nil {
		t.Fatal(err)
	}
	if n, err := in.Read(make([]byte, 2)); n != 1 || err != nil {
		t.Errorf("read %d bytes, %v", n, err)
	}
}

func TestNoThreadWaitsForStdin(t *testing.T) {
	near, far := socket(t)
	in, poll := polled(near, os.Stdout, os.Stderr)
	poll()
	if err := in.(*pollable).current().SetReadDeadline(time.Now().Add(time.Minute)); err != nil {
		t.Errorf("the runtime does not wait for it: %v", err)
	}
	wantOneByte(t, in, far)
}

func TestStdinIsGivenBackAsItWas(t *testing.T) {
	near, far := socket(t)
	in, poll := polled(near)
	poll()
	read := make(chan error)
	go func() {
		_, err := in.Read(make([]byte, 1))
		read <- err
	}()
	if err := in.Close(); err != nil {
		t.Fatal(err)
	}
	if err := <-read; err == nil {
		t.Error("something was read")
	}
	if neverWaits(near) {
		t.Error("who reads next does not wait")
	}
	wantOneByte(t, near, far)
}

// TestStdinWaitsUntilItIsPolled reads before and after, and polls while a read waits.
func TestStdinWaitsUntilItIsPolled(t *testing.T) {
	near, far := socket(t)
	in, poll := polled(near)
	wantOneByte(t, in, far)
	if neverWaits(near) {
		t.Error("who reads next does not wait, if the process is ended now")
	}
	read := make(chan error)
	go func() {
		_, err := in.Read(make([]byte, 1))
		read <- err
	}()
	poll()
	poll()
	if _, err := far.WriteString("x"); err != nil {
		t.Fatal(err)
	}
	if err := <-read; err != nil {
		t.Error(err)
	}
	wantOneByte(t, in, far)
	if err := in.Close(); err != nil || neverWaits(near) {
		t.Errorf("it was not left as it was: %v", err)
	}
	if poll(); neverWaits(near) {
		t.Error("it is polled after it was closed")
	}
}

// TestStdinMayHaveBeenPolledBefore begins with a file as another program leaves it that has polled it.
// TestStdinIsPolledAsAReadBegins has a read begin with the stream as it was before, and end when its time is up.
func TestStdinIsPolledAsAReadBegins(t *testing.T) {
	near, _ := socket(t)
	in, poll := polled(near)
	p := in.(*pollable)
	before := p.current()
	poll()
	if err := p.current().SetReadDeadline(time.Now()); err != nil {
		t.Fatal(err)
	}
	if _, err := p.readFrom(before, make([]byte, 1)); !errors.Is(err, os.ErrDeadlineExceeded) {
		t.Errorf("the read did not wait: %v", err)
	}
	in.Close()
}

func TestStdinMayHaveBeenPolledBefore(t *testing.T) {
	near, far := socket(t)
	fd, err := unix.Dup(int(near.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	if err := unix.SetNonblock(fd, true); err != nil {
		t.Fatal(err)
	}
	inherited := os.NewFile(uintptr(fd), "inherited")
	defer inherited.Close()
	in, poll := polled(inherited)
	poll()
	wantOneByte(t, in, far)
	if err := in.Close(); err != nil || !neverWaits(near) {
		t.Errorf("it was not left as it was: %v", err)
	}
}

func TestAStreamThatIsAlsoWrittenToStaysAsItIs(t *testing.T) {
	near, _ := socket(t)
	fd, err := unix.Dup(int(near.Fd()))
	if err != nil {
		t.Fatal(err)
	}
	out := os.NewFile(uintptr(fd), "out")
	defer out.Close()
	in, poll := polled(near, out)
	if poll(); neverWaits(out) || in.(*pollable).current() != near {
		t.Error("writing does not wait for who reads any more")
	}
}

func TestStdinIsPolledOnceSignalsAreWatched(t *testing.T) {
	near, _ := socket(t)
	watched := false
	env := environment{in: near, out: discard{}, err: io.Discard, watchSignals: func(ready func()) {
		watched = !neverWaits(near)
		ready()
	}}
	in, out := env.streams()
	defer in.Close()
	if _, err := out.Write([]byte("x")); err != nil || !watched || !neverWaits(near) {
		t.Errorf("%v; stdin waited until then: %v, and does now: %v", err, watched, !neverWaits(near))
	}
}
