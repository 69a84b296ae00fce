package lsp

import (
	"github.com/tliron/glsp"
	protocol "github.com/tliron/glsp/protocol_3_16"
)

// showReferences is the command by which a client that has it shows the references of what stands at a position of a document, its two
// arguments.
const showReferences = "cortex.showReferences"

// codeLens returns where there is something to remark above a line, if the user wants to see it.
func (v *view) codeLens(c *glsp.Context, params *protocol.CodeLensParams) ([]protocol.CodeLens, error) {
	f, rel, ok := v.banked(params.TextDocument.URI)
	if !ok || !v.settingsOf(params.TextDocument.URI).CodeLens {
		return nil, nil
	}
	found, err := f.snapshot.Lenses(c.Context, rel)
	if err != nil {
		return nil, err
	}
	lenses := make([]protocol.CodeLens, len(found))
	for i, l := range found {
		lenses[i] = protocol.CodeLens{Range: v.rangeOf(f, rel, l.Span), Data: sectionData{params.TextDocument.URI, l.Slug}}
	}
	return lenses, nil
}

// codeLensResolve adds the remark. It is a command that does nothing, unless the client says how references are shown: that
// differs from editor to editor.
func (v *view) codeLensResolve(c *glsp.Context, lens *codeLens) (any, error) {
	if lens.Data == nil {
		return lens, nil
	}
	lens.Command = &protocol.Command{}
	f, rel, ok := v.banked(lens.Data.URI)
	if !ok {
		return lens, nil
	}
	text, _, err := f.snapshot.LensText(c.Context, rel, lens.Data.Slug)
	lens.Command.Title = text
	if lens.Data.Slug != "" && v.client.showsReferences {
		lens.Command.Command, lens.Command.Arguments = showReferences, []any{lens.Data.URI, lens.Range.Start}
	}
	return lens, err
}
