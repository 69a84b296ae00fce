package main

import (
	"slices"

	"cortex/bank"
	"cortex/rules"
)

// report is what "check" prints.
type report struct {
	workspaces []workspaceReport
	summary    summary
}

// workspaceReport is the part of one workspace.
type workspaceReport struct {
	texts texts
	// listed are the diagnostics to print, sorted by path and position.
	listed []rules.Diagnostic
}

// add takes the results of one workspace, sorted by path, and lists those from least upwards.
func (r *report) add(t target, s *bank.Snapshot, diagnostics []rules.Diagnostic, least rules.Severity) {
	w := workspaceReport{texts: texts{s}}
	judged := t.files(s)
	r.summary.Files += len(judged)
	w.listed = make([]rules.Diagnostic, 0, len(diagnostics))
	for _, d := range diagnostics {
		if d.Severity < least {
			r.summary.Hidden++
			continue
		}
		r.summary.count(d)
		if n := len(w.listed); n == 0 || w.listed[n-1].Path != d.Path {
			r.summary.Affected++
			if _, is := slices.BinarySearch(judged, d.Path); !is {
				r.summary.Files++
			}
		}
		w.listed = append(w.listed, d)
	}
	r.workspaces = append(r.workspaces, w)
}
