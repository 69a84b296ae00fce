package lsp

import (
	"github.com/tliron/glsp"
	protocol "github.com/tliron/glsp/protocol_3_16"
)

// definition leads from a link, label, include or heading to what it names.
func (v *view) definition(_ *glsp.Context, params *protocol.DefinitionParams) (any, error) {
	p, ok := v.place(params.TextDocumentPositionParams)
	if !ok {
		return nil, nil
	}
	d, ok := p.folder.snapshot.Definition(p.rel, p.offset)
	if !ok {
		return nil, nil
	}
	link := v.locationLink(p, d)
	if v.client.locationLinks {
		return []protocol.LocationLink{link}, nil
	}
	return []protocol.Location{{URI: link.TargetURI, Range: link.TargetSelectionRange}}, nil
}
