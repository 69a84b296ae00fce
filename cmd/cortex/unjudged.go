package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"

	"cortex/bank"
)

// unjudged returns an error for everything that was named and holds no file
// that Cortex judges, nil if there is no such thing: a run that judges nothing
// must not look like a clean one.
func (t target) unjudged(env environment, s *bank.Snapshot) error {
	var errs []error
	files := t.files(s)
	for _, p := range t.paths {
		judged := s.HasSettings(p)
		for _, f := range files {
			judged = judged || below(f, p)
		}
		if !judged {
			errs = append(errs, t.whyUnjudged(env, s, p))
		}
	}
	return errors.Join(errs...)
}

func (t target) whyUnjudged(env environment, s *bank.Snapshot, path string) error {
	abs := filepath.Join(t.root, filepath.FromSlash(path))
	shown := env.display(abs)
	config := env.display(filepath.Join(t.root, bank.ConfigFile))
	info, err := os.Stat(abs)
	switch {
	case err == nil && !info.IsDir():
		return fmt.Errorf("%q is not judged: %s", shown, s.WhyUnjudged(path))
	case !readable(abs):
		return fmt.Errorf("the content of %q cannot be listed", shown)
	case s.BankOf(path) != nil:
		return fmt.Errorf("%q holds no Markdown file of a memory bank", shown)
	}
	return fmt.Errorf("no memory bank in %q\n"+
		"  a memory bank is a folder such as memory-bank/ with files like activeContext.md and progress.md\n"+
		"  if yours is named otherwise, write into %s: banks: [path/to/folder]", shown, config)
}

// readable tells whether the content of a folder can be listed.
func readable(folder string) bool {
	f, err := os.Open(folder)
	if err != nil {
		return false
	}
	defer f.Close()
	_, err = f.ReadDir(1)
	return err == nil || errors.Is(err, io.EOF)
}
