package rules

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"

	"cortex/markdown"
)

//go:embed profiles/*.yaml
var profileFiles embed.FS

// builtin loads the profiles when they are first asked for.
var builtin = sync.OnceValues(loadProfiles)

// Profiles returns the built-in profiles in the order of detection. The slice is
// the caller's, what it points to is shared: do not change it.
func Profiles() []*Profile {
	return slices.DeleteFunc(slices.Clone(detectable()), func(p *Profile) bool { return p.Detect.Unnamed })
}

// LookupProfile returns the built-in profile of that name, nil if there is none.
func LookupProfile(name string) *Profile {
	for _, p := range Profiles() {
		if p.Name == name {
			return p
		}
	}
	return nil
}

// detectable returns the profiles and the description of banks without one.
func detectable() []*Profile {
	all, err := builtin()
	if err != nil {
		panic(err) // the files are part of the program, and a test reads them all
	}
	return all
}

func loadProfiles() ([]*Profile, error) {
	entries, err := profileFiles.ReadDir("profiles")
	if err != nil {
		return nil, fmt.Errorf("listing the built-in profiles: %w", err)
	}
	var all []*Profile
	for _, e := range entries {
		p, err := loadProfile("profiles/" + e.Name())
		if err != nil {
			return nil, err
		}
		all = append(all, p)
	}
	slices.SortFunc(all, func(a, b *Profile) int { return cmp.Compare(a.Detect.Priority, b.Detect.Priority) })
	for _, p := range all {
		p.fold() // extend compares names
	}
	for _, p := range all {
		if err := p.extend(all); err != nil {
			return nil, err
		}
		p.fold()
	}
	return all, nil
}

// fold prepares names for comparison: those of files as foldName, those of sections as normalise leaves them.
func (p *Profile) fold() {
	foldAll(p.Members)
	for _, s := range p.Detect.Any {
		foldAll(s.Folders, s.All, s.None)
		for _, q := range s.Some {
			foldAll(q.Of)
		}
	}
	for i := range p.Files {
		f := &p.Files[i]
		f.folded = foldName(f.Name)
		f.names = newConceptNames(f.Sections)
	}
}

func foldAll(lists ...[]string) {
	for _, names := range lists {
		for i := range names {
			names[i] = foldName(names[i])
		}
	}
}

func loadProfile(file string) (*Profile, error) {
	text, err := profileFiles.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("reading %q: %w", file, err)
	}
	p, mistakes := parseProfile(string(text))
	var errs []error
	for _, m := range mistakes {
		line, col := markdown.NewLineIndex(string(text)).OffsetLineCol32(m.Span.Start)
		errs = append(errs, fmt.Errorf("%s:%d:%d: %s", file, line+1, col+1, m.Message))
	}
	return p, errors.Join(errs...)
}

// parseProfile reads one profile, as far as it is right.
func parseProfile(text string) (*Profile, []YAMLMistake) {
	p := &Profile{}
	mistakes := DecodeYAML(text, p)
	if _, _, ok := YAMLSpans(text, "name"); !ok && len(mistakes) == 0 {
		mistakes = append(mistakes, YAMLMistake{Message: `the profile has no "name"`})
	}
	return p, mistakes
}

// extend takes over what the profile that p extends has and p has not. That one
// must come earlier in the order of loading, or extend nothing itself.
func (p *Profile) extend(all []*Profile) error {
	if p.Extends == "" {
		return nil
	}
	at := slices.IndexFunc(all, func(o *Profile) bool { return o.Name == p.Extends })
	if at < 0 || all[at].Extends != "" {
		return fmt.Errorf("profile %q extends %q, which does not exist or extends another", p.Name, p.Extends)
	}
	for i := range p.Files {
		if base := all[at].file(p.Files[i].Name); base != nil {
			p.Files[i].extend(base)
		}
	}
	for _, f := range all[at].Files {
		if p.file(f.Name) == nil {
			p.Files = append(p.Files, f)
		}
	}
	return nil
}

func (f *ProfileFile) extend(base *ProfileFile) {
	f.Title = cmp.Or(f.Title, base.Title)
	for i := range f.Sections {
		if b := base.section(f.Sections[i].ID); b >= 0 {
			f.Sections[i].extend(&base.Sections[b])
		}
	}
}

func (s *ProfileSection) extend(base *ProfileSection) {
	s.Synonyms = append(slices.Concat(s.Synonyms, base.Synonyms), base.Name)
	languages := maps.Clone(base.Languages)
	if languages == nil {
		languages = map[string][]string{}
	}
	maps.Copy(languages, s.Languages)
	s.Languages = languages
	s.Dated = s.Dated || base.Dated
	s.Name = cmp.Or(s.Name, base.Name)
	s.Template = cmp.Or(s.Template, base.Template)
}
