package bank

import (
	"cmp"
	"slices"

	"cortex/markdown"
	"cortex/rules"
)

// saying is what a document says: words and code in elements that are nested in some way, anchors, and links to targets. Comments,
// definitions and blank lines say nothing.
type saying struct {
	doc  *markdown.Document
	flow []markdown.Piece
}

func sayingOf(doc *markdown.Document) saying { return saying{doc, doc.Flow()} }

// isOf tells whether another text of the document says the same.
func (s saying) isOf(doc *markdown.Document) bool {
	sameAnchor := func(a, b markdown.Anchor) bool { return a.Kind == b.Kind && a.Slug == b.Slug }
	sameLink := func(a, b markdown.Link) bool {
		return a.Kind == b.Kind && a.Label == b.Label && a.Destination == b.Destination
	}
	return slices.EqualFunc(s.flow, doc.Flow(), samePiece) &&
		slices.EqualFunc(s.doc.Anchors, doc.Anchors, sameAnchor) && slices.EqualFunc(s.doc.Links, doc.Links, sameLink)
}

func samePiece(a, b markdown.Piece) bool { return a.Path == b.Path && a.Text == b.Text }

// insteadOf returns what a document shows in the place of a part of an earlier text, and false if around that it does not say the
// same: where references lead, and how that is written, may differ.
func insteadOf(before *markdown.Document, part markdown.Span, after *markdown.Document) ([]markdown.Piece, bool) {
	var ahead, behind []markdown.Piece
	for _, p := range flowOf(before) {
		switch {
		case p.Span.End <= part.Start:
			ahead = append(ahead, p)
		case part.End <= p.Span.Start:
			behind = append(behind, p)
		}
	}
	now := flowOf(after)
	rest := len(now) - len(behind)
	if rest < len(ahead) || !slices.EqualFunc(ahead, now[:len(ahead)], samePiece) || !slices.EqualFunc(behind, now[rest:], samePiece) {
		return nil, false
	}
	return now[len(ahead):rest], true
}

// partOf returns what a document shows in a part of it.
func partOf(doc *markdown.Document, part markdown.Span) []markdown.Piece {
	return slices.DeleteFunc(flowOf(doc), func(p markdown.Piece) bool { return !part.Contains(p.Span) })
}

// flowOf returns what a document shows, with one piece without a text for the target of each reference: that is written
// anew when the reference follows.
func flowOf(doc *markdown.Document) []markdown.Piece {
	var targets []markdown.Span
	for _, r := range rules.References(doc) {
		if r.Kind != rules.ReferenceUse && r.Kind != rules.ReferenceTask {
			targets = append(targets, r.Target)
		}
	}
	slices.SortFunc(targets, func(a, b markdown.Span) int { return cmp.Compare(a.Start, b.Start) })
	var flow []markdown.Piece
	inTarget := false
	for _, p := range doc.Flow() {
		for len(targets) > 0 && targets[0].End <= p.Span.Start {
			targets, inTarget = targets[1:], false
		}
		if len(targets) > 0 && targets[0].Start < p.Span.End {
			if inTarget {
				continue
			}
			inTarget, p.Text = true, ""
		}
		flow = append(flow, p)
	}
	return flow
}
