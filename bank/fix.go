package bank

import (
	"context"
	"maps"
	"slices"

	"cortex/rules"
)

// maxFixPasses bounds how often Fix looks again: a fix may make another one possible, and
// two rules that disagree would go on for ever.
const maxFixPasses = 10

// FixOptions selects what Fix applies.
type FixOptions struct {
	// Paths limits fixes to diagnostics on these files; nil means all.
	Paths []string
	// Rules limits fixes to these rules; nil means all.
	Rules []string
	// Unsafe also applies the first fix of diagnostics that have no safe one.
	Unsafe bool
}

// FixResult is what Fix would change.
type FixResult struct {
	// Changes are sorted by path; at most one per file.
	Changes []FileChange
	// Fixed counts applied fixes by rule.
	Fixed map[string]int
	// Left are the diagnostics of the folder after the changes.
	Left *Results
	// Converged is false if the bound on passes was reached while fixes were still found.
	Converged bool
}

// FileChange is one file before and after. Old is nil for a file that is
// created, New nil for one that is gone. A fix that renames a document makes one of each;
// what is renamed whatever it holds, a folder or a picture, has To, its new path, and no texts.
type FileChange struct {
	Path     string
	Old, New *string
	To       string
	// Version is the number under which Write has kept what was there before, 0 for nothing.
	Version int
}

// Fix computes what applying fixes in bulk would change, without changing
// anything: it works on snapshots of its own until nothing more is found.
// Fixes that conflict wait for the next pass.
func (s *Snapshot) Fix(ctx context.Context, opts FixOptions) (*FixResult, error) {
	r := &FixResult{Fixed: map[string]int{}}
	now := s
	for range maxFixPasses {
		left, err := now.Check(ctx, nil)
		if err != nil {
			return nil, err
		}
		r.Left = left
		p := newFixPass(now, opts.choose(left))
		if len(p.texts) == 0 {
			r.Converged = true
			break
		}
		for _, f := range p.applied {
			r.Fixed[f.rule]++
		}
		now = now.with(p.texts)
	}
	if !r.Converged {
		left, err := now.Check(ctx, nil)
		if err != nil {
			return nil, err
		}
		r.Left = left
		r.Converged = len(newFixPass(now, opts.choose(left)).texts) == 0
	}
	r.Changes = changesBetween(s, now)
	return r, nil
}

// chosenFix is a fix to apply and the rule it serves.
type chosenFix struct {
	rules.Fix
	rule string
}

// choose returns one fix for every diagnostic that the options select and that has a suitable one.
func (o FixOptions) choose(r *Results) []chosenFix {
	var chosen []chosenFix
	for _, d := range r.All() {
		if o.Paths != nil && !slices.Contains(o.Paths, d.Path) || o.Rules != nil && !slices.Contains(o.Rules, d.Rule) {
			continue
		}
		i := slices.IndexFunc(d.Fixes, func(f rules.Fix) bool { return f.Safe })
		if i < 0 && o.Unsafe {
			i = 0
		}
		if i >= 0 && i < len(d.Fixes) {
			chosen = append(chosen, chosenFix{d.Fixes[i], d.Rule})
		}
	}
	return chosen
}

// changesBetween compares the texts of two snapshots of which the second was made from the first by with.
func changesBetween(from, to *Snapshot) []FileChange {
	var changes []FileChange
	for _, p := range slices.Sorted(maps.Keys(to.overlay)) {
		before, after := textAt(from, p), textAt(to, p)
		if before == nil && after == nil || before != nil && after != nil && *before == *after {
			continue
		}
		changes = append(changes, FileChange{Path: p, Old: before, New: after})
	}
	return changes
}

// textAt returns the text of a file, nil if there is none.
func textAt(s *Snapshot, p string) *string {
	if f := s.File(p); f != nil && f.Err() == nil {
		text := f.Text()
		return &text
	}
	return nil
}
