package bank

import (
	"context"
	"errors"
	"fmt"
	"maps"
	"slices"
	"strings"

	"cortex/markdown"
	"cortex/rules"
)

// graft is a part of a document that is taken over into another one, with references that lead where they led.
type graft struct {
	snapshot *Snapshot
	from     *markdown.Document
	span     markdown.Span
	// to is the path of the document that takes it over; before is its text as it was, nil if it is new.
	to     string
	before *markdown.Document
	// extra are edits of the part, on the old document, beside those of references.
	extra []markdown.Edit
	// copied tells that the part stays where it is, too.
	copied bool

	// after is the snapshot with the part in its new place, its references still as they were. Moved and stayed are the
	// anchors then, in the new place and in the old document, for each anchor before by its span.
	after         *Snapshot
	moved, stayed map[markdown.Span]markdown.Anchor
}

// errFootnotes is returned for a part with footnotes: they belong to their document.
var errFootnotes = errors.New("a text with footnotes belongs to its document")

// prepare settles what follows when the part is in its new place, given the texts afterwards by path and where in the new document the part begins.
func (g *graft) prepare(texts map[string]*string, at int) error {
	if strings.Contains(g.span.In(g.from.Text), "[^") {
		return errFootnotes
	}
	g.after = g.snapshot.with(texts)
	source, target := g.after.judgedDocument(g.from.Path), g.after.judgedDocument(g.to)
	if source == nil || target == nil {
		return fmt.Errorf("%q would be no document of a bank", g.to)
	}
	var inside, outside []markdown.Anchor
	for _, a := range g.from.Anchors {
		if g.span.Contains(a.Span) {
			inside = append(inside, a)
		} else {
			outside = append(outside, a)
		}
	}
	arrived := slices.DeleteFunc(slices.Clone(target.Anchors), func(a markdown.Anchor) bool { return a.Span.Start < at })
	if len(arrived) < len(inside) {
		return errors.New("its headings would be none in the other document")
	}
	g.moved, g.stayed = pairs(inside, arrived), map[markdown.Span]markdown.Anchor{}
	if !g.copied {
		if len(source.Anchors) != len(outside) {
			return errors.New("the headings around it would be others without it")
		}
		g.stayed = pairs(outside, source.Anchors)
	}
	return nil
}

// pairs maps anchors by their spans to those at the same place of another list.
func pairs(before, after []markdown.Anchor) map[markdown.Span]markdown.Anchor {
	paired := make(map[markdown.Span]markdown.Anchor, len(before))
	for i, a := range before {
		paired[a.Span] = after[i]
	}
	return paired
}

// follow returns the edits, by path, with which all references follow. Those of the part are on the old document.
func (g *graft) follow(ctx context.Context) (map[string][]markdown.Edit, error) {
	links := map[string][]Link{g.from.Path: g.snapshot.Links(g.from.Path)}
	if !g.copied {
		err := g.snapshot.graph.ask(ctx, g.snapshot, func() {
			for from, l := range g.snapshot.graph.linksTo(g.from.Path) {
				if from != g.from.Path {
					links[from] = append(links[from], l)
				}
			}
		})
		if err != nil {
			return nil, err
		}
	}
	edits := map[string][]markdown.Edit{}
	for _, p := range slices.Sorted(maps.Keys(links)) {
		for _, l := range links[p] {
			found, err := g.followLink(p, l, p == g.from.Path && g.span.Contains(l.Span))
			if err != nil {
				return nil, fmt.Errorf("%s: %w", p, err)
			}
			edits[p] = append(edits[p], found...)
		}
	}
	return edits, nil
}

// followLink returns the edits with which one reference of a document follows. InPart tells that it goes with the part.
func (g *graft) followLink(from string, l Link, inPart bool) ([]markdown.Edit, error) {
	if l.Kind == rules.ReferenceUse || l.Leads.Kind != rules.TargetFile && l.Leads.Kind != rules.TargetFolder || g.copied && !inPart {
		return nil, nil
	}
	f := rules.Following{
		Before: &lookups{snapshot: g.snapshot, bank: g.snapshot.BankOf(from)},
		From:   from, To: from, Renamed: func(p string) string { return p },
	}
	if inPart {
		f.To = g.to
	}
	f.After = &lookups{snapshot: g.after, bank: g.after.BankOf(f.To)}
	want, was, anchor, named := g.wanted(l)
	text := g.snapshot.judgedDocument(from).Text
	var edits []markdown.Edit
	if edit, err := f.Path(text, l.Reference, want); err != nil {
		return nil, err
	} else if edit != nil {
		edits = append(edits, *edit)
	}
	if !named {
		return edits, nil
	}
	edit, err := l.FollowAnchor(text, was, anchor, rules.AnchorsOf(g.after.judgedDocument(want)))
	if edit != nil {
		edits = append(edits, *edit)
	}
	return edits, err
}

// wanted returns the path that a reference leads to afterwards. If it names an anchor of the old document, so that
// it may have to name another, was is that and anchor the one afterwards.
func (g *graft) wanted(l Link) (path string, was, anchor markdown.Anchor, named bool) {
	if l.Leads.Path != g.from.Path {
		return l.Leads.Path, was, anchor, false
	}
	was, found := rules.AnchorsOf(g.from).Find(l.Reference)
	if found && g.span.Contains(was.Span) && (!g.copied || l.Path == "") {
		return g.to, was, g.moved[was.Span], true
	}
	anchor, named = g.stayed[was.Span]
	return g.from.Path, was, anchor, found && named
}

// text returns a span of the old document with those edits that are in it.
func (g *graft) text(span markdown.Span, edits []markdown.Edit) (string, error) {
	var inSpan []markdown.Edit
	for _, e := range edits {
		if span.Contains(e.Span) {
			e.Span.Start, e.Span.End = e.Span.Start-span.Start, e.Span.End-span.Start
			inSpan = append(inSpan, e)
		}
	}
	return markdown.Apply(span.In(g.from.Text), inSpan)
}

// outside returns those edits of the old document that are not of the part.
func (g *graft) outside(edits []markdown.Edit) []markdown.Edit {
	return slices.DeleteFunc(slices.Clone(edits), func(e markdown.Edit) bool { return g.span.Contains(e.Span) })
}

// definitions returns link definitions as they are to be written on the other side, each on a line: those that the part
// needs and leaves behind, and those that the old document needs and that go with the part.
func (g *graft) definitions() (needed, left []string, err error) {
	references := rules.References(g.from)
	usedHere, usedThere := map[string]bool{}, map[string]bool{}
	for _, r := range references {
		if r.Kind == rules.ReferenceUse && g.span.Contains(r.Span) {
			usedHere[r.Label] = true
		} else if r.Kind == rules.ReferenceUse {
			usedThere[r.Label] = true
		}
	}
	for _, r := range references {
		if r.Kind != rules.ReferenceDefinition || r.Hidden {
			continue
		}
		inPart := g.span.Contains(r.Span)
		if g.before != nil && (inPart || usedHere[r.Label]) && len(labelled(g.before, r.Label)) > 0 {
			return nil, nil, fmt.Errorf("both documents have a link label %q", r.Text.In(g.from.Text))
		}
		if !inPart && usedHere[r.Label] {
			needed, err = g.addDefinition(needed, r, true)
		} else if inPart && usedThere[r.Label] && !g.copied {
			left, err = g.addDefinition(left, r, false)
		}
		if err != nil {
			return nil, nil, err
		}
	}
	return needed, left, nil
}

// addDefinition adds a definition of the old document as it is to be written there, or with the part in the new one.
func (g *graft) addDefinition(written []string, r rules.Reference, withPart bool) ([]string, error) {
	edits, err := g.followLink(g.from.Path, Link{r, g.snapshot.resolve(r, g.from.Path)}, withPart)
	if err != nil {
		return nil, err
	}
	text, err := g.text(r.Span, edits)
	return append(written, text), err
}
