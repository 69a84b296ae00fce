//go:build unix

package rules

import (
	"syscall"
	"time"
)

// processorTime returns how long processors have worked for this process, whatever else they do.
func processorTime() time.Duration {
	var used syscall.Rusage
	if err := syscall.Getrusage(syscall.RUSAGE_SELF, &used); err != nil {
		panic(err)
	}
	return time.Duration(used.Utime.Nano() + used.Stime.Nano())
}
