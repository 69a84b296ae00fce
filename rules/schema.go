package rules

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Schema makes a new profile of titles of sections, as text that a person can go on from.
type Schema struct {
	name    string
	base    *Profile
	without []string
	members []string
	files   []ProfileFile
}

// NewSchema returns the schema of a profile of that name that extends another, nil for none.
func NewSchema(name string, extends *Profile) *Schema { return &Schema{name: name, base: extends} }

// Describe adds a file with its sections, in order. Where the extended profile knows a title it is the same
// concept here, with all names of that. A title without letters and digits, or a second one of the same words, is left out.
func (s *Schema) Describe(name string, need Need, required, recommended []string) {
	f := ProfileFile{Name: name, Need: need}
	known := s.base.file(name)
	for _, title := range required {
		f.describe(title, Required, known)
	}
	for _, title := range recommended {
		f.describe(title, Recommended, known)
	}
	s.files = append(s.files, f)
}

// describe adds a section with that title.
func (f *ProfileFile) describe(title string, need Need, known *ProfileFile) {
	words := normalise(title)
	section := ProfileSection{ID: conceptID(words), Name: strings.Join(strings.Fields(title), " "), Need: need}
	if known != nil {
		known.names().find(words, func(i int, whole bool) {
			if whole {
				section.ID = known.Sections[i].ID
			}
		})
	}
	if words != "" && f.section(section.ID) < 0 {
		f.Sections = append(f.Sections, section)
	}
}

// conceptID makes an ID of normalised words.
func conceptID(words string) string { return strings.ReplaceAll(words, " ", "-") }

// YAML returns the text of the profile.
func (s *Schema) YAML() string {
	var b strings.Builder
	fmt.Fprintf(&b, "name: %s\n", yamlScalar(s.name))
	if s.base != nil {
		fmt.Fprintf(&b, "extends: %s\n", yamlScalar(s.base.Name))
	}
	writeYAMLList(&b, "without", s.without)
	writeYAMLList(&b, "members", s.members)
	if len(s.files) > 0 {
		b.WriteString("files:\n")
	}
	for _, f := range s.files {
		f.writeYAML(&b, s.base.file(f.Name) != nil)
	}
	return b.String()
}

func writeYAMLList(b *strings.Builder, key string, list []string) {
	var scalars []string
	for _, item := range list {
		scalars = append(scalars, yamlScalar(item))
	}
	if len(list) > 0 {
		fmt.Fprintf(b, "%s: [%s]\n", key, strings.Join(scalars, ", "))
	}
}

// writeYAML writes an entry of the list of files. Inherits tells that the extended profile has sections for it.
func (f *ProfileFile) writeYAML(b *strings.Builder, inherits bool) {
	fmt.Fprintf(b, "  - name: %s\n", yamlScalar(f.Name))
	if f.Need != unsaid {
		fmt.Fprintf(b, "    need: %s\n", f.Need)
	}
	if f.Title != "" {
		fmt.Fprintf(b, "    title: %s\n", yamlScalar(f.Title))
	}
	switch {
	case len(f.Sections) > 0:
		b.WriteString("    sections:\n")
	case f.Need != unsaid && inherits:
		b.WriteString("    sections: []\n") // not those of the extended profile
	}
	for _, s := range f.Sections {
		fmt.Fprintf(b, "      - {id: %s, name: %s, need: %s}\n", yamlScalar(s.ID), yamlScalar(s.Name), s.Need)
	}
}

// plainScalar matches text that is the same in YAML without quotes, wherever it stands.
var plainScalar = pattern(`^\.?[A-Za-z][A-Za-z0-9_]*([ ./-]+[A-Za-z0-9_]+)*$`)

// yamlScalar writes a text as YAML reads it.
func yamlScalar(text string) string {
	words := []string{"true", "false", "yes", "no", "on", "off", "null", "y", "n", ".inf", ".nan"}
	if plainScalar().MatchString(text) && !slices.Contains(words, strings.ToLower(text)) {
		return text
	}
	return strconv.Quote(text)
}
