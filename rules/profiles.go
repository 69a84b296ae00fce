package rules

import (
	"cmp"
	"errors"
	"fmt"
	"maps"
	"slices"
	"sync"

	"cortex/markdown"
)

// builtinProfile is one that comes with the program. It is generated from its file in profiles/, since reading YAML takes longer
// than judging a small bank.
type builtinProfile struct {
	name string
	// detect has no names folded; it is the Detect of the profile.
	detect *Detect
	// read returns what ReadProfiles returns of the file, a new one each time.
	read func() *Profile
}

// builtin holds the built-in profiles that have a name of their own, each made when it is first asked for.
var builtin = sync.OnceValue(func() map[string]func() *Profile {
	all := map[string]func() *Profile{}
	for _, b := range builtinProfiles {
		if !b.detect.Unnamed {
			all[b.name] = sync.OnceValue(func() *Profile {
				p := b.read()
				p.fold()
				return p
			})
		}
	}
	return all
})

// Profiles returns the built-in profiles in the order of detection. The slice is
// the caller's, what it points to is shared: do not change it.
func Profiles() []*Profile {
	var all []*Profile
	for _, b := range builtinProfiles {
		if p := LookupProfile(b.name); p != nil {
			all = append(all, p)
		}
	}
	return all
}

// LookupProfile returns the built-in profile of that name, nil if there is none.
func LookupProfile(name string) *Profile {
	if read := builtin()[name]; read != nil {
		return read()
	}
	return nil
}

// ReadProfiles reads profiles that may extend each other, from YAML by their names, and returns them in the order of
// detection. It is how those that come with the program are made.
func ReadProfiles(texts map[string]string) ([]*Profile, error) {
	r := profileReader{texts, map[string]*Profile{}, nil}
	var all []*Profile
	for _, name := range slices.Sorted(maps.Keys(texts)) {
		all = append(all, r.profile(name))
	}
	slices.SortStableFunc(all, func(a, b *Profile) int { return cmp.Compare(a.Detect.Priority, b.Detect.Priority) })
	return all, errors.Join(r.errs...)
}

type profileReader struct {
	texts map[string]string
	// read holds the profiles by name, nil for one that is being read: it does not exist for those that it extends.
	read map[string]*Profile
	errs []error
}

// profile returns the profile of that name, nil if there is none.
func (r *profileReader) profile(name string) *Profile {
	if p, ok := r.read[name]; ok {
		return p
	}
	text, ok := r.texts[name]
	if !ok {
		return nil
	}
	r.read[name] = nil
	p, mistakes := readProfile(text, name, r.profile, nil)
	for _, m := range mistakes {
		line, col := markdown.NewLineIndex(text).OffsetLineCol32(m.Span.Start)
		r.errs = append(r.errs, fmt.Errorf("%s:%d:%d: %s", name, line+1, col+1, m.Message))
	}
	r.read[name] = p
	return p
}
