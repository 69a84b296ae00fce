package lsp

import (
	"github.com/tliron/glsp"
	protocol "github.com/tliron/glsp/protocol_3_16"
)

// hover shows where a link leads, and the manual of what is reported.
func (v *view) hover(c *glsp.Context, params *protocol.HoverParams) (*protocol.Hover, error) {
	p, ok := v.place(params.TextDocumentPositionParams)
	if !ok {
		return nil, nil
	}
	found, ok, err := p.folder.snapshot.Hover(c.Context, p.rel, p.offset)
	if !ok || err != nil {
		return nil, err
	}
	kind := protocol.MarkupKindPlainText
	if v.client.markdown {
		kind = protocol.MarkupKindMarkdown
	}
	about := v.rangeOf(p.folder, p.rel, found.Span)
	return &protocol.Hover{Contents: protocol.MarkupContent{Kind: kind, Value: found.Markdown}, Range: &about}, nil
}
