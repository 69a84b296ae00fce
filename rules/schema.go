package rules

import (
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// Schema makes a new profile of titles of sections, as text that a person can go on from.
type Schema struct {
	name, title, description string
	base                     *Profile
	files                    []ProfileFile
}

// NewSchema returns the schema of a profile that extends the built-in one of that name; "" for none.
func NewSchema(extends string) *Schema { return &Schema{base: LookupProfile(extends)} }

// Describe adds a file with its sections, in order. Where the extended profile knows a title it is the same
// concept here, with all names of that. A title without letters and digits, or a second one of the same words, is left out.
func (s *Schema) Describe(name string, required, recommended []string) {
	f := ProfileFile{Name: name, Need: Optional}
	known := s.base.file(name)
	if known != nil {
		f.Name, f.Need, f.Title = known.Name, known.Need, known.Title
	}
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
	id := conceptID(words)
	if known != nil {
		known.names.find(words, func(section int, whole bool) {
			if whole {
				id = known.Sections[section].ID
			}
		})
	}
	if words == "" || f.section(id) >= 0 {
		return
	}
	f.Sections = append(f.Sections, ProfileSection{ID: id, Name: strings.Join(strings.Fields(title), " "), Need: need})
}

// conceptID makes an ID of normalised words.
func conceptID(words string) string { return strings.ReplaceAll(words, " ", "-") }

// YAML returns the text of the profile.
func (s *Schema) YAML() string {
	var b strings.Builder
	for _, entry := range [][2]string{{"name", s.name}, {"title", s.title}, {"description", s.description}} {
		if entry[1] != "" {
			fmt.Fprintf(&b, "%s: %s\n", entry[0], YAMLScalar(entry[1]))
		}
	}
	if s.base != nil {
		fmt.Fprintf(&b, "extends: %s\n", s.base.Name)
	}
	b.WriteString("files:\n")
	for _, f := range s.files {
		f.writeYAML(&b)
	}
	return b.String()
}

func (f *ProfileFile) writeYAML(b *strings.Builder) {
	fmt.Fprintf(b, "  - name: %s\n    need: %s\n", YAMLScalar(f.Name), f.Need)
	if f.Title != "" {
		fmt.Fprintf(b, "    title: %s\n", YAMLScalar(f.Title))
	}
	if len(f.Sections) > 0 {
		b.WriteString("    sections:\n")
	}
	for _, s := range f.Sections {
		fmt.Fprintf(b, "      - {id: %s, name: %s, need: %s}\n", YAMLScalar(s.ID), YAMLScalar(s.Name), s.Need)
	}
}

// plainScalar matches text that is the same in YAML without quotes, wherever it stands.
var plainScalar = pattern(`^\.?[A-Za-z][A-Za-z0-9_]*([ ./-]+[A-Za-z0-9_]+)*$`)

// YAMLScalar writes a text as YAML reads it.
func YAMLScalar(text string) string {
	words := []string{"true", "false", "yes", "no", "on", "off", "null", "y", "n", ".inf", ".nan"}
	if plainScalar().MatchString(text) && !slices.Contains(words, strings.ToLower(text)) {
		return text
	}
	return strconv.Quote(text)
}

// needNames are the words used in profiles.
var needNames = [...]string{Optional: "optional", Recommended: "recommended", Required: "required"}

// String returns the word used in profiles.
func (n Need) String() string { return needNames[n] }
