package main

import (
	"io"
	"os"
	"path/filepath"

	"golang.org/x/term"
)

// environment is all that a command takes from the process it runs in.
type environment struct {
	in  io.ReadCloser
	out io.WriteCloser
	err io.Writer
	// dir is the absolute path that relative arguments start from.
	dir string
	// lookupEnv reads an environment variable, as os.LookupEnv does.
	lookupEnv func(name string) (string, bool)
	// inTerminal, outTerminal and errTerminal tell which streams a person reads or types on.
	inTerminal, outTerminal, errTerminal bool
	// cacheDir is the folder of the cache, "" for none.
	cacheDir string
	// watchSignals has the context end when the process is asked to end, and calls watched when it will; nil where there is no process.
	watchSignals func(watched func())
	// width is the number of columns of the terminal behind out, 0 if unknown.
	width int
}

// processEnvironment describes the running process.
func processEnvironment() environment {
	e := environment{
		in: os.Stdin, out: os.Stdout, err: os.Stderr,
		lookupEnv:   os.LookupEnv,
		cacheDir:    userCacheDir(),
		inTerminal:  isTerminal(os.Stdin),
		outTerminal: isTerminal(os.Stdout),
		errTerminal: isTerminal(os.Stderr),
	}
	// Without a working directory only absolute arguments make sense, and those do not need it.
	e.dir, _ = os.Getwd()
	if e.outTerminal {
		e.width, _, _ = term.GetSize(int(os.Stdout.Fd()))
	}
	return e
}

func isTerminal(f *os.File) bool { return term.IsTerminal(int(f.Fd())) }

// abs returns the absolute form of a path that the user typed.
func (e environment) abs(path string) string {
	if filepath.IsAbs(path) {
		return filepath.Clean(path)
	}
	return filepath.Join(e.dir, path)
}

// display returns an absolute path as the user would type it here: relative, unless that is longer.
func (e environment) display(path string) string {
	if rel, err := filepath.Rel(e.dir, path); err == nil && len(rel) <= len(path) {
		return rel
	}
	return path
}
