package bank

import (
	"fmt"
	"slices"
	"strings"

	"cortex/markdown"
	"cortex/rules"
)

// FindSection returns the section of a document that a name means: its title, "Parent > Child" with as many of the headings around it
// as are needed, or "#" with its anchor. Letter case and spaces count only where several fit.
// The error is a *Refusal that names what there is.
func FindSection(doc *markdown.Document, name string) (*markdown.Section, error) {
	if slug, ok := strings.CutPrefix(strings.TrimSpace(name), "#"); ok && !strings.HasPrefix(slug, "#") && !strings.HasPrefix(slug, " ") {
		for s := range doc.All() {
			if strings.EqualFold(s.Slug, slug) {
				return s, nil
			}
		}
	}
	found := sectionsNamed(doc, name)
	if len(found) > 1 {
		if exact := slices.DeleteFunc(slices.Clone(found), func(s *markdown.Section) bool { return SectionPath(s) != strings.TrimSpace(name) }); len(exact) > 0 {
			found = exact
		}
	}
	switch len(found) {
	case 1:
		return found[0], nil
	case 0:
		return nil, noSection(doc, name)
	}
	var told []string
	for _, s := range found {
		told = append(told, fmt.Sprintf("%q (line %d, %q)", SectionPath(s), doc.Lines.OffsetLine(s.Heading.Start)+1, "#"+s.Slug))
	}
	return nil, refuse(Ambiguous, "%q fits %d sections of %q: name one by its path or its anchor: %s", name, len(found), doc.Path, firstFew(told))
}

// sectionsNamed returns the sections that a name fits: as one title, as a path, or as an anchor, whichever fits first.
func sectionsNamed(doc *markdown.Document, name string) []*markdown.Section {
	parts := strings.Split(name, ">")
	for _, fits := range []func(s *markdown.Section) bool{
		func(s *markdown.Section) bool { return titled(doc, s, name) },
		func(s *markdown.Section) bool { return leadsTo(doc, s, parts) },
		func(s *markdown.Section) bool { return strings.EqualFold(s.Slug, strings.TrimSpace(name)) },
	} {
		var found []*markdown.Section
		for s := range doc.All() {
			if fits(s) {
				found = append(found, s)
			}
		}
		if len(found) > 0 {
			return found
		}
	}
	return nil
}

// titled tells whether a section has that title, as text or as it is written.
func titled(doc *markdown.Document, s *markdown.Section, name string) bool {
	name = foldedTitle(name)
	return name != "" && (name == foldedTitle(s.Title) || name == foldedTitle(s.Content.In(doc.Text)))
}

// foldedTitle returns a title as titles are compared, without the marks of a heading.
func foldedTitle(title string) string {
	title = strings.TrimSpace(title)
	if marks := strings.TrimLeft(title, "#"); strings.HasPrefix(marks, " ") {
		title = marks
	}
	return strings.ToLower(strings.Join(strings.Fields(title), " "))
}

// leadsTo tells whether the last part is the title of a section, and those before it are of headings around it, in this order.
func leadsTo(doc *markdown.Document, s *markdown.Section, parts []string) bool {
	last := len(parts) - 1
	if !titled(doc, s, parts[last]) {
		return false
	}
	for at := s.Parent; last > 0; at = at.Parent {
		if at == nil {
			return false
		}
		if titled(doc, at, parts[last-1]) {
			last--
		}
	}
	return true
}

// noSection says which sections there are, the one that is meant first.
func noSection(doc *markdown.Document, name string) *Refusal {
	byTitle := map[string]string{}
	var titles, all []string
	for s := range doc.All() {
		all = append(all, fmt.Sprintf("%q", SectionPath(s)))
		titles = append(titles, s.Title)
		byTitle[s.Title] = SectionPath(s)
	}
	if len(all) == 0 {
		return refuse(NoSection, "%q has no headings: %q stands for the whole of it", doc.Path, WholeDocument)
	}
	parts := strings.Split(name, ">")
	if near, ok := rules.Nearest(strings.TrimSpace(parts[len(parts)-1]), titles); ok {
		return refuse(NoSection, "%q has no section %q, did you mean %q?", doc.Path, name, byTitle[near])
	}
	return refuse(NoSection, "%q has no section %q: it has %s", doc.Path, name, firstFew(all))
}

// firstFew joins names for a message.
func firstFew(names []string) string {
	const few = 12
	if len(names) > few {
		return fmt.Sprintf("%s and %d more", strings.Join(names[:few], ", "), len(names)-few)
	}
	return strings.Join(names, ", ")
}
