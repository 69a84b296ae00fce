package rules

import (
	"path"
	"slices"
	"strings"

	"cortex/markdown"
)

// InferredFile is a file of a bank that a profile is made of.
type InferredFile struct {
	// Name is relative to the bank's root, with slashes.
	Name string
	// Doc is nil for a file that could not be read.
	Doc *markdown.Document
}

// InferSchema describes a bank that exists: its files, and the sections that they have at level 2, all required. Base is
// the profile to extend, nil for none; members are those of a bank of single files. Dates and versions
// among names and titles belong to entries of a log, which nobody demands, and folders with more than a few
// files to their own.
func InferSchema(name string, base *Profile, members []string, files []InferredFile) *Schema {
	s := NewSchema(name, base)
	if base == nil {
		s.members = members
	}
	crowds := map[string]int{}
	for _, f := range files {
		crowds[path.Dir(f.Name)]++
	}
	for _, f := range files {
		if dir := path.Dir(f.Name); dir != "." && crowds[dir] > fewFiles || entryName().MatchString(f.Name) {
			continue
		}
		var titles []string
		if f.Doc != nil {
			titles = inferredTitles(f.Doc)
		}
		s.Describe(literalPattern(f.Name), Required, titles, nil)
	}
	s.omit(files)
	return s
}

const (
	// fewFiles is how many files a folder has at most of which each is wanted by its name.
	fewFiles = 3
	// maxInferred is how many sections a file has at most of which each is wanted: what has more is a log.
	maxInferred = 30
)

// entryName matches dates, versions and numbers in the names of files and the titles of sections.
var entryName = pattern(`(^|[^0-9])20[0-9][0-9]([^0-9]|$)|[0-9]{3}|\bv?[0-9]+\.[0-9]+`)

// inferredTitles returns the titles at level 2, without the numbers in front.
func inferredTitles(doc *markdown.Document) []string {
	var titles []string
	for s := range doc.All() {
		title := strings.TrimLeft(s.Title, "0123456789.) ")
		if s.Level == 2 && !entryName().MatchString(s.Title) && normalise(title) != "" {
			titles = append(titles, title)
		}
	}
	if len(titles) > maxInferred {
		return nil
	}
	return titles
}

// literalPattern returns the pattern that matches just a name.
func literalPattern(name string) string {
	return strings.NewReplacer(`\`, `\\`, "*", `\*`, "?", `\?`, "[", `\[`).Replace(name)
}

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
