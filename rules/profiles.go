package rules

import (
	"cmp"
	"embed"
	"errors"
	"fmt"
	"slices"
	"strings"
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
	l := library{read: map[string]*Profile{}}
	var all []*Profile
	for _, e := range entries {
		all = append(all, l.profile(strings.TrimSuffix(e.Name(), ".yaml")))
	}
	slices.SortFunc(all, func(a, b *Profile) int { return cmp.Compare(a.Detect.Priority, b.Detect.Priority) })
	return all, errors.Join(l.errs...)
}

// library reads the built-in profiles, each after the one that it extends.
type library struct {
	// read holds the profiles by name, nil for one that is being read: it does not exist for those that it extends.
	read map[string]*Profile
	errs []error
}

// profile returns the profile of that name, nil if there is none.
func (l *library) profile(name string) *Profile {
	if p, ok := l.read[name]; ok {
		return p
	}
	file := "profiles/" + name + ".yaml"
	text, err := profileFiles.ReadFile(file)
	if err != nil {
		return nil
	}
	l.read[name] = nil
	p, mistakes := readProfile(string(text), name, l.profile, nil)
	for _, m := range mistakes {
		line, col := markdown.NewLineIndex(string(text)).OffsetLineCol32(m.Span.Start)
		l.errs = append(l.errs, fmt.Errorf("%s:%d:%d: %s", file, line+1, col+1, m.Message))
	}
	l.read[name] = p
	return p
}
