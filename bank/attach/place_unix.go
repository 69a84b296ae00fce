//go:build darwin || dragonfly || freebsd || linux || netbsd || openbsd

package attach

import (
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"syscall"
)

const supported = true

func usualRuntimeDir() string { return filepath.Join("/run/user", strconv.Itoa(os.Getuid())) }

// isPrivate returns an error unless a place is a folder that only this user can look into.
func isPrivate(place string) error {
	info, err := os.Lstat(place)
	if err != nil {
		return err
	}
	stat, ok := info.Sys().(*syscall.Stat_t)
	switch {
	case !info.IsDir():
		return fmt.Errorf("%q is no folder", place)
	case !ok || int(stat.Uid) != os.Getuid():
		return fmt.Errorf("%q belongs to another user", place)
	case info.Mode().Perm()&0o077 != 0:
		return fmt.Errorf("%q is open to other users: want mode 0700, not %04o", place, info.Mode().Perm())
	}
	return nil
}
