package rules

import (
	"cmp"
	"slices"
	"strings"

	"cortex/markdown"
)

// SectionsToWrite returns the sections of a file's profile that the document has no heading for, apart from the one at
// an offset: what is required before what is recommended before the rest, each in the profile's order.
func SectionsToWrite(b Bank, doc *markdown.Document, offset int) []ProfileSection {
	file := b.Profile.file(relativeTo(b.Root, doc.Path))
	if file == nil {
		return nil
	}
	all := slices.DeleteFunc(headingsOf(doc), func(h heading) bool {
		return h.section != nil && h.section.Heading.Start <= offset && offset <= h.section.Heading.End
	})
	var sections []ProfileSection
	for i, h := range file.read(all) {
		if h == nil {
			sections = append(sections, file.Sections[i])
		}
	}
	slices.SortStableFunc(sections, func(a, b ProfileSection) int { return cmp.Compare(b.Need, a.Need) })
	return sections
}

// StatusWords returns wordings for the status of a task: those that the profile adds, then the plainest of each meaning.
func (p *Profile) StatusWords() []string {
	var words []string
	if p != nil {
		s := p.Statuses
		words = slices.Concat(s.Pending, s.InProgress, s.Blocked, s.Done, s.Dropped)
	}
	for s := statusPending; s <= statusDropped; s++ {
		if !slices.Contains(words, s.String()) {
			words = append(words, s.String())
		}
	}
	return words
}

// FieldKind tells what a field such as "**Status:** Pending" is about.
type FieldKind uint8

const (
	FieldStatus FieldKind = iota + 1
	FieldDate
)

// ReadFieldStart reads the part of a line before the value of a field ends. It returns what the field is about and the offset of its value.
// False if it is none of those that rules know.
func ReadFieldStart(line string) (kind FieldKind, value int, ok bool) {
	// A field has a value to be read; the part before the cursor may not have one yet.
	const anything = "x"
	name, f, ok := readField(line+anything, markdown.Span{End: len(line) + len(anything)})
	if !ok {
		return 0, 0, false
	}
	switch fieldKinds[strings.ToLower(name)] {
	case "status", "overall":
		kind = FieldStatus
	case "added", "updated":
		kind = FieldDate
	}
	return kind, f.value.Start, kind != 0
}

// SuppressionDirectives returns what a suppression comment can begin with.
func SuppressionDirectives() []string { return slices.Clone(directives) }

// IncludeOptions returns the options of an include as they are written.
func IncludeOptions() []string { return []string{"lines=", "recursive=false"} }

// UndefinedLabels returns the labels that a document uses in [text][label] without defining them, each once.
func UndefinedLabels(doc *markdown.Document) []string {
	var labels []string
	for r := range bracketPairs(doc) {
		if label := r.name(doc); !slices.Contains(labels, label) && !r.isNoReference(doc) && !looksLikeTarget(label) {
			labels = append(labels, label)
		}
	}
	return labels
}

// IsTaskFile tells by its place or name within a bank whether a document is about one task.
func IsTaskFile(b Bank, path string) bool { return isTaskFile(relativeTo(b.Root, path)) }
