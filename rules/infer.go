package rules

import (
	"path"
	"slices"
	"strings"
	"unicode/utf8"

	"cortex/markdown"
)

// InferredFile is a file of a bank that a profile is made of.
type InferredFile struct {
	// Name is relative to the bank's root, with slashes.
	Name string
	// Doc is nil for a file that could not be read.
	Doc *markdown.Document
}

// InferSchema describes a bank that exists. Base is the profile to extend, nil for none; members are those of a bank of
// single files. The files that base knows are required, and of their sections at level 2 those that base knows; what else
// they have is recommended. A file that only this bank has may be a plan of last week as well as a part of the convention,
// so it is optional, and its sections are its own business. Where there is no base, files at the bank's root are
// required and their sections recommended. Dates, versions and numbers among names and titles belong to entries of a log,
// which nobody demands.
func InferSchema(name string, base *Profile, members []string, files []InferredFile) *Schema {
	s := NewSchema(name, base)
	if base == nil {
		s.members = members
	}
	for _, f := range files {
		known := base.file(f.Name)
		switch atRoot := path.Dir(f.Name) == "."; {
		case entryName().MatchString(f.Name):
		case known != nil && isNamePattern(known.Name): // one of many
		case known != nil || base == nil && atRoot:
			s.describeAsIs(f)
		case atRoot:
			s.Describe(literalPattern(f.Name), Optional, nil, nil)
		}
	}
	s.omit(files)
	return s
}

// describeAsIs adds a file with the sections that it has.
func (s *Schema) describeAsIs(file InferredFile) {
	f := ProfileFile{Name: literalPattern(file.Name), Need: Required}
	known := s.base.file(file.Name)
	if file.Doc != nil {
		for _, title := range inferredTitles(file.Doc, known != nil && known.Exact) {
			f.describe(title, Recommended, known)
		}
	}
	for i := range f.Sections {
		if known != nil && known.section(f.Sections[i].ID) >= 0 {
			f.Sections[i].Need = Required
		}
	}
	s.files = append(s.files, f)
}

const (
	// maxInferred is how many sections a file has at most of which each is wanted: what has more is a log.
	maxInferred = 20
	// maxInferredTitle is how many characters the title of a section has at most: what is longer says what happened.
	maxInferredTitle = 60
)

// entryName matches dates, versions and long numbers in the names of files and the titles of sections.
var entryName = pattern(`(^|[^0-9])20[0-9][0-9]([^0-9]|$)|[0-9]{3}|\bv?[0-9]+\.[0-9]+`)

// numberWord matches a number that stands for itself, as in "Phase 2".
var numberWord = pattern(`(^|[^\pL\pN])[0-9]+([^\pL\pN]|$)`)

// inferredTitles returns the titles at level 2 that sections of such a file may have tomorrow, too, exactly or as
// inferredTitle leaves them.
func inferredTitles(doc *markdown.Document, exact bool) []string {
	var titles []string
	for s := range doc.All() {
		if s.Level != 2 {
			continue
		}
		title := inferredTitle(s.Title)
		once := entryName().MatchString(title) || numberWord().MatchString(title) || utf8.RuneCountInString(title) > maxInferredTitle
		switch {
		case once || normalise(title) == "":
		case exact:
			titles = append(titles, s.Content.In(doc.Text))
		default:
			titles = append(titles, title)
		}
	}
	if len(titles) > maxInferred || len(titles) == 1 && titleOf(doc) == nil { // a log, or the title of the file
		return nil
	}
	return titles
}

var (
	// titleNumber matches what numbers a title: "3.", "2.1", "IV.", a keycap; and decoration around it.
	titleNumber = pattern(`^(?:[\p{So}\p{Sk}\x{FE0F}\x{200D}\s•·–—|*_-]+|[0-9#*]\x{FE0F}?\x{20E3}|[0-9]+[.):](?:[0-9]+[.):]?)*\s+|[0-9]+(?:\.[0-9]+)+\s+|[IVX]+[.)]\s+)+`)
	// titleTail matches decoration, colons and one remark in brackets at the end of a title.
	titleTail = pattern(`(?:[\p{So}\p{Sk}\x{FE0F}\x{200D}\s:：–—-]+|\s*[(（][^()（）]*[)）])+$`)
)

// inferredTitle returns a title without what differs from one bank to the next and does not count where sections are
// looked for: numbers, emoji, a remark in brackets. It is the title itself if nothing else is in it.
func inferredTitle(title string) string {
	bare := titleNumber().ReplaceAllString(title, "")
	bare = titleTail().ReplaceAllString(bare, "")
	if normalise(bare) == "" {
		return title
	}
	return bare
}

// literalPattern returns the pattern that matches just a name.
func literalPattern(name string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(name)
}

// isNamePattern tells whether the name of a profile's file stands for several files.
func isNamePattern(name string) bool { return strings.ContainsAny(name, "*?[") }

// omit leaves out what the extended profile asks for and the bank has not.
func (s *Schema) omit(files []InferredFile) {
	if s.base == nil {
		return
	}
	for i := range s.base.Files {
		f := &s.base.Files[i]
		if f.Need != Optional && !slices.ContainsFunc(files, func(known InferredFile) bool { return s.base.file(known.Name) == f }) {
			s.without = append(s.without, f.Name)
		}
	}
}
