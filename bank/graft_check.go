package bank

import (
	"errors"
	"fmt"
	"slices"

	"cortex/markdown"
	"cortex/rules"
)

// errOtherSaying is returned for a part in whose new place it or the text around it would not say what it says.
var errOtherSaying = errors.New("the text would say something else there")

// trial returns the two documents with changes made.
func (g *graft) trial(changes []rules.Change) (source, target *markdown.Document, err error) {
	texts := map[string]*string{}
	for _, c := range changes {
		if c.Create != nil {
			texts[c.Path] = c.Create
			continue
		}
		text, err := markdown.Apply(g.snapshot.File(c.Path).Text(), c.Edits)
		if err != nil {
			return nil, nil, fmt.Errorf("editing %q: %w", c.Path, err)
		}
		texts[c.Path] = &text
	}
	after := g.snapshot.with(texts)
	source, target = after.judgedDocument(g.from.Path), after.judgedDocument(g.to)
	if source == nil || target == nil {
		return nil, nil, fmt.Errorf("%q would be no document of a bank", g.to)
	}
	return source, target, nil
}

// checkedMove returns changes if with them all says what it says: part, in which the graft's is, moves to a place of the new document,
// and instead is left for it.
func (g *graft) checkedMove(changes []rules.Change, part, place markdown.Span, instead string) ([]rules.Change, error) {
	source, target, err := g.trial(changes)
	if err != nil {
		return nil, err
	}
	before := g.before
	if before == nil {
		before = markdown.Parse(g.to, "")
	}
	left, leftSame := insteadOf(g.from, g.span, source)
	arrived, arrivedSame := insteadOf(before, place, target)
	if !leftSame || !arrivedSame || !slices.EqualFunc(left, flowOf(markdown.Parse("", instead)), samePiece) ||
		!slices.EqualFunc(arrived, partOf(g.from, part), samePiece) {
		return nil, errOtherSaying
	}
	return changes, nil
}

// checkedCopy returns changes if with them all says what it says: a copy of the part takes a place of the new document. It may be
// in other elements there, but must have the same words.
func (g *graft) checkedCopy(changes []rules.Change, place markdown.Span) ([]rules.Change, error) {
	_, target, err := g.trial(changes)
	if err != nil {
		return nil, err
	}
	arrived, same := insteadOf(g.before, place, target)
	sameText := func(a, b markdown.Piece) bool { return a.Text == b.Text }
	if !same || !slices.EqualFunc(arrived, partOf(g.from, g.span), sameText) {
		return nil, errOtherSaying
	}
	return changes, nil
}
