package rules

import (
	"cmp"
	"maps"
	"slices"
	"sync"
)

// inherit takes over what base has and p has not. The files of base come first, in its order.
func (p *Profile) inherit(base *Profile) {
	p.Budget.File = cmp.Or(p.Budget.File, base.Budget.File)
	p.Budget.Bank = cmp.Or(p.Budget.Bank, base.Budget.Bank)
	p.Rules = mergedMaps(base.Rules, p.Rules)
	p.Folder = cmp.Or(p.Folder, base.Folder)
	p.Statuses.inherit(base.Statuses)
	if p.Members == nil {
		p.Members = base.Members
	}
	var files []ProfileFile
	without := folded(p.Without)
	for _, b := range base.Files {
		if i := p.named(b.folded); i >= 0 {
			p.Files[i].inherit(&b)
			files = append(files, p.Files[i])
		} else if !slices.Contains(without, b.folded) {
			files = append(files, b)
		}
	}
	for i := range p.Files {
		f := &p.Files[i]
		if b := base.named(foldName(f.Like)); b >= 0 {
			f.inherit(&base.Files[b])
		}
		if base.named(f.folded) < 0 {
			files = append(files, *f)
		}
	}
	p.Files = files
}

// named returns the index of the file whose folded name is given, -1 if there is none.
func (p *Profile) named(folded string) int {
	return slices.IndexFunc(p.Files, func(f ProfileFile) bool { return f.folded == folded })
}

func (f *ProfileFile) inherit(base *ProfileFile) {
	f.Title = cmp.Or(f.Title, base.Title)
	f.Intro = cmp.Or(f.Intro, base.Intro)
	f.Need = cmp.Or(f.Need, base.Need)
	f.Exact = f.Exact || base.Exact
	f.First = f.First || base.First
	if f.Entries == nil {
		f.Entries = base.Entries
	}
	if f.Sections == nil {
		f.Sections = base.Sections
		return
	}
	for i := range f.Sections {
		if b := base.section(f.Sections[i].ID); b >= 0 {
			f.Sections[i].inherit(&base.Sections[b])
		}
	}
}

func (s *Statuses) inherit(base Statuses) {
	s.Done = slices.Concat(base.Done, s.Done)
	s.InProgress = slices.Concat(base.InProgress, s.InProgress)
	s.Pending = slices.Concat(base.Pending, s.Pending)
	s.Blocked = slices.Concat(base.Blocked, s.Blocked)
	s.Dropped = slices.Concat(base.Dropped, s.Dropped)
}

func (s *ProfileSection) inherit(base *ProfileSection) {
	s.Synonyms = append(slices.Concat(s.Synonyms, base.Synonyms), base.Name)
	s.Languages = mergedMaps(base.Languages, s.Languages)
	s.Dated = s.Dated || base.Dated
	s.Name = cmp.Or(s.Name, base.Name)
	s.Template = cmp.Or(s.Template, base.Template)
	if s.Need == unsaid {
		s.Need, s.Or, s.Enough = base.Need, base.Or, base.Enough
	}
}

// mergedMaps returns a new map with the entries of both; those of the second win.
func mergedMaps[V any](base, own map[string]V) map[string]V {
	merged := maps.Clone(base)
	if merged == nil {
		return maps.Clone(own)
	}
	maps.Copy(merged, own)
	return merged
}

// settle makes optional what no profile says a need of.
func (p *Profile) settle() {
	for i := range p.Files {
		f := &p.Files[i]
		f.Need = cmp.Or(f.Need, Optional)
		if slices.ContainsFunc(f.Sections, func(s ProfileSection) bool { return s.Need == unsaid }) {
			f.Sections = slices.Clone(f.Sections) // they may be another profile's
		}
		for j := range f.Sections {
			if f.Sections[j].Need == unsaid {
				f.Sections[j].Need = Optional
			}
		}
	}
}

// fold prepares names for comparison: those of files as foldName, those of sections as normalise
// leaves them, wordings of a status in lower case.
func (p *Profile) fold() {
	statuses := p.Statuses
	p.vocabulary = sync.OnceValue(func() *vocabulary { return newVocabulary(statuses) })
	p.members = folded(p.Members)
	p.foldFiles()
	for i := range p.Files {
		sections := p.Files[i].Sections
		p.Files[i].names = sync.OnceValue(func() *conceptNames { return newConceptNames(sections) })
	}
}

// folded returns what recognises a bank with the names folded.
func (d *Detect) folded() []Signature {
	all := slices.Clone(d.Any)
	for i, s := range all {
		s.Folders, s.All, s.None, s.Some = folded(s.Folders), folded(s.All), folded(s.None), slices.Clone(s.Some)
		for j := range s.Some {
			s.Some[j].Of = folded(s.Some[j].Of)
		}
		all[i] = s
	}
	return all
}

func (p *Profile) foldFiles() {
	for i := range p.Files {
		p.Files[i].folded = foldName(p.Files[i].Name)
	}
}

func folded(names []string) []string {
	all := make([]string, len(names))
	for i, name := range names {
		all[i] = foldName(name)
	}
	return all
}
