package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"cortex/bank"
)

// unjudged returns an error for everything that was named and holds no file
// that Cortex judges, nil if there is no such thing: a run that judges nothing
// must not look like a clean one.
func (t target) unjudged(env environment, s *bank.Snapshot) error {
	var errs []error
	for _, p := range t.paths {
		judged := slices.ContainsFunc(s.Banks(), func(b *bank.Bank) bool {
			return slices.ContainsFunc(b.Paths, func(f string) bool { return bank.Below(f, p) })
		})
		if !judged && !s.HasSettings(p) {
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
	return fmt.Errorf("no memory bank in %q\n%s", shown, noBankHelp(s.Config(), config))
}

// noBankHelp says what to do about a folder without banks. Shown is how the configuration is called.
func noBankHelp(config *bank.Config, shown string) string {
	if len(config.Banks) > 0 {
		return fmt.Sprintf("  \"banks\" in %s counts, which names %s: add the folder, or take \"banks\" out to have banks recognised",
			shown, strings.Join(config.Banks, ", "))
	}
	help := fmt.Sprintf("  a memory bank is a folder such as memory-bank/ with files like activeContext.md and progress.md\n"+
		"  if yours is named otherwise, write into %s: banks: [path/to/folder]\n"+
		"  to start one: cortex init", shown)
	if len(config.Exclude) > 0 {
		help += fmt.Sprintf("\n  left out by \"exclude\" in %s: %s", shown, strings.Join(config.Exclude, ", "))
	}
	return help
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
