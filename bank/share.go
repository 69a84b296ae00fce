package bank

import (
	"context"
	"errors"
	"fmt"
	"hash/maphash"
	"slices"
	"strings"

	"cortex/markdown"
	"cortex/rules"
)

// longestExpanded bounds what is compared of a document with its includes resolved.
const longestExpanded = 1 << 20

// ShareSection returns the changes that put an include in the place of the text below the heading of a section, named by its slug: of the
// section with the same text that the first document of the bank has, as duplicate-block counts. To inline it gives the document back.
func (s *Snapshot) ShareSection(ctx context.Context, path, slug string) ([]rules.Change, error) {
	section := s.Section(path, slug)
	if section == nil {
		return nil, fmt.Errorf("there is no section %q in %q", slug, path)
	}
	doc := s.judgedDocument(path)
	kept, ok := s.earlierCopy(doc, section)
	if !ok {
		return nil, errors.New("no earlier document of the bank has the same text")
	}
	g := &graft{snapshot: s, from: doc, span: textIn(doc.Text, section.Body), to: kept.doc.Path}
	include := "{{include: " + kept.includedFrom(path) + "}}"
	shared := doc.Text[:g.span.Start] + include + doc.Text[g.span.End:]
	if err := g.prepare(map[string]*string{path: &shared}, kept.section.Body.Start); err != nil {
		return nil, err
	}
	if err := g.checkStays(ctx); err != nil {
		return nil, err
	}
	if err := g.checkInlined(ctx, include); err != nil {
		return nil, err
	}
	if err := g.checkExpanded(ctx, include); err != nil {
		return nil, err
	}
	return []rules.Change{{Path: path, Edits: []markdown.Edit{{Span: g.span, New: include}}}}, nil
}

// sharing returns the refactoring of a section whose text an earlier document has, too.
func (s *Snapshot) sharing(doc *markdown.Document, section *markdown.Section) []Refactoring {
	kept, ok := s.earlierCopy(doc, section)
	if !ok {
		return nil
	}
	title := fmt.Sprintf("Replace the text with an include of %q", kept.includedFrom(doc.Path))
	return []Refactoring{{Kind: Share, Title: title, Path: doc.Path, Slug: section.Slug, To: kept.doc.Path}}
}

// textCopy is a section that has the text of another.
type textCopy struct {
	doc     *markdown.Document
	section *markdown.Section
}

// includedFrom returns how an include in a document names the copy: by the heading where that is the only one, else by the slug.
func (c textCopy) includedFrom(path string) string {
	name := rules.IncludeName(c.section)
	found, ok := rules.AnchorsOf(c.doc).Find(rules.Reference{Kind: rules.ReferenceInclude, Fragment: name})
	if !ok || found.Section != c.section {
		name = c.section.Slug
	}
	return rules.RelativePath(path, c.doc.Path) + "#" + name
}

// earlierCopy finds the section of the first document before doc that has the text of one of its sections, false if there is none,
// or duplicate-block would not count it.
func (s *Snapshot) earlierCopy(doc *markdown.Document, section *markdown.Section) (textCopy, bool) {
	b := s.BankOf(doc.Path)
	if !rules.ComparesFile(b.relative(doc.Path)) || !rules.ComparesSection(doc, section) {
		return textCopy{}, false
	}
	text := bodyText(doc, section)
	hash := maphash.String(bodySeed, text)
	before, _ := slices.BinarySearch(b.Paths, doc.Path)
	for _, p := range b.Paths[:before] {
		other := s.judgedDocument(p)
		if other == nil || !rules.ComparesFile(b.relative(p)) {
			continue
		}
		for _, x := range bodies.Of(other) {
			if x.hash == hash && bodyText(other, x.section) == text {
				return textCopy{other, x.section}, true
			}
		}
	}
	return textCopy{}, false
}

// body is the text below the heading of a section, by its hash.
type body struct {
	hash    uint64
	section *markdown.Section
}

var bodySeed = maphash.MakeSeed()

// bodies are those of a document.
var bodies = markdown.Derive(func(doc *markdown.Document) []body {
	var all []body
	for section := range doc.All() {
		all = append(all, body{maphash.String(bodySeed, bodyText(doc, section)), section})
	}
	return all
})

// bodyText is what is compared: no blank lines around it, and one line ending for all.
func bodyText(doc *markdown.Document, section *markdown.Section) string {
	return strings.ReplaceAll(textIn(doc.Text, section.Body).In(doc.Text), "\r\n", "\n")
}

// checkStays tells why a reference would lead elsewhere: one of the text, or one to a heading in it or behind it.
func (g *graft) checkStays(ctx context.Context) error {
	edits, err := g.follow(ctx)
	if err != nil {
		return err
	}
	for _, all := range edits {
		if len(all) > 0 {
			return errors.New("links of the text or to its headings would lead elsewhere")
		}
	}
	_, left, err := g.definitions()
	if err == nil && len(left) > 0 {
		err = errors.New("the document uses link definitions of the text elsewhere")
	}
	return err
}

// checkInlined tells whether around the include everything is said as before, and to inline it gives the document back.
func (g *graft) checkInlined(ctx context.Context, include string) error {
	shared := g.after.judgedDocument(g.from.Path)
	instead, same := insteadOf(g.from, g.span, shared)
	if !same || !slices.EqualFunc(instead, flowOf(markdown.Parse("", include)), samePiece) {
		return errOtherSaying
	}
	changes, err := g.after.InlineInclude(ctx, g.from.Path, g.span.Start)
	if err != nil {
		return fmt.Errorf("inlining the include again: %w", err)
	}
	if len(changes) != 1 || changes[0].Path != g.from.Path {
		return errOtherSaying
	}
	if text, err := markdown.Apply(shared.Text, changes[0].Edits); err != nil || text != g.from.Text {
		return errOtherSaying
	}
	return nil
}

// checkExpanded tells whether the document, and those that include it, directly or through others, are the same with includes resolved,
// and all includes of the text can be.
func (g *graft) checkExpanded(ctx context.Context, include string) error {
	shared := g.after.judgedDocument(g.from.Path)
	e := &expander{snapshot: g.after, left: longestExpanded}
	e.write(new(strings.Builder), shared, markdown.Span{Start: g.span.Start, End: g.span.Start + len(include)})
	if e.failed {
		return errors.New("the include could not be resolved")
	}
	concerned, known := []string{g.from.Path}, map[string]bool{g.from.Path: true}
	for i := 0; i < len(concerned); i++ {
		p := concerned[i]
		if g.snapshot.expanded(p) != g.after.expanded(p) {
			return fmt.Errorf("%q would not be the same with its includes resolved", p)
		}
		includers, err := g.snapshot.Includers(ctx, documentPart(g.snapshot.judgedDocument(p)))
		if err != nil {
			return err
		}
		for _, x := range includers {
			if !known[x.Part.Path] {
				known[x.Part.Path] = true
				concerned = append(concerned, x.Part.Path)
			}
		}
	}
	return nil
}

// expanded returns a document with its includes resolved and one line ending for all.
func (s *Snapshot) expanded(path string) string {
	doc := s.judgedDocument(path)
	return strings.ReplaceAll(s.expand(doc, markdown.Span{End: len(doc.Text)}, longestExpanded), "\r\n", "\n")
}
