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

// add takes the results of one workspace and lists those from least upwards.
func (r *report) add(t target, s *bank.Snapshot, diagnostics []rules.Diagnostic, least rules.Severity) {
	w := workspaceReport{texts: texts{s}}
	judged, affected, others := t.files(s), map[string]bool{}, map[string]bool{}
	for _, d := range diagnostics {
		if d.Severity < least {
			r.summary.Hidden++
			continue
		}
		r.summary.count(d)
		affected[d.Path] = true
		if _, is := slices.BinarySearch(judged, d.Path); !is {
			others[d.Path] = true
		}
		w.listed = append(w.listed, d)
	}
	r.summary.Files += len(judged) + len(others)
	r.summary.Affected += len(affected)
	r.workspaces = append(r.workspaces, w)
}
