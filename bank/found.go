package bank

import (
	"iter"
	"maps"

	"cortex/rules"
)

// Found are the diagnostics of files. It is immutable and safe for concurrent use; the next one shares with it what has not
// changed, so that a keystroke costs the same in a bank where much is wrong. The zero value has none.
type Found struct {
	base *foundBase
	// recent has what differs from the base: nothing for a file that has no diagnostics any more.
	recent map[string][]rules.Diagnostic
}

// foundBase is not changed once it is made.
type foundBase struct{ byPath map[string][]rules.Diagnostic }

// mostRecent is how many files may differ from a base before another is made.
const mostRecent = 32

// NewFound returns diagnostics by path. The map must stay as it is.
func NewFound(byPath map[string][]rules.Diagnostic) Found { return Found{base: &foundBase{byPath}} }

// In returns the diagnostics of the file at a path, in order of position. A slice that did not change since an earlier check of
// the same folder is the same slice.
func (f Found) In(path string) []rules.Diagnostic {
	if found, known := f.recent[path]; known || f.base == nil {
		return found
	}
	return f.base.byPath[path]
}

// All yields the files that have diagnostics, in no order.
func (f Found) All() iter.Seq2[string, []rules.Diagnostic] {
	return func(yield func(string, []rules.Diagnostic) bool) {
		for p := range f.paths() {
			if found := f.In(p); len(found) > 0 && !yield(p, found) {
				return
			}
		}
	}
}

// paths yields those that there is anything about, once.
func (f Found) paths() iter.Seq[string] {
	return func(yield func(string) bool) {
		for p := range f.recent {
			if !yield(p) {
				return
			}
		}
		if f.base == nil {
			return
		}
		for p := range f.base.byPath {
			if _, known := f.recent[p]; !known && !yield(p) {
				return
			}
		}
	}
}

// Since yields, at least once, every file that has other diagnostics than it had.
func (f Found) Since(before Found) iter.Seq[string] {
	if f.base == before.base {
		f.base, before.base = nil, nil
	}
	return func(yield func(string) bool) {
		for _, all := range []Found{f, before} {
			for p := range all.paths() {
				if !yield(p) {
					return
				}
			}
		}
	}
}

// with returns f with other diagnostics of some files. The map is no longer the caller's.
func (f Found) with(others map[string][]rules.Diagnostic) Found {
	if len(others) == 0 {
		return f
	}
	if f.base == nil {
		maps.DeleteFunc(others, func(_ string, found []rules.Diagnostic) bool { return len(found) == 0 })
		return NewFound(others)
	}
	recent := make(map[string][]rules.Diagnostic, len(f.recent)+len(others))
	maps.Copy(recent, f.recent)
	maps.Copy(recent, others)
	next := Found{f.base, recent}
	if len(recent) > mostRecent {
		return NewFound(maps.Collect(next.All()))
	}
	return next
}
