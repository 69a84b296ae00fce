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

// InlineInclude returns the changes that put the text that the include at an offset of a document stands for into its place, with
// links that lead where they led. Its headings are made so deep that they belong to the section around. Includes in it stay includes.
func (s *Snapshot) InlineInclude(ctx context.Context, path string, offset int) ([]rules.Change, error) {
	doc := s.judgedDocument(path)
	include, ok := includeAt(doc, offset)
	if !ok {
		return nil, errors.New("there is no include here")
	}
	source, span, err := s.included(doc, include)
	if err != nil {
		return nil, err
	}
	span = firstLines(source.Text, textIn(source.Text, span), include)
	g := &graft{snapshot: s, from: source, span: span, to: path, before: doc, copied: true}
	if err := g.checkInline(include); err != nil {
		return nil, err
	}
	whole := doc.Text[:include.Span.Start] + span.In(source.Text) + doc.Text[include.Span.End:]
	if err := g.prepare(map[string]*string{path: &whole}, include.Span.Start); err != nil {
		return nil, err
	}
	if g.extra, err = levelEdits(source, span, depthBelow(doc, include.Span.Start, source, span)); err != nil {
		return nil, err
	}
	changes, err := g.makeRoom(ctx, include.Span)
	if err != nil {
		return nil, err
	}
	return g.insert(ctx, changes, include.Span)
}

// depthBelow returns by how much the headings in a part of another document have to be deeper to stand below the section
// at an offset. They never get higher.
func depthBelow(doc *markdown.Document, offset int, source *markdown.Document, part markdown.Span) int {
	level, highest := 0, 7
	for s := range doc.All() {
		if s.Span().Start <= offset && offset < s.Span().End {
			level = s.Level
		}
	}
	for s := range source.All() {
		if part.Contains(s.Heading) {
			highest = min(highest, s.Level)
		}
	}
	return max(0, level+1-highest)
}

// includeAt returns the include at an offset of a document, which may be nil.
func includeAt(doc *markdown.Document, offset int) (markdown.Include, bool) {
	if doc == nil {
		return markdown.Include{}, false
	}
	i := slices.IndexFunc(doc.Includes, func(i markdown.Include) bool { return i.Span.Start <= offset && offset <= i.Span.End })
	if i < 0 {
		return markdown.Include{}, false
	}
	return doc.Includes[i], true
}

// checkInline tells why the text of an include cannot stand in its place.
func (g *graft) checkInline(include markdown.Include) error {
	text := g.span.In(g.from.Text)
	line := g.before.Lines.LineSpan(g.before.Lines.OffsetLine(include.Span.Start))
	alone := line.Start == include.Span.Start && strings.TrimSpace(g.before.Text[include.Span.End:line.End]) == ""
	nested := slices.ContainsFunc(g.from.Includes, func(i markdown.Include) bool { return g.span.Contains(i.Span) })
	switch {
	case g.from == g.before:
		return errors.New("the document includes a part of itself")
	case nested && !rules.IsRecursive(include):
		return errors.New("the text has includes, which are not to be resolved")
	case !alone && strings.ContainsAny(text, "\r\n"):
		return errors.New("the text has several lines, and the include shares its line with other text")
	}
	return nil
}

// makeRoom returns the edits with which references to anchors of the new document follow if the part takes the place of a span.
func (g *graft) makeRoom(ctx context.Context, place markdown.Span) ([]rules.Change, error) {
	after := g.after.judgedDocument(g.to)
	added := len(g.moved)
	if len(after.Anchors) != len(g.before.Anchors)+added {
		return nil, errors.New("the headings around it would be others")
	}
	renamed := map[markdown.Span]markdown.Anchor{}
	for i, a := range g.before.Anchors {
		if a.Span.Start > place.Start {
			i += added
		}
		renamed[a.Span] = after.Anchors[i]
	}
	changes, lost, err := g.snapshot.followAnchors(ctx, g.before, after, renamed, place)
	if err == nil {
		err = errors.Join(lost...)
	}
	return changes, err
}

// insert adds the edits that put the part in the place of a span, with the definitions that it needs at the end.
func (g *graft) insert(ctx context.Context, changes []rules.Change, place markdown.Span) ([]rules.Change, error) {
	edits, err := g.follow(ctx)
	if err != nil {
		return nil, err
	}
	needed, _, err := g.definitions()
	if err != nil {
		return nil, fmt.Errorf("taking over definitions: %w", err)
	}
	text, err := g.text(g.span, slices.Concat(edits[g.from.Path], g.extra))
	if err != nil {
		return nil, err
	}
	ending := rules.LineEnding(g.before.Text)
	changes = withEdit(changes, g.to, markdown.Edit{Span: place, New: withEnding(text, ending)})
	if len(needed) > 0 {
		end := len(g.before.Text)
		rest := markdown.Span{Start: len(strings.TrimRight(g.before.Text, "\r\n")), End: end}
		changes = withEdit(changes, g.to, markdown.Edit{Span: rest, New: ending + ending + withLines("", ending, needed)})
	}
	return g.checkedCopy(changes, place)
}
