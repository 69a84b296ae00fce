package main

import (
	"cmp"
	"fmt"
	"io"
	"maps"
	"path/filepath"
	"slices"
	"strings"

	"cortex/bank"
	"cortex/rules"
)

// fixPrinter says what "fix" did to one workspace.
type fixPrinter struct {
	env   environment
	style style
	root  string
	// args are what the user named in it.
	args []string
	// edited is what is said of files with another text, "fixed" if empty.
	edited string
}

// diff prints the changes as a unified diff: for a terminal, or if colours were
// asked for, as harmless text, else exact, as a patch has to be.
func (p fixPrinter) diff(r *bank.FixResult) error {
	for _, c := range r.Changes {
		text, err := bank.UnifiedDiff(filepath.ToSlash(p.shown(c.Path)), c.Old, c.New)
		if err != nil {
			return err
		}
		if p.env.outTerminal || p.style.on {
			text = p.paintDiff(text)
		}
		if _, err := io.WriteString(p.env.out, text); err != nil {
			return err
		}
	}
	return nil
}

func (p fixPrinter) paintDiff(text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		line = harmless(strings.TrimRight(line, "\r\n"))
		switch {
		case strings.HasPrefix(line, "+++"), strings.HasPrefix(line, "---"):
			line = p.style.paint(bold, line)
		case strings.HasPrefix(line, "+"):
			line = p.style.paint(green, line)
		case strings.HasPrefix(line, "-"):
			line = p.style.paint(red, line)
		case strings.HasPrefix(line, "@@"):
			line = p.style.paint(cyan, line)
		}
		b.WriteString(line + "\n")
	}
	return b.String()
}

// wrote says which changes are on disk, also if that is not all.
func (p fixPrinter) wrote(done []bank.FileChange, err error) error {
	for _, c := range done {
		line := p.verb(c) + " " + harmless(p.shown(c.Path))
		if c.To != "" {
			line += " to " + harmless(p.shown(c.To))
		}
		fmt.Fprintln(p.env.out, line)
	}
	return explainStale(err)
}

// report prints what was done and what is left. After a dry run it goes to
// stderr, so that stdout is a patch.
func (p fixPrinter) report(r *bank.FixResult, left []rules.Diagnostic, dryRun bool) {
	w := io.Writer(p.env.out)
	if dryRun {
		w = p.env.err
	}
	total, byRule := 0, []string(nil)
	for _, name := range slices.Sorted(maps.Keys(r.Fixed)) {
		total += r.Fixed[name]
		byRule = append(byRule, fmt.Sprintf("%s %d", name, r.Fixed[name]))
	}
	done := "fixed"
	if dryRun {
		done = "would fix"
	}
	if total == 0 {
		fmt.Fprintln(w, "nothing to fix")
	} else {
		fmt.Fprintf(w, "%s %s in %s (%s)\n", done, bank.Plural(total, "diagnostic"), bank.Plural(len(r.Changes), "file"), strings.Join(byRule, ", "))
	}
	if !r.Converged {
		fmt.Fprintln(w, "some fixes still lead to new ones: run the command again, and please report it if that goes on")
	}
	p.left(w, left, dryRun)
}

// left says how many diagnostics remain.
func (p fixPrinter) left(w io.Writer, left []rules.Diagnostic, dryRun bool) {
	var s summary
	for _, d := range left {
		if d.Severity >= rules.Information {
			s.count(d)
		}
	}
	switch counts := s.counts(); {
	case counts == "":
	case dryRun:
		fmt.Fprintf(w, "%s would be left\n", counts)
	default:
		fmt.Fprintf(w, "%s left: run %s to see\n", counts, repeated("cortex check", p.args))
	}
}

func (p fixPrinter) shown(path string) string {
	return p.env.display(filepath.Join(p.root, filepath.FromSlash(path)))
}

func (p fixPrinter) verb(c bank.FileChange) string {
	switch {
	case c.To != "":
		return "renamed"
	case c.Old == nil:
		return "created"
	case c.New == nil:
		return "removed"
	}
	return cmp.Or(p.edited, "fixed")
}
