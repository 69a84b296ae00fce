package bank

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"cortex/markdown"
	"cortex/rules"
)

// MoveSection returns the changes that move a section, named by its slug, to the end of another document of a bank. Its
// heading and those below it get the level of the sections there, and everything that names them follows.
func (s *Snapshot) MoveSection(ctx context.Context, from, slug, to string) ([]rules.Change, error) {
	section, target := s.Section(from, slug), s.judgedDocument(to)
	doc := s.judgedDocument(from)
	switch {
	case section == nil:
		return nil, fmt.Errorf("there is no section %q in %q", slug, from)
	case target == nil || from == to:
		return nil, fmt.Errorf("%q is no other document of a bank", to)
	case doc.Sections[0] == section && section.Level == 1:
		return nil, errors.New("the title belongs to its document")
	}
	g := &graft{snapshot: s, from: doc, span: section.Span(), to: to, before: target}
	levels, err := levelEdits(doc, section.Span(), topLevel(target)-section.Level)
	if err != nil {
		return nil, err
	}
	ending := rules.LineEnding(target.Text)
	end := len(strings.TrimRight(target.Text, "\r\n"))
	before := ""
	if end > 0 {
		before = ending + ending
	}
	arrived, err := g.text(g.span, levels)
	if err != nil {
		return nil, err
	}
	rest, moved := doc.Text[:g.span.Start]+doc.Text[g.span.End:], target.Text[:end]+before+arrived
	if err := g.prepare(map[string]*string{from: &rest, to: &moved}, end); err != nil {
		return nil, err
	}
	g.extra = levels
	place := markdown.Span{Start: end, End: len(target.Text)}
	changes, err := g.changes(ctx, func(text string) rules.Change {
		text = before + withEnding(text, ending) + ending
		return rules.Change{Path: to, Edits: []markdown.Edit{{Span: place, New: text}}}
	}, "")
	if err != nil {
		return nil, err
	}
	return g.checkedMove(changes, g.span, place, "")
}

// topLevel is the level of the sections of a document below its title.
func topLevel(doc *markdown.Document) int {
	if len(doc.Sections) == 0 {
		return 1
	}
	if first := doc.Sections[0]; first.Level > 1 {
		return first.Level
	}
	for _, section := range doc.Sections[0].Children {
		return section.Level
	}
	return 2
}

// levelEdits makes the headings in a part of a document deeper, or higher for a negative number.
func levelEdits(doc *markdown.Document, part markdown.Span, deeper int) ([]markdown.Edit, error) {
	var edits []markdown.Edit
	for s := range doc.All() {
		if deeper == 0 || !part.Contains(s.Heading) {
			continue
		}
		level := s.Level + deeper
		if level > 6 || level < 1 || s.Setext && strings.ContainsAny(s.Content.In(doc.Text), "\r\n") {
			return nil, fmt.Errorf("the heading %q cannot be of level %d", s.Title, level)
		}
		marks := markdown.Span{Start: s.Heading.Start, End: s.Heading.Start + s.Level}
		if s.Setext {
			underline := markdown.Span{Start: s.Content.End, End: s.Heading.End}
			edits = append(edits, insertion(s.Content.Start, strings.Repeat("#", level)+" "), markdown.Edit{Span: underline})
			continue
		}
		edits = append(edits, markdown.Edit{Span: marks, New: strings.Repeat("#", level)})
	}
	return edits, nil
}

// withEnding returns a text with another line ending.
func withEnding(text, ending string) string {
	if rules.LineEnding(text) == ending {
		return text
	}
	return strings.ReplaceAll(strings.ReplaceAll(text, "\r\n", "\n"), "\n", ending)
}
