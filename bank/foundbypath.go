package bank

import (
	"slices"
	"strings"

	"cortex/rules"
)

// foundByPath are the diagnostics of one result, in order of their paths. Those of a document are nearly always on its own path.
type foundByPath []foundIn

type foundIn struct {
	path  string
	found []rules.Diagnostic
}

func (f foundIn) compare(o foundIn) int { return strings.Compare(f.path, o.path) }

// newFoundByPath sorts diagnostics by path. Those of a document are one run, which is not copied.
func newFoundByPath(found []rules.Diagnostic) foundByPath {
	var runs foundByPath
	for len(found) > 0 {
		p, n := found[0].Path, 1
		for n < len(found) && found[n].Path == p {
			n++
		}
		runs = append(runs, foundIn{p, found[:n:n]})
		found = found[n:]
	}
	slices.SortStableFunc(runs, foundIn.compare)
	all := runs[:0]
	for _, r := range runs {
		if last := len(all) - 1; last >= 0 && all[last].path == r.path {
			all[last].found = append(slices.Clip(all[last].found), r.found...)
		} else {
			all = append(all, r)
		}
	}
	return all
}

// in returns the diagnostics on a path.
func (f foundByPath) in(p string) []rules.Diagnostic {
	i, found := slices.BinarySearchFunc(f, p, func(f foundIn, p string) int { return strings.Compare(f.path, p) })
	if !found {
		return nil
	}
	return f[i].found
}

// foundPacker copies diagnostics that nobody has seen yet into a few pieces: when the ledger rests it is too late, since others hold on
// to them.
type foundPacker struct {
	paths       pieces[foundIn]
	diagnostics pieces[rules.Diagnostic]
	related     pieces[rules.Related]
	fixes       pieces[rules.Fix]
	changes     pieces[rules.Change]
	// texts are those of the copies that have memory of their own.
	texts []*string
}

func newFoundPacker() *foundPacker {
	const length = 256
	return &foundPacker{
		paths: pieces[foundIn]{length: length}, diagnostics: pieces[rules.Diagnostic]{length: length}, related: pieces[rules.Related]{length: length},
		fixes: pieces[rules.Fix]{length: length}, changes: pieces[rules.Change]{length: length},
	}
}

// pack packs what some units have found.
func (p *foundPacker) pack(units []*unit) {
	for _, u := range units {
		if u == nil || len(u.byPath) == 0 {
			continue
		}
		u.byPath = p.paths.add(u.byPath)
		for i := range u.byPath {
			u.byPath[i].found = p.copied(u.byPath[i].found)
		}
	}
	all := make(texts, len(p.texts))
	for i, text := range p.texts {
		all[i] = *text
	}
	for i, text := range all.inOne() {
		*p.texts[i] = text
	}
	p.texts = nil
}

func (p *foundPacker) copied(found []rules.Diagnostic) []rules.Diagnostic {
	found = p.diagnostics.add(found)
	for i := range found {
		d := &found[i]
		p.texts = append(p.texts, &d.Message)
		d.Related, d.Fixes = p.related.add(d.Related), p.fixes.add(d.Fixes)
		for j := range d.Related {
			p.texts = append(p.texts, &d.Related[j].Message)
		}
		for j := range d.Fixes {
			f := &d.Fixes[j]
			p.texts = append(p.texts, &f.Title)
			f.Changes = p.changes.add(f.Changes)
			for k := range f.Changes {
				p.texts = append(p.texts, &f.Changes[k].Path)
			}
		}
	}
	return found
}
