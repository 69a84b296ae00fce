//go:build !(darwin || dragonfly || freebsd || linux || netbsd || openbsd)

package attach

import "errors"

const supported = false

func usualRuntimeDir() string { return "" }

func isPrivate(string) error { return errors.ErrUnsupported }
