package main

import (
	"cmp"
	"context"
	"fmt"
	"os"
	"path/filepath"
	"slices"
	"time"

	"cortex/bank"
	"cortex/markdown"
	"cortex/rules"
)

// workspace is one judged repository.
type workspace struct {
	name   string
	folder *bank.Folder
	// snapshot is the state on disk.
	snapshot    *bank.Snapshot
	diagnostics []rules.Diagnostic
	files       int
	// took is the time of reading and checking everything.
	took time.Duration
	// timings are per file, slowest first; empty unless they were asked for.
	timings []timing
}

// timing is how long it took to check again after one file had changed.
type timing struct {
	path string
	size int
	took time.Duration
}

// judgeAll judges each folder in dir as a workspace, one after the other.
func judgeAll(ctx context.Context, dir string, timed bool) ([]workspace, error) {
	dir, err := filepath.Abs(dir)
	if err != nil {
		return nil, err
	}
	entries, err := os.ReadDir(dir)
	if err != nil {
		return nil, err
	}
	var all []workspace
	for _, e := range entries {
		if !e.IsDir() {
			continue
		}
		w, err := judge(ctx, filepath.Join(dir, e.Name()), timed)
		if err != nil {
			return nil, fmt.Errorf("judging %q: %w", e.Name(), err)
		}
		all = append(all, w)
	}
	return all, nil
}

func judge(ctx context.Context, root string, timed bool) (workspace, error) {
	w := workspace{name: filepath.Base(root)}
	start := time.Now()
	var err error
	if w.folder, err = bank.Open(ctx, root, bank.ScanOptions{}); err != nil {
		return w, err
	}
	if w.snapshot, err = w.folder.Inform(ctx, nil); err != nil {
		return w, err
	}
	results, err := w.snapshot.Check(ctx, nil)
	if err != nil {
		return w, err
	}
	w.took = time.Since(start)
	w.files = results.Files
	w.diagnostics = results.All()
	if timed {
		w.timings, err = timeFiles(ctx, w.folder)
	}
	return w, err
}

// timeFiles changes each file in turn, as an editor does, and times the check that follows.
func timeFiles(ctx context.Context, folder *bank.Folder) ([]timing, error) {
	var timings []timing
	for _, b := range folder.Snapshot().Banks() {
		for _, path := range b.Paths {
			f := folder.Snapshot().File(path)
			if f == nil || f.Err() != nil {
				continue
			}
			start := time.Now()
			s := folder.Apply(bank.Change{Kind: bank.Edited, Path: path, Text: f.Text() + "\n"})
			if _, err := s.Check(ctx, nil); err != nil {
				return nil, err
			}
			timings = append(timings, timing{path, len(f.Text()), time.Since(start)})
			folder.Apply(bank.Change{Kind: bank.Closed, Path: path})
		}
	}
	slices.SortFunc(timings, func(a, b timing) int { return cmp.Compare(b.took, a.took) })
	return timings, nil
}

// bankOf names the bank of a diagnostic uniquely over all workspaces; files in
// no bank, such as the configuration, count for the workspace.
func (w workspace) bankOf(d rules.Diagnostic) string {
	if b := w.snapshot.BankOf(d.Path); b != nil {
		return w.name + "/" + b.Root
	}
	return w.name
}

// lines returns the first and last line that a place covers, from 1.
func (w workspace) lines(path string, span markdown.Span) (first, last int) {
	f := w.snapshot.File(path)
	if f == nil {
		return 1, 1
	}
	end := max(span.Start, span.End-1)
	return f.Lines().OffsetLine(span.Start) + 1, f.Lines().OffsetLine(end) + 1
}

// covers tells whether a place covers a line of a file.
func (w workspace) covers(r rules.Related, path string, line int) bool {
	first, last := w.lines(r.Path, r.Span)
	return r.Path == path && first <= line && line <= last
}
