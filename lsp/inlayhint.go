package lsp

import (
	"github.com/tliron/glsp"
)

// inlayHint returns the remarks in a part of a document, if the user wants to see them.
func (v *view) inlayHint(_ *glsp.Context, params *inlayHintParams) (any, error) {
	f, rel, ok := v.banked(params.TextDocument.URI)
	if !ok || !v.settingsOf(params.TextDocument.URI).InlayHints {
		return nil, nil
	}
	hints := []inlayHint{}
	for _, h := range f.snapshot.Hints(rel, v.client.encoding.rangeSpan(f.lines(rel), params.Range)) {
		at := v.client.encoding.offsetPosition(f.lines(rel), h.Offset)
		hints = append(hints, inlayHint{Position: at, Label: h.Text, PaddingLeft: true})
	}
	return hints, nil
}
