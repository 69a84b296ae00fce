package bank

import (
	"context"
	"errors"
	"fmt"
	"path"
	"slices"
	"strings"

	"cortex/markdown"
	"cortex/rules"
)

// ExtractSection returns the changes that put the body of a section, named by its slug, into a new document, with an include in its
// place. The heading stays and is the title of the new document, too; those below it are raised with it. To is the path of that, "" for one after the heading in the same folder.
func (s *Snapshot) ExtractSection(ctx context.Context, from, slug, to string) ([]rules.Change, error) {
	section := s.Section(from, slug)
	if section == nil {
		return nil, fmt.Errorf("there is no section %q in %q", slug, from)
	}
	if to == "" {
		to = s.freePath(path.Dir(from), strings.Trim(slug, "-"))
	}
	if s.stat(to) != rules.NoFile {
		return nil, fmt.Errorf("there is a %q already", to)
	}
	doc := s.judgedDocument(from)
	g := &graft{snapshot: s, from: doc, span: textIn(doc.Text, section.Body), to: to}
	if g.span.Len() <= 0 {
		return nil, errors.New("the section is empty")
	}
	if strings.ContainsAny(section.Content.In(doc.Text), "\r\n") {
		return nil, errors.New("the heading has several lines")
	}
	ending := rules.LineEnding(doc.Text)
	var err error
	if g.extra, err = levelEdits(doc, g.span, 1-section.Level); err != nil {
		return nil, err
	}
	head := "# " + section.Content.In(doc.Text) + ending + ending
	moved, rest := head+g.span.In(doc.Text)+ending, doc.Text[:g.span.Start]+doc.Text[g.span.End:]
	if err := g.prepare(map[string]*string{to: &moved, from: &rest}, len(head)); err != nil {
		return nil, err
	}
	include := fmt.Sprintf("{{include: %s#%s}}", rules.RelativePath(from, to), rules.IncludeName(g.after.judgedDocument(to).Sections[0]))
	changes, err := g.changes(ctx, func(text string) rules.Change {
		text = head + text + ending
		return rules.Change{Path: to, Create: &text}
	}, include)
	if err != nil {
		return nil, err
	}
	withHeading := markdown.Span{Start: section.Heading.Start, End: g.span.End}
	return g.checkedMove(changes, withHeading, markdown.Span{}, include)
}

// freePath returns the path of a new document in a folder.
func (s *Snapshot) freePath(folder, stem string) string {
	if stem == "" {
		stem = "section"
	}
	name := stem
	for n := 2; s.stat(path.Join(folder, name+".md")) != rules.NoFile; n++ {
		name = fmt.Sprintf("%s-%d", stem, n)
	}
	return path.Join(folder, name+".md")
}

// changes returns all changes of a graft that is no copy: place puts the text of the part into its new document, and what
// stands in its old place is instead.
func (g *graft) changes(ctx context.Context, place func(text string) rules.Change, instead string) ([]rules.Change, error) {
	edits, err := g.follow(ctx)
	if err != nil {
		return nil, err
	}
	needed, left, err := g.definitions()
	if err != nil {
		return nil, err
	}
	text, err := g.text(g.span, slices.Concat(edits[g.from.Path], g.extra))
	if err != nil {
		return nil, err
	}
	ending := rules.LineEnding(g.from.Text)
	changes := []rules.Change{place(withLines(strings.TrimRight(text, "\r\n"), ending, needed))}
	cut := g.span
	if before := strings.TrimRight(g.from.Text[:cut.Start], "\r\n"); instead == "" && len(left) == 0 && cut.End == len(g.from.Text) && before != "" {
		cut.Start = len(before) + len(ending) // no blank line is left at the end
	}
	edits[g.from.Path] = append(g.outside(edits[g.from.Path]), markdown.Edit{Span: cut, New: withLines(instead, ending, left)})
	for p, all := range edits {
		for _, e := range all {
			changes = withEdit(changes, p, e)
		}
	}
	return changes, nil
}

// withLines adds lines after a blank one.
func withLines(text, ending string, lines []string) string {
	if len(lines) == 0 {
		return text
	}
	added := strings.Join(lines, ending)
	if text == "" {
		return added + ending
	}
	return text + ending + ending + added
}
