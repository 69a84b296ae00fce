package main

import (
	"io"
	"os"
	"os/signal"
	"sync"
	"syscall"

	"github.com/spf13/cobra"
)

// watchSignals calls interrupt when the process is asked to end. It lives as long as the process.
func watchSignals(interrupt func()) {
	signals := make(chan os.Signal, 1)
	signal.Notify(signals, os.Interrupt, syscall.SIGTERM)
	<-signals
	interrupt()
}

// interruptible has the context of the commands end when the process is asked to.
func (e environment) interruptible() {
	if e.watchSignals != nil {
		e.watchSignals()
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

// outOfServer is where a server speaks. The process may be ended by signals until the first answer: before that there is nothing to
// tidy up, and the threads with which the runtime watches for signals take a tenth of the time to that answer.
func (e environment) outOfServer() io.WriteCloser {
	return &spoken{WriteCloser: e.out, then: e.interruptible}
}

// untilItSpeaks is the PersistentPreRun of such a server.
func untilItSpeaks(*cobra.Command, []string) {}
