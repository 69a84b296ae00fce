package bank

import (
	"context"
	"slices"

	"cortex/rules"
)

// Proposal is the judgement of a text that nobody has written yet.
type Proposal struct {
	// Snapshot is the folder with that text. It belongs to no folder, and nothing is written.
	Snapshot *Snapshot
	// Own are the diagnostics of the file, in order of position; Caused are those of other files that there
	// were none of before, in order of path and position.
	Own, Caused []rules.Diagnostic
}

// Propose judges a text in place of that of the file at a path, which need not exist. False tells that such a file would
// be of no bank. The error is ctx's.
func (s *Snapshot) Propose(ctx context.Context, path, text string) (*Proposal, bool, error) {
	next := s.with(map[string]*string{path: &text})
	if !next.Judges(path) {
		return nil, false, nil
	}
	before, err := s.Check(ctx, nil)
	if err != nil {
		return nil, false, err
	}
	after, err := next.Check(ctx, nil)
	if err != nil {
		return nil, false, err
	}
	p := &Proposal{Snapshot: next, Own: slices.Clone(after.Found.In(path))}
	for _, d := range after.All() {
		if d.Path != path && !slices.ContainsFunc(before.Found.In(d.Path), func(b rules.Diagnostic) bool { return b.Rule == d.Rule && b.Message == d.Message }) {
			p.Caused = append(p.Caused, d)
		}
	}
	return p, true, nil
}
