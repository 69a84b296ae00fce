//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd || windows)

package bank

import "os"

// tryLock locks nothing: on a system without such locks only the comparison before a write guards against others.
func tryLock(*os.File) (bool, error) { return true, nil }
