package rules

import (
	"cmp"
	"embed"
	"fmt"
	"slices"
	"strings"
	"sync"

	"cortex/markdown"
)

//go:embed profiles/*.yaml
var profileFiles embed.FS

// builtin are the profiles that come with the program.
var builtin = sync.OnceValue(newLibrary)

// Profiles returns the built-in profiles in the order of detection. The slice is
// the caller's, what it points to is shared: do not change it.
func Profiles() []*Profile {
	var all []*Profile
	for _, s := range builtin().signs {
		if !s.Unnamed {
			all = append(all, LookupProfile(s.profile))
		}
	}
	return all
}

// LookupProfile returns the built-in profile of that name, nil if there is none.
func LookupProfile(name string) *Profile {
	p := builtin().named(name)
	if p == nil || p.Detect.Unnamed {
		return nil
	}
	return p
}

// library reads the built-in profiles, each when it is first asked for: most programs need one, and a profile is long.
type library struct {
	// signs tell by what banks are recognised, in the order of detection.
	signs []sign

	mu sync.Mutex
	// read holds the profiles by name, nil for one that is being read: it does not exist for those that it extends.
	read map[string]*Profile
	errs []error
}

// sign tells what banks of a profile are recognised by, with names folded.
type sign struct {
	Detect
	profile string
}

func newLibrary() *library {
	l := &library{read: map[string]*Profile{}}
	for _, name := range builtinNames() {
		var head struct {
			Detect Detect `yaml:"detect"`
		}
		text := profileText(name)
		l.note(name, text, ParseYAML(blockOf(text, "detect")).Decode(&head))
		head.Detect.fold()
		l.signs = append(l.signs, sign{head.Detect, name})
	}
	slices.SortFunc(l.signs, func(a, b sign) int { return cmp.Compare(a.Priority, b.Priority) })
	return l
}

// profileText returns the file of a built-in profile, "" if there is none.
func profileText(name string) string {
	text, err := profileFiles.ReadFile("profiles/" + name + ".yaml")
	if err != nil {
		return ""
	}
	return string(text)
}

// blockOf returns the lines of a YAML text with a top-level key and its value.
func blockOf(text, key string) string {
	var block strings.Builder
	inside := false
	for line := range strings.Lines(text) {
		if topLevel(line) {
			inside = strings.HasPrefix(line, key+":")
		}
		if inside {
			block.WriteString(line)
		}
	}
	return block.String()
}

// named returns the profile of that name, nil if there is none.
func (l *library) named(name string) *Profile {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.profile(name)
}

// profile is named for who holds mu.
func (l *library) profile(name string) *Profile {
	if p, ok := l.read[name]; ok {
		return p
	}
	text := profileText(name)
	if text == "" {
		return nil
	}
	l.read[name] = nil
	p, mistakes := readProfile(text, name, l.profile, nil)
	l.note(name, text, mistakes)
	l.read[name] = p
	return p
}

// note keeps mistakes in a file that is part of the program: a test reads them all.
func (l *library) note(name, text string, mistakes []YAMLMistake) {
	for _, m := range mistakes {
		line, col := markdown.NewLineIndex(text).OffsetLineCol32(m.Span.Start)
		l.errs = append(l.errs, fmt.Errorf("%s:%d:%d: %s", name, line+1, col+1, m.Message))
	}
}
