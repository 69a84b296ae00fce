package bank

import (
	"cmp"
	"context"
	"slices"

	"cortex/rules"
)

// Results are the diagnostics of one check. They are shared: do not change them.
type Results struct {
	// Found are the diagnostics of each file that has any.
	Found Found
	// Files counts the files judged; Checked those of them whose result was not reused.
	Files, Checked int
	// WantsCommits tells that rules asked what version control knows while that was not read yet:
	// a check after a change of kind InCommits says more.
	WantsCommits bool
	// Uninformed tells that there are results without it: a cache may have had all that were asked for.
	Uninformed bool
	// Cache tells what the cache was good for, nil if there is none.
	Cache *CacheUse
}

// All returns every diagnostic, sorted by path and position, in a slice of the caller's own.
func (r *Results) All() []rules.Diagnostic {
	var paths []string
	n := 0
	for p, found := range r.Found.All() {
		paths = append(paths, p)
		n += len(found)
	}
	slices.Sort(paths)
	all := make([]rules.Diagnostic, 0, n)
	for _, p := range paths {
		all = append(all, r.Found.In(p)...)
	}
	return all
}

// Check judges every bank, concurrently. Results of documents whose text,
// settings and looked-up neighbours are unchanged since an earlier check of the
// same folder are reused. Checks of one folder wait for one another. The error is ctx's.
func (s *Snapshot) Check(ctx context.Context, progress Progress) (*Results, error) {
	return s.ledger.check(ctx, s, progress, nil)
}

// inOrder sorts the diagnostics of one file.
func inOrder(found []rules.Diagnostic) []rules.Diagnostic {
	slices.SortStableFunc(found, func(a, b rules.Diagnostic) int {
		return cmp.Or(
			cmp.Compare(a.Span.Start, b.Span.Start),
			cmp.Compare(a.Span.End, b.Span.End),
			cmp.Compare(a.Rule, b.Rule),
		)
	})
	return found
}
