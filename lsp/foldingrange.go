package lsp

import (
	"cmp"
	"slices"

	"github.com/tliron/glsp"
	protocol "github.com/tliron/glsp/protocol_3_16"
)

// foldingRange returns what can be folded, as much of it as the client wants: the outer before the inner.
func (v *view) foldingRange(_ *glsp.Context, params *protocol.FoldingRangeParams) ([]protocol.FoldingRange, error) {
	f, rel, ok := v.banked(params.TextDocument.URI)
	if !ok {
		return nil, nil
	}
	ranges := []protocol.FoldingRange{}
	for _, fold := range f.snapshot.Folds(rel) {
		place := v.rangeOf(f, rel, fold.Span)
		r := protocol.FoldingRange{StartLine: place.Start.Line, EndLine: place.End.Line}
		if !v.client.wholeLines {
			r.EndCharacter = &place.End.Character
		}
		if fold.Comment {
			kind := string(protocol.FoldingRangeKindComment)
			r.Kind = &kind
		}
		ranges = append(ranges, r)
	}
	return v.fewest(oneByLine(ranges)), nil
}

// oneByLine drops what begins on the same line as another one, the longest of which stays: clients show one.
func oneByLine(ranges []protocol.FoldingRange) []protocol.FoldingRange {
	return slices.CompactFunc(ranges, func(a, b protocol.FoldingRange) bool { return a.StartLine == b.StartLine })
}

// fewest keeps as many ranges as the client wants, those with the fewest others around them.
func (v *view) fewest(ranges []protocol.FoldingRange) []protocol.FoldingRange {
	if v.client.maxFolds <= 0 || len(ranges) <= v.client.maxFolds {
		return ranges
	}
	type nested struct {
		depth int
		fold  protocol.FoldingRange
	}
	var all []nested
	var open []protocol.UInteger
	for _, r := range ranges {
		for len(open) > 0 && open[len(open)-1] < r.StartLine {
			open = open[:len(open)-1]
		}
		all = append(all, nested{len(open), r})
		open = append(open, r.EndLine)
	}
	slices.SortStableFunc(all, func(a, b nested) int { return cmp.Compare(a.depth, b.depth) })
	kept := ranges[:0]
	for _, n := range all[:v.client.maxFolds] {
		kept = append(kept, n.fold)
	}
	slices.SortFunc(kept, func(a, b protocol.FoldingRange) int { return cmp.Compare(a.StartLine, b.StartLine) })
	return kept
}
