package main

import (
	"context"
	"fmt"
	"io"
	"slices"
	"strings"

	"cortex/bank"
	"cortex/rules"
)

const byteOrderMark = "\ufeff"

// variants are the forms in which every bank's fixes are checked.
var variants = []struct {
	name string
	of   func(text string) string
}{
	{"as it is", func(text string) string { return text }},
	{"with CRLF", func(text string) string {
		return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\n", "\r\n")
	}},
	{"with a BOM", func(text string) string { return byteOrderMark + strings.TrimPrefix(text, byteOrderMark) }},
}

// checkFixes checks in memory that the safe fixes of every workspace come to an end, leave none behind, do
// nothing the second time and keep line ends and byte order marks. It returns an error if they do not.
func checkFixes(ctx context.Context, w io.Writer, all []workspace) error {
	fixes, failures := 0, 0
	for _, ws := range all {
		for _, v := range variants {
			c := fixCheck{folder: ws.folder}
			if err := c.run(ctx, v.of); err != nil {
				return fmt.Errorf("fixing %q %s: %w", ws.name, v.name, err)
			}
			for _, f := range c.failures {
				fmt.Fprintf(w, "%s %s: %s\n", ws.name, v.name, f)
			}
			fixes, failures = fixes+c.fixes, failures+len(c.failures)
		}
	}
	fmt.Fprintf(w, "%d workspaces in %d forms, %d safe fixes, %d failures\n", len(all), len(variants), fixes, failures)
	if failures > 0 {
		return fmt.Errorf("%d failures", failures)
	}
	return nil
}

// fixCheck fixes one workspace in one form, by texts that are open as in an editor.
type fixCheck struct {
	folder   *bank.Folder
	opened   []string
	fixes    int
	failures []string
}

func (c *fixCheck) run(ctx context.Context, of func(string) string) error {
	defer c.close()
	before := c.folder.Snapshot()
	for _, b := range before.Banks() {
		for _, path := range b.Paths {
			if f := before.File(path); f != nil && f.Err() == nil && of(f.Text()) != f.Text() {
				c.open(path, of(f.Text()))
			}
		}
	}
	first, err := c.folder.Snapshot().Fix(ctx, bank.FixOptions{})
	if err != nil {
		return err
	}
	c.judge(first)
	for _, change := range first.Changes {
		if change.New != nil {
			c.open(change.Path, *change.New)
		}
	}
	second, err := c.folder.Snapshot().Fix(ctx, bank.FixOptions{})
	if err != nil {
		return err
	}
	for _, change := range second.Changes {
		c.fail("%s: changed once more by %v", change.Path, second.Fixed)
	}
	return nil
}

// judge looks at the result of fixing for the first time.
func (c *fixCheck) judge(r *bank.FixResult) {
	if !r.Converged {
		c.fail("the fixes do not come to an end: %v", r.Fixed)
	}
	for _, n := range r.Fixed {
		c.fixes += n
	}
	for _, d := range r.Left.All() {
		if slices.ContainsFunc(d.Fixes, func(f rules.Fix) bool { return f.Safe }) {
			c.fail("%s: a safe fix of %s is left: %s", d.Path, d.Rule, d.Message)
		}
	}
	for _, change := range r.Changes {
		switch {
		case change.New == nil:
			c.fail("%s: taken away by a safe fix", change.Path)
		case change.Old != nil && !formOf(*change.Old).keptBy(formOf(*change.New)):
			c.fail("%s: the line ends or the byte order mark are not kept", change.Path)
		}
	}
}

func (c *fixCheck) fail(format string, args ...any) {
	c.failures = append(c.failures, fmt.Sprintf(format, args...))
}

func (c *fixCheck) open(path, text string) {
	c.opened = append(c.opened, path)
	c.folder.Apply(bank.Change{Kind: bank.Edited, Path: path, Text: text})
}

func (c *fixCheck) close() {
	for _, path := range c.opened {
		c.folder.Apply(bank.Change{Kind: bank.Closed, Path: path})
	}
}

// textForm is what fixes must keep of a text.
type textForm struct {
	mark bool
	// lineEnd is "" for a text that mixes them.
	lineEnd string
}

func (f textForm) keptBy(g textForm) bool {
	return f.mark == g.mark && (f.lineEnd == "" || f.lineEnd == g.lineEnd)
}

func formOf(text string) textForm {
	f := textForm{mark: strings.HasPrefix(text, byteOrderMark)}
	switch {
	case !strings.Contains(text, "\r"):
		f.lineEnd = "\n"
	case strings.Count(text, "\n") == strings.Count(text, "\r\n"):
		f.lineEnd = "\r\n"
	}
	return f
}
