package rules

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
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
	var errs []error
	for _, err := range extendAll(all, nil) {
		errs = append(errs, err)
	}
	return all, errors.Join(errs...)
}

func loadProfile(file string) (*Profile, error) {
	text, err := profileFiles.ReadFile(file)
	if err != nil {
		return nil, fmt.Errorf("reading %q: %w", file, err)
	}
	p, mistakes := ParseProfile(string(text))
	var errs []error
	for _, m := range mistakes {
		line, col := markdown.NewLineIndex(string(text)).OffsetLineCol32(m.Span.Start)
		errs = append(errs, fmt.Errorf("%s:%d:%d: %s", file, line+1, col+1, m.Message))
	}
	return p, errors.Join(errs...)
}

// ParseProfile reads one profile, as far as it is right. What comes of it is for
// ExtendProfiles, not for use.
func ParseProfile(text string) (*Profile, []YAMLMistake) {
	p := &Profile{}
	y := ParseYAML(text)
	mistakes := y.Decode(p)
	if _, _, ok := y.Spans("name"); !ok && len(mistakes) == 0 {
		mistakes = append(mistakes, YAMLMistake{Message: `the profile has no "name"`})
	}
	return p, mistakes
}
