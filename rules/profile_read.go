package rules

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"cortex/markdown"
)

// IsProfileFile tells whether the name of a profile is a path of a file with one.
func IsProfileFile(name string) bool {
	return strings.HasSuffix(name, ".yaml") || strings.HasSuffix(name, ".yml")
}

// ReadProfile reads a profile that somebody has written, as far as it is right, and makes it ready for use. Name is
// what it is called if it does not say so. Load returns the profile in the file that "extends" names; its error
// completes a sentence about that file.
func ReadProfile(text, name string, load func(file string) (*Profile, error)) (*Profile, []YAMLMistake) {
	return readProfile(text, name, LookupProfile, load)
}

// readProfile is ReadProfile with a function that finds built-in profiles, nil for a name that has none.
func readProfile(text, name string, lookUp func(name string) *Profile, load func(file string) (*Profile, error)) (*Profile, []YAMLMistake) {
	c := profileCheck{yaml: ParseYAML(text), profile: &Profile{}}
	c.found = c.yaml.Decode(c.profile)
	p := c.profile
	if p.Name == "" {
		p.Name = name
	}
	c.checkFiles()
	c.checkPatterns(p.Members, "members")
	c.checkPatterns(p.Without, "without")
	c.checkRules()
	p.foldFiles() // extending compares names
	inherited := c.extend(lookUp, load)
	c.checkNames(inherited)
	if inherited != nil {
		p.inherit(inherited)
	}
	p.drop()
	p.completeTexts()
	p.settle()
	p.fold()
	return p, c.found
}

// drop takes out what there is no use for: files without a usable name and sections without a name.
func (p *Profile) drop() {
	p.Files = slices.DeleteFunc(p.Files, func(f ProfileFile) bool { return f.Name == "" || checkPattern(f.Name) != nil })
	for i := range p.Files {
		if f := &p.Files[i]; slices.ContainsFunc(f.Sections, nameless) {
			f.Sections = slices.DeleteFunc(slices.Clone(f.Sections), nameless) // they may be another profile's
		}
	}
}

func nameless(s ProfileSection) bool { return s.Name == "" }

// completeTexts gives files without a title and sections without a template something to begin with.
func (p *Profile) completeTexts() {
	for i := range p.Files {
		f := &p.Files[i]
		if f.Title == "" {
			f.Title = strings.TrimSuffix(path.Base(f.Name), path.Ext(f.Name))
		}
		if slices.ContainsFunc(f.Sections, func(s ProfileSection) bool { return s.Template == "" }) {
			f.Sections = slices.Clone(f.Sections) // they may be another profile's, which is in use
		}
		for j := range f.Sections {
			if s := &f.Sections[j]; s.Template == "" {
				s.Template = "To be written."
			}
		}
	}
}

// profileCheck judges one profile.
type profileCheck struct {
	yaml    *YAML
	profile *Profile
	found   []YAMLMistake
}

// report reports a mistake in the value that a path of keys leads to.
func (c *profileCheck) report(keys []string, format string, args ...any) {
	_, span, _ := c.yaml.Spans(keys...)
	c.found = append(c.found, YAMLMistake{Span: span, Message: fmt.Sprintf(format, args...)})
}

// unknown reports a name that is none of those known, with the nearest of them.
func (c *profileCheck) unknown(span markdown.Span, what, name string, known []string) {
	c.found = append(c.found, UnknownName(span, what, name, known))
}

// extend returns the profile that is extended, nil for none.
func (c *profileCheck) extend(lookUp func(name string) *Profile, load func(file string) (*Profile, error)) *Profile {
	name := c.profile.Extends
	if name == "" {
		return nil
	}
	if IsProfileFile(name) {
		base, err := load(name)
		if err != nil {
			c.report([]string{"extends"}, "the profile %q %v", name, err)
		}
		return base
	}
	base := lookUp(name)
	if base == nil {
		_, span, _ := c.yaml.Spans("extends")
		c.unknown(span, "profile", name, builtinNames())
	}
	return base
}

// builtinNames returns the names of the built-in profiles, sorted.
func builtinNames() []string {
	var names []string
	for _, b := range builtinProfiles {
		names = append(names, b.name)
	}
	slices.Sort(names)
	return names
}

func (c *profileCheck) checkFiles() {
	seen := map[string]bool{}
	for i, f := range c.profile.Files {
		entry := []string{"files", strconv.Itoa(i)}
		name := append(entry, "name")
		switch err := checkPattern(f.Name); {
		case f.Name == "":
			c.report(entry, `the file has no "name"`)
		case err != nil:
			c.report(name, "%q names no file: %v", f.Name, err)
		case seen[foldName(f.Name)]:
			c.report(name, "the file %q is described twice: the first one counts", f.Name)
		}
		seen[foldName(f.Name)] = true
		c.checkSections(f.Sections, append(entry, "sections"))
	}
}

func (c *profileCheck) checkSections(sections []ProfileSection, keys []string) {
	at := func(i int, key string) []string { return append(keys[:len(keys):len(keys)], strconv.Itoa(i), key) }
	file := ProfileFile{Sections: sections}
	for i, s := range sections {
		if s.ID == "" {
			c.report(at(i, "")[:len(keys)+1], `the section has no "id"`)
		} else if file.section(s.ID) < i {
			c.report(at(i, "id"), "the id %q is used twice in this file", s.ID)
		}
		for j, id := range s.Or {
			if file.section(id) < 0 {
				c.report(append(at(i, "or"), strconv.Itoa(j)), "no section of this file has the id %q", id)
			}
		}
	}
}

// checkNames reports sections that have no name, neither their own nor from the extended profile, nil for none.
func (c *profileCheck) checkNames(base *Profile) {
	for i, f := range c.profile.Files {
		from := base.file(f.Name)
		for j, s := range f.Sections {
			inherited := s.ID != "" && from != nil && from.section(s.ID) >= 0
			if s.Name == "" && f.Like == "" && !inherited {
				c.reportNameless(s.ID, from, []string{"files", strconv.Itoa(i), "sections", strconv.Itoa(j)})
			}
		}
	}
}

// reportNameless reports a section without a name. From is the file of the extended profile, nil for none: an ID that is
// nearly one of its sections was probably meant to be that.
func (c *profileCheck) reportNameless(id string, from *ProfileFile, keys []string) {
	var known []string
	if from != nil {
		for _, s := range from.Sections {
			known = append(known, s.ID)
		}
	}
	near, ok := Nearest(id, known)
	if !ok {
		c.report(keys, `the section %q has no "name"`, id)
		return
	}
	_, span, _ := c.yaml.Spans(append(keys, "id")...)
	c.found = append(c.found, YAMLMistake{Span: span, Replacement: near,
		Message: fmt.Sprintf(`the section %q has no "name": did you mean %q, which the extended profile has?`, id, near)})
}

func (c *profileCheck) checkPatterns(patterns []string, key string) {
	for i, pattern := range patterns {
		if err := checkPattern(pattern); err != nil {
			c.report([]string{key, strconv.Itoa(i)}, "%q matches nothing: %v", pattern, err)
		}
	}
}

// checkPattern returns what is wrong with a pattern of names relative to a bank.
func checkPattern(pattern string) error {
	_, err := path.Match(pattern, "")
	if err == nil && pattern != "" && (path.IsAbs(pattern) || path.Clean(pattern) != pattern || strings.HasPrefix(pattern, "../")) {
		return fmt.Errorf("want a path relative to the bank")
	}
	return err
}

func (c *profileCheck) checkRules() {
	var known []string
	for _, r := range table {
		known = append(known, r.Name)
	}
	for name := range c.profile.Rules {
		if Lookup(name) == nil {
			key, _, _ := c.yaml.Spans("rules", name)
			c.unknown(key, "rule", name, known)
		}
	}
}
