package main

import (
	"io"
	"os"
	"os/signal"
	"sync"
	"syscall"

	"github.com/spf13/cobra"
)

// watchSignals calls interrupt when the process is asked to end, and watched when that is certain from then on. It lives as long as the process.
func watchSignals(interrupt, watched func()) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	watched()
	<-signals
	interrupt()
}

// interruptible has the context of the commands end when the process is asked to, and calls watched when that is certain.
func (e environment) interruptible(watched func()) {
	if e.watchSignals != nil {
		e.watchSignals(watched)
	}
}

// spoken calls then when something has been written for the first time.
type spoken struct {
	io.WriteCloser
	once sync.Once
	then func()
}

func (s *spoken) Write(p []byte) (int, error) {
	defer s.once.Do(s.then)
	return s.WriteCloser.Write(p)
}

// streams are where a server listens and speaks. The process may be ended by signals until the first answer: before that there is nothing to
// tidy up, which is why stdin stays as it is until then, and the threads with which the runtime watches for signals take a tenth of the time
// to that answer.
func (e environment) streams() (io.ReadCloser, io.WriteCloser) {
	in, poll := polled(e.in, e.out, e.err)
	return in, &spoken{WriteCloser: e.out, then: func() { e.interruptible(poll) }}
}

// untilItSpeaks is the PersistentPreRun of such a server.
func untilItSpeaks(*cobra.Command, []string) {}
