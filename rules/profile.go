package rules

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"
)

// Profile is a convention for memory banks, read from profiles/*.yaml. It is pure
// data and nobody changes it after loading.
type Profile struct {
	// Name is what the configuration calls the profile: "cline".
	Name string `yaml:"name"`
	// Title is its name for people.
	Title string `yaml:"title"`
	// Description says in a sentence or two what banks of this kind are.
	Description string `yaml:"description"`
	// Source is where the convention is written down.
	Source string `yaml:"source"`
	// Extends names the profile that this one takes over everything from that it does not say itself, but not how it
	// is detected. A file of both is described by this one, with the sections that this one lists, if any; they
	// take what they leave out from the other's section with the same ID.
	Extends string `yaml:"extends"`
	// Without are names of files of the extended profile that this one has not.
	Without []string `yaml:"without"`
	// Detect tells how to recognise a bank of this kind.
	Detect Detect `yaml:"detect"`
	// Folder is where a new bank of this kind is put, relative to the workspace, with slashes.
	Folder string `yaml:"folder"`
	// Members are patterns of the files that belong to a bank; none means all files below the bank's root.
	Members []string `yaml:"members"`
	// Files are the files that the convention describes, in reading order.
	Files []ProfileFile `yaml:"files"`
	// Budget bounds the tokens of the files and the bank.
	Budget Budget `yaml:"budget"`
	// Rules are severities of rules for which those of the rules themselves do not fit the convention.
	Rules map[string]Severity `yaml:"rules"`
	// Statuses are wordings of a task's status beside the common ones.
	Statuses Statuses `yaml:"statuses"`

	// members are Members with folded names.
	members []string
	// vocabulary is made at the first call.
	vocabulary func() *vocabulary
}

// Statuses are wordings by what they mean, of at most three words each; letter case does not count.
type Statuses struct {
	Done       []string `yaml:"done"`
	InProgress []string `yaml:"in_progress"`
	Pending    []string `yaml:"pending"`
	Blocked    []string `yaml:"blocked"`
	Dropped    []string `yaml:"dropped"`
}

// Detect recognises a bank by a directory listing.
type Detect struct {
	// Priority orders the profiles: that with the least is tried first.
	Priority int `yaml:"priority"`
	// Any are alternatives: one that fits is enough.
	Any []Signature `yaml:"any"`
	// Unnamed marks what is recognised as a bank, but of no convention.
	Unnamed bool `yaml:"unnamed"`
}

// Signature is a set of conditions on a directory, all of which must hold. Names
// of folders end with a slash. Letter case, "-" and "_" do not count.
type Signature struct {
	// Folders are names of the directory itself, of which it must have one: the
	// last elements of its path. None means any.
	Folders []string `yaml:"folders"`
	// All must exist, None must not.
	All  []string `yaml:"all"`
	None []string `yaml:"none"`
	// Some are numbers of names that must exist.
	Some []Quorum `yaml:"some"`
}

// Quorum asks for at least so many of a list of names.
type Quorum struct {
	AtLeast int      `yaml:"at_least"`
	Of      []string `yaml:"of"`
}

// ProfileFile describes one file of a bank.
type ProfileFile struct {
	// Name is the canonical spelling, relative to the bank's root, or a pattern ("tasks/*.md").
	Name string `yaml:"name"`
	// Need tells how much a bank wants the file. A new bank is made with those that are recommended, too.
	Need Need `yaml:"need"`
	// First tells that whoever begins a task reads the file before others.
	First bool `yaml:"first"`
	// Title is the heading of the file, Intro the text below it in a new one.
	Title string `yaml:"title"`
	Intro string `yaml:"intro"`
	// Like names a file of the extended profile that this one is described as, under its own name.
	Like string `yaml:"like"`
	// Sections are what the file should have, in this order.
	Sections []ProfileSection `yaml:"sections"`
	// Exact tells that a heading must be a section's Name byte for byte, at level 2.
	Exact bool `yaml:"exact"`
	// Entries are the forms that entries of the log may have, that of new ones first; none if the file is no log.
	Entries []EntryForm `yaml:"entries"`

	// folded is Name, as foldName leaves it.
	folded string
	// names are those of the sections, made at the first call.
	names func() *conceptNames
}

// ProfileSection is a concept that a section of a file is about. A heading names
// it if it contains one of its names, as whole words.
type ProfileSection struct {
	// ID identifies the concept within the file.
	ID string `yaml:"id"`
	// Name is the canonical heading.
	Name string `yaml:"name"`
	// Need tells how much it is wanted, together with Or and Enough.
	Need Need `yaml:"need"`
	// Synonyms are other names in English, Languages those in other languages by their code.
	Synonyms  []string            `yaml:"synonyms"`
	Languages map[string][]string `yaml:"languages"`
	// Or are IDs of sections that stand for this one.
	Or []string `yaml:"or"`
	// Enough is a number of headings that stands for this one, whatever they say; 0 for none.
	Enough int `yaml:"enough"`
	// Dated tells that a heading with a year names it, too: the section is a log.
	Dated bool `yaml:"dated"`
	// Template is the text of a new section below its heading.
	Template string `yaml:"template"`
}

// Need tells how much a profile wants a file or section.
type Need uint8

const (
	unsaid      Need = iota // as the extended profile says, else optional; settled when a profile is ready for use
	Optional                // described, never asked for
	Recommended             // asked for quietly
	Required
)

// String returns the word used in profiles.
func (n Need) String() string { return [...]string{"", "optional", "recommended", "required"}[n] }

// UnmarshalText reads the word used in profiles.
func (n *Need) UnmarshalText(text []byte) error {
	switch string(text) {
	case "optional":
		*n = Optional
	case "recommended":
		*n = Recommended
	case "required":
		*n = Required
	default:
		return fmt.Errorf("unknown need %q: want required, recommended or optional", text)
	}
	return nil
}

// Owns tells whether a file belongs to a bank of this profile. Rel is relative to
// the bank's root, with slashes. Most profiles own all files below the root; the
// nil profile does, too.
func (p *Profile) Owns(rel string) bool {
	if p == nil || len(p.Members) == 0 {
		return true
	}
	rel = foldName(rel)
	return slices.ContainsFunc(p.members, func(pattern string) bool { return matchFolded(pattern, rel) })
}

// Describes tells whether the profile says what a file of the bank is for, so that its name counts.
func (p *Profile) Describes(rel string) bool { return p.file(rel) != nil }

// ReadsFirst tells whether the profile wants a file of the bank to be read before others. In a bank without a
// convention those are the ones that the commonest two name.
func (p *Profile) ReadsFirst(rel string) bool {
	if p == nil || len(p.Files) == 0 {
		return LookupProfile("cline").ReadsFirst(rel) || LookupProfile("kilo").ReadsFirst(rel)
	}
	f := p.file(rel)
	return f != nil && f.First
}

// file returns the description of a file of the bank, nil if the profile has none. A
// description by name wins over one by pattern.
func (p *Profile) file(rel string) *ProfileFile {
	if p == nil {
		return nil
	}
	rel = foldName(rel)
	if i := p.named(rel); i >= 0 {
		return &p.Files[i]
	}
	for i := range p.Files {
		if matchFolded(p.Files[i].folded, rel) {
			return &p.Files[i]
		}
	}
	return nil
}

// section returns the index of the section with that ID, -1 if there is none.
func (f *ProfileFile) section(id string) int {
	return slices.IndexFunc(f.Sections, func(s ProfileSection) bool { return s.ID == id })
}

// Template is a file of a new bank.
type Template struct {
	// Name is relative to the bank's root, with slashes.
	Name, Text string
}

// Templates returns the files that a new bank of this kind begins with, in reading order:
// those that are required or recommended and have one name.
func (p *Profile) Templates() []Template {
	var all []Template
	for i := range p.Files {
		if f := &p.Files[i]; f.Need >= Recommended && !f.isPattern() {
			all = append(all, Template{f.Name, f.text()})
		}
	}
	return all
}

// isPattern tells that Name stands for many files.
func (f *ProfileFile) isPattern() bool { return strings.ContainsAny(f.Name, `*?[\`) }

// text returns a new file in this form.
func (f *ProfileFile) text() string {
	var b strings.Builder
	fmt.Fprintf(&b, "# %s\n", f.Title)
	if f.Intro != "" {
		b.WriteString("\n" + strings.TrimSpace(f.Intro) + "\n")
	}
	for _, s := range f.Sections {
		b.WriteString("\n" + s.text())
	}
	return b.String()
}

// text returns a new section in this form, from its heading to its last line end.
func (s *ProfileSection) text() string {
	return fmt.Sprintf("## %s\n\n%s\n", s.Name, strings.TrimSpace(s.Template))
}

// matchFolded compares a pattern with a path, both folded.
func matchFolded(pattern, name string) bool {
	if literal := strings.IndexAny(pattern, `*?[\`); literal >= 0 && !strings.HasPrefix(name, pattern[:literal]) {
		return false // sooner seen: nearly all names of a large bank are
	}
	ok, err := path.Match(pattern, name)
	return ok && err == nil
}

// SameName tells whether two names of files or folders are one but for letter case, "-" and "_".
func SameName(a, b string) bool { return foldName(a) == foldName(b) }

// foldName is how names of files and folders are compared: projectBrief.md,
// project-brief.md and project_brief.md are one.
func foldName(name string) string {
	// A Replacer would be compiled anew for each of a workspace's names.
	return strings.ReplaceAll(strings.ReplaceAll(strings.ToLower(name), "-", ""), "_", "")
}

// appendFoldedName appends what foldName returns, for whoever folds very many.
func appendFoldedName(b []byte, name string) []byte {
	for _, r := range name {
		switch {
		case r == '-' || r == '_':
		case r < utf8.RuneSelf:
			b = append(b, byte(unicode.ToLower(r)))
		default:
			b = utf8.AppendRune(b, unicode.ToLower(r))
		}
	}
	return b
}
