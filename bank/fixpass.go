package bank

import (
	"slices"

	"cortex/markdown"
	"cortex/rules"
)

// fixPass applies as many fixes as go together to the texts of one snapshot. A
// fix is applied whole or not at all.
type fixPass struct {
	snapshot *Snapshot
	// applied are the fixes that were taken, texts the files they change: nil for one that is renamed away.
	applied []chosenFix
	texts   map[string]*string
}

func newFixPass(s *Snapshot, chosen []chosenFix) *fixPass {
	p := &fixPass{snapshot: s, texts: map[string]*string{}}
	moves := func(f chosenFix) bool {
		return slices.ContainsFunc(f.Changes, func(c rules.Change) bool { return c.Create != nil || c.Rename != "" })
	}
	p.edit(slices.DeleteFunc(slices.Clone(chosen), moves))
	for _, f := range chosen {
		if moves(f) {
			p.move(f)
		}
	}
	return p
}

// edit applies the fixes that only edit. One that conflicts with another in any
// file is left for the next pass, and what it blocked elsewhere gets its turn.
func (p *fixPass) edit(fixes []chosenFix) {
	for {
		refused, texts := p.merge(fixes)
		if len(refused) == 0 {
			p.applied, p.texts = fixes, texts
			return
		}
		var rest []chosenFix
		for i, f := range fixes {
			if !refused[i] {
				rest = append(rest, f)
			}
		}
		fixes = rest
	}
}

// merge joins the edits per file. It returns the fixes, by index, that conflict with one before them
// or change nothing, and the new texts, which hold if there are none.
func (p *fixPass) merge(fixes []chosenFix) (refused map[int]bool, texts map[string]*string) {
	type editSet struct {
		fix   int
		edits []markdown.Edit
	}
	refused, texts = map[int]bool{}, map[string]*string{}
	byPath := map[string][]editSet{}
	for i, f := range fixes {
		for _, c := range f.Changes {
			byPath[c.Path] = append(byPath[c.Path], editSet{i, c.Edits})
		}
	}
	for path, sets := range byPath {
		var edits [][]markdown.Edit
		for _, s := range sets {
			edits = append(edits, s.edits)
		}
		merged, conflicts := markdown.Merge(edits...)
		for _, i := range conflicts {
			refused[sets[i].fix] = true
		}
		text, ok := p.edited(path, merged)
		if !ok {
			for _, s := range sets {
				refused[s.fix] = true
			}
			continue
		}
		texts[path] = &text
	}
	return refused, texts
}

// edited returns the text of a file after edits, false if that is no change.
func (p *fixPass) edited(path string, edits []markdown.Edit) (string, bool) {
	before := textAt(p.snapshot, path)
	if before == nil {
		return "", false
	}
	after, err := markdown.Apply(*before, edits)
	return after, err == nil && after != *before
}

// move applies a fix that creates or renames files, unless another fix of this pass has
// changed one of them.
func (p *fixPass) move(f chosenFix) {
	texts := map[string]*string{}
	for _, c := range f.Changes {
		if !p.change(c, texts) {
			return
		}
	}
	for path, text := range texts {
		p.texts[path] = text
	}
	p.applied = append(p.applied, f)
}

// change makes one change of a fix; texts hold what the fix has changed before it.
func (p *fixPass) change(c rules.Change, texts map[string]*string) bool {
	if p.taken(c.Path, nil) || c.Rename != "" && !p.free(c.Rename, texts) {
		return false
	}
	switch {
	case c.Create != nil:
		if !p.free(c.Path, texts) {
			return false
		}
		texts[c.Path] = c.Create
		return true
	case c.Rename != "":
		text := p.text(c.Path, texts)
		texts[c.Path], texts[c.Rename] = nil, text
		return text != nil
	}
	text := p.text(c.Path, texts)
	if text == nil {
		return false
	}
	after, err := markdown.Apply(*text, c.Edits)
	texts[c.Path] = &after
	return err == nil
}

func (p *fixPass) text(path string, texts map[string]*string) *string {
	if text, ok := texts[path]; ok {
		return text
	}
	return textAt(p.snapshot, path)
}

// free tells whether nothing stands at path, neither now nor after what this pass has changed.
func (p *fixPass) free(path string, texts map[string]*string) bool {
	return !p.taken(path, texts) && p.snapshot.stat(path) == rules.NoFile
}

func (p *fixPass) taken(path string, texts map[string]*string) bool {
	_, inPass := p.texts[path]
	_, inFix := texts[path]
	return inPass || inFix
}
