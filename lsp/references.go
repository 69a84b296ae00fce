package lsp

import (
	"github.com/tliron/glsp"
	protocol "github.com/tliron/glsp/protocol_3_16"
)

// references returns who names what stands at a position.
func (v *view) references(c *glsp.Context, params *protocol.ReferenceParams) ([]protocol.Location, error) {
	p, ok := v.place(params.TextDocumentPositionParams)
	if !ok {
		return nil, nil
	}
	defer v.begin(c, task{title: "Cortex: looking for references", token: params.WorkDoneToken}).end()
	found, err := p.folder.snapshot.References(c.Context, p.rel, p.offset, params.Context.IncludeDeclaration)
	if found == nil || err != nil {
		return nil, err
	}
	locations := make([]protocol.Location, len(found))
	for i, l := range found {
		locations[i] = v.location(p.folder, l.Path, l.Span)
	}
	return locations, nil
}

// documentHighlight returns where the document itself names what stands at a position.
func (v *view) documentHighlight(_ *glsp.Context, params *protocol.DocumentHighlightParams) ([]protocol.DocumentHighlight, error) {
	p, ok := v.place(params.TextDocumentPositionParams)
	if !ok {
		return nil, nil
	}
	var highlights []protocol.DocumentHighlight
	for _, h := range p.folder.snapshot.Highlights(p.rel, p.offset) {
		kind := protocol.DocumentHighlightKindRead
		if h.Declares {
			kind = protocol.DocumentHighlightKindWrite
		}
		highlights = append(highlights, protocol.DocumentHighlight{Range: v.rangeOf(p.folder, p.rel, h.Span), Kind: &kind})
	}
	return highlights, nil
}
