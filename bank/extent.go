package bank

import (
	"path"
	"slices"
)

// Extent is what of a workspace is searched for banks: these folders with all that is below them, "." for the files directly in
// the workspace. Nil is all of it. Beyond it nothing is listed or read; links that lead there are followed by a look at what they name.
type Extent []string

// With returns what one of two searches covers.
func (e Extent) With(o Extent) Extent {
	if e == nil || o == nil {
		return nil
	}
	both := slices.Concat(e, o)
	slices.Sort(both)
	return slices.Compact(both)
}

// lists tells whether a folder is searched.
func (e Extent) lists(folder string) bool {
	return e == nil || slices.ContainsFunc(e, func(root string) bool { return folder == root || root != "." && Below(folder, root) })
}

// Listed returns how many folders of the workspace have been searched.
func (s *Snapshot) Listed() int { return len(s.disk.layout.folders) }

// Extent returns what of the workspace is searched.
func (s *Snapshot) Extent() Extent { return s.extent }

// Searches tells whether the file at a path would be seen if it were one of a bank, whatever leaves it out.
func (s *Snapshot) Searches(p string) bool { return s.extent.lists(path.Dir(p)) }
