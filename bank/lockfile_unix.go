//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package bank

import (
	"errors"
	"os"
	"syscall"
)

// tryLock locks a file unless somebody else has: the lock belongs to the opened file, and ends with it.
func tryLock(f *os.File) (bool, error) {
	err := syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) || errors.Is(err, syscall.EINTR) {
		return false, nil
	}
	return err == nil, err
}
