package lsp

import (
	"github.com/tliron/glsp"
	protocol "github.com/tliron/glsp/protocol_3_16"
)

// selectionRange returns for each position what a growing selection takes in step by step.
func (v *view) selectionRange(_ *glsp.Context, params *protocol.SelectionRangeParams) ([]protocol.SelectionRange, error) {
	f, rel, ok := v.banked(params.TextDocument.URI)
	if !ok {
		return nil, nil
	}
	ranges := make([]protocol.SelectionRange, len(params.Positions))
	for i, position := range params.Positions {
		var selection *protocol.SelectionRange
		steps := v.ranges(f, rel, f.snapshot.Enclosing(rel, v.client.encoding.positionOffset(f.lines(rel), position)))
		for n := len(steps) - 1; n >= 0; n-- {
			selection = &protocol.SelectionRange{Range: steps[n], Parent: selection}
		}
		if selection == nil { // an empty document
			selection = &protocol.SelectionRange{}
		}
		ranges[i] = *selection
	}
	return ranges, nil
}
