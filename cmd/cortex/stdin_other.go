//go:build !unix

package main

import "io"

// polled returns in: only Unix tells when there is something to read.
func polled(in io.ReadCloser, _ ...any) io.ReadCloser { return in }
