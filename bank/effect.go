package bank

import (
	"context"
	"io/fs"
	"maps"
	"path"
	"slices"

	"cortex/rules"
)

// Effect is what changes do to a workspace, found out before anything is written.
type Effect struct {
	// Files are the files that change, in the order of the changes.
	Files []FileEffect
	// New are the diagnostics that the changes cause, of After; Resolved those that they mend, of the snapshot before. Both are
	// sorted by path and position.
	New, Resolved []rules.Diagnostic
	// After is the folder with the changes. It is nil where they move or make a bank: then nothing is judged.
	After *Snapshot
}

// FileEffect is what happens to one file.
type FileEffect struct {
	// Path is where the file is, To where it is renamed to, if it is.
	Path, To string
	// Before and After identify the texts, as HashOf does; "" for none, and for what is only renamed.
	Before, After string
	// Diff is the unified diff, which adds and removes so many lines.
	Diff           string
	Added, Removed int
}

// Effect judges changes on a snapshot of its own.
func (s *Snapshot) Effect(ctx context.Context, changes []FileChange) (*Effect, error) {
	e := &Effect{}
	for _, c := range changes {
		f := FileEffect{Path: c.Path, To: c.To}
		if c.To == "" {
			var err error
			if f.Diff, f.Added, f.Removed, err = diffOf(c.Path, c.Old, c.New); err != nil {
				return nil, err
			}
			f.Before, f.After = hashOf(c.Old), hashOf(c.New)
		}
		e.Files = append(e.Files, f)
	}
	if e.After = s.rehearse(changes); e.After == nil {
		return e, nil
	}
	before, err := s.Check(ctx, nil)
	if err != nil {
		return nil, err
	}
	after, err := e.After.Check(ctx, nil)
	if err != nil {
		return nil, err
	}
	e.compare(s, before, after, changes)
	return e, nil
}

func hashOf(text *string) string {
	if text == nil {
		return ""
	}
	return HashOf(*text)
}

// rehearse returns the snapshot after changes, nil where they move or make a bank, which only a look at the disk can tell.
func (s *Snapshot) rehearse(changes []FileChange) *Snapshot {
	texts := map[string]*string{}
	for _, c := range changes {
		if c.To == "" {
			texts[c.Path] = c.New
			if c.New != nil && s.BankOf(c.Path) == nil && isMarkdown(c.Path) {
				return nil
			}
		}
	}
	for _, c := range changes {
		if c.To == "" {
			continue
		}
		if slices.ContainsFunc(s.banks, func(b *Bank) bool { return Below(b.Root, c.Path) }) || !s.move(c, texts) {
			return nil
		}
	}
	return s.with(texts)
}

// mostMoved bounds how many files a folder may hold that is renamed in a rehearsal.
const mostMoved = 10_000

// move moves a file, or all that is in a folder, within the texts. It is false for too much.
func (s *Snapshot) move(c FileChange, texts map[string]*string) bool {
	files, done, err := s.open()
	if err != nil {
		return false
	}
	defer done()
	var found []string
	err = fs.WalkDir(files, c.Path, func(p string, e fs.DirEntry, err error) error {
		switch {
		case err != nil:
			return err
		case e.IsDir() && skipFolder(path.Base(p)):
			return fs.SkipDir
		case len(found) == mostMoved:
			return fs.ErrInvalid
		case !e.IsDir():
			found = append(found, p)
		}
		return nil
	})
	if err != nil {
		return false
	}
	for _, p := range found {
		text, changed := texts[p]
		if !changed {
			text = textAt(s, p)
		}
		if text == nil {
			text = new(string) // that it is there is all that counts
		}
		texts[p], texts[c.To+p[len(c.Path):]] = nil, text
	}
	return true
}

// compare finds what the changes cause and what they mend.
func (e *Effect) compare(s *Snapshot, before, after *Results, changes []FileChange) {
	moved := moves{}
	for _, c := range changes {
		if c.To != "" {
			moved = append(moved, Renaming{c.Path, c.To})
		}
	}
	was := map[string]string{} // the path before, by the path after
	for p := range before.Found.All() {
		was[moved.renamed(p)] = p
	}
	for p := range after.Found.All() {
		if _, known := was[p]; !known {
			was[p] = p
		}
	}
	for _, p := range slices.Sorted(maps.Keys(was)) {
		shift := shiftBetween(textAt(s, was[p]), textAt(e.After, p))
		caused, mended := compareDiagnostics(before.Found.In(was[p]), after.Found.In(p), shift)
		e.New, e.Resolved = append(e.New, caused...), append(e.Resolved, mended...)
	}
}
