package bank

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"cortex/markdown"
	"cortex/rules"
)

// RenameHeading returns the changes that give a section of a document, named by its slug, another title, a piece of
// Markdown, with everything that names a section of the document whose anchor changes: with a title vanish and appear
// the numbers of others. It refuses with an error what cannot be done, also if a single link cannot follow.
func (s *Snapshot) RenameHeading(ctx context.Context, path, slug, title string) ([]rules.Change, error) {
	section := s.Section(path, slug)
	if section == nil {
		return nil, fmt.Errorf("there is no section %q in %q", slug, path)
	}
	title = strings.TrimSpace(title)
	before := s.judgedDocument(path)
	if other := namesake(before, section, title); other != nil {
		return nil, refuse(Exists, "there is a section %q already beside it", other.Title)
	}
	edit := titleEdit(before, section, title)
	after, err := s.withTitle(before, section, edit, title)
	if err != nil {
		return nil, err
	}
	changes, lost, err := s.followAnchors(ctx, before, after, anchorsAfter(before, after), section.Heading)
	if err != nil {
		return nil, err
	}
	if len(lost) > 0 {
		return nil, errors.Join(lost...)
	}
	return withEdit(changes, path, edit), nil
}

// namesake returns the section with a title beside a section, below the same parent, nil if there is none.
func namesake(doc *markdown.Document, section *markdown.Section, title string) *markdown.Section {
	siblings := doc.Sections
	for parent := range doc.All() {
		if slices.Contains(parent.Children, section) {
			siblings = parent.Children
		}
	}
	i := slices.IndexFunc(siblings, func(other *markdown.Section) bool {
		return other != section && strings.EqualFold(other.Content.In(doc.Text), title)
	})
	if i < 0 {
		return nil
	}
	return siblings[i]
}

// titleEdit puts a title into a heading, also into an empty one.
func titleEdit(doc *markdown.Document, section *markdown.Section, title string) markdown.Edit {
	if section.Content.Len() > 0 {
		return markdown.Edit{Span: section.Content, New: title}
	}
	marks := strings.TrimRight(section.Heading.In(doc.Text), " \t")
	end := section.Heading.Start + len(marks)
	return markdown.Edit{Span: markdown.Span{Start: end, End: end}, New: " " + title}
}

// withTitle returns the document with a heading that reads title, or an error if the title does not make one.
func (s *Snapshot) withTitle(doc *markdown.Document, section *markdown.Section, edit markdown.Edit, title string) (*markdown.Document, error) {
	switch {
	case title == "":
		return nil, errors.New("a heading needs a title")
	case strings.ContainsAny(title, "\r\n"):
		return nil, refuse(BadName, "a title is one line")
	case title == section.Content.In(doc.Text):
		return nil, refuse(BadName, "the heading reads %q already", title)
	}
	after, err := s.edited(doc, []markdown.Edit{edit})
	if err != nil {
		return nil, err
	}
	renamed := sectionAt(after, section.Heading.Start)
	if renamed == nil || renamed.Content.In(after.Text) != title || renamed.Level != section.Level || len(headingsOf(after)) != len(headingsOf(doc)) {
		return nil, fmt.Errorf("%q does not make a title", title)
	}
	if strings.Trim(renamed.Slug, "-") == "" {
		return nil, fmt.Errorf("%q makes no anchor: a title needs a letter or digit", title)
	}
	return after, nil
}

// edited returns the document with other text; the error tells that it takes too long to parse.
func (s *Snapshot) edited(doc *markdown.Document, edits []markdown.Edit) (*markdown.Document, error) {
	text, err := markdown.Apply(doc.Text, edits)
	if err != nil {
		return nil, fmt.Errorf("editing %q: %w", doc.Path, err)
	}
	after := newFile(doc.Path, text).content.document(s.engine)
	if after == nil {
		return nil, fmt.Errorf("%q takes too long to parse", doc.Path)
	}
	return after, nil
}

func sectionAt(doc *markdown.Document, start int) *markdown.Section {
	for section := range doc.All() {
		if section.Heading.Start == start {
			return section
		}
	}
	return nil
}

// headingsOf returns the anchors of a document that are headings.
func headingsOf(doc *markdown.Document) []markdown.Anchor {
	return slices.DeleteFunc(slices.Clone(doc.Anchors), func(a markdown.Anchor) bool { return a.Kind != markdown.AnchorHeading })
}

// followAnchors returns the edits with which all references to anchors of a document follow a change of its headings,
// sorted by path, and what cannot follow. Renamed holds for each anchor before, by its span, what it is afterwards. References
// in skip, a part of the document, are rewritten by somebody else.
func (s *Snapshot) followAnchors(
	ctx context.Context, before, after *markdown.Document, renamed map[markdown.Span]markdown.Anchor, skip markdown.Span,
) (changes []rules.Change, lost []error, err error) {
	was, now := rules.AnchorsOf(before), rules.AnchorsOf(after)
	err = s.graph.ask(ctx, s, func() {
		for from, l := range s.graph.linksWith(before.Path, otherwise(before, was, now, renamed)) {
			anchor, named := was.Find(l.Reference)
			if !named || l.Kind == rules.ReferenceUse || from == before.Path && skip.Contains(l.Span) {
				continue
			}
			doc := s.document(from)
			if doc == nil {
				continue
			}
			edit, err := l.FollowAnchor(doc.Text, anchor, renamed[anchor.Span], now)
			if err != nil {
				lost = append(lost, fmt.Errorf("%s: %w", from, err))
			} else if edit != nil {
				changes = addedEdit(changes, from, *edit)
			}
		}
	})
	return changes, lost, err
}

// otherwise returns the fragments that name another anchor afterwards than the one that they named.
func otherwise(before *markdown.Document, was, now *rules.Anchors, renamed map[markdown.Span]markdown.Anchor) []string {
	fragments := []string{}
	for _, a := range before.Anchors {
		link := rules.Reference{Kind: rules.ReferenceLink, Fragment: a.Slug}
		anchor, _ := was.Find(link)
		if found, ok := now.Find(link); !ok || found.Span != renamed[anchor.Span].Span {
			fragments = append(fragments, rules.CleanFragment(a.Slug))
		}
	}
	return fragments
}

// addedEdit adds an edit to changes that are sorted by path and end at the most with that of this file.
func addedEdit(changes []rules.Change, path string, edit markdown.Edit) []rules.Change {
	if n := len(changes); n == 0 || changes[n-1].Path != path {
		changes = append(changes, rules.Change{Path: path})
	}
	last := &changes[len(changes)-1]
	last.Edits = append(last.Edits, edit)
	return changes
}

// anchorsAfter returns for each anchor of a document, by its span, what it is in a text that differs in titles only.
func anchorsAfter(before, after *markdown.Document) map[markdown.Span]markdown.Anchor {
	type name struct {
		kind markdown.AnchorKind
		slug string
	}
	headings := headingsOf(after)
	others := map[name][]markdown.Anchor{}
	for _, a := range after.Anchors {
		if a.Kind != markdown.AnchorHeading {
			others[name{a.Kind, a.Slug}] = append(others[name{a.Kind, a.Slug}], a)
		}
	}
	renamed := map[markdown.Span]markdown.Anchor{}
	for _, a := range before.Anchors {
		if a.Kind == markdown.AnchorHeading {
			renamed[a.Span], headings = headings[0], headings[1:]
		} else if of := (name{a.Kind, a.Slug}); len(others[of]) > 0 {
			renamed[a.Span], others[of] = others[of][0], others[of][1:]
		}
	}
	return renamed
}

// withEdit adds an edit to the changes of a file.
func withEdit(changes []rules.Change, path string, edit markdown.Edit) []rules.Change {
	i := slices.IndexFunc(changes, func(c rules.Change) bool { return c.Path == path })
	if i < 0 {
		changes = append(changes, rules.Change{Path: path})
		i = len(changes) - 1
	}
	changes[i].Edits = append(slices.Clip(changes[i].Edits), edit)
	slices.SortFunc(changes, func(a, b rules.Change) int { return strings.Compare(a.Path, b.Path) })
	return changes
}
