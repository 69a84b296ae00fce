package lsp

import (
	"encoding/json"
	"fmt"

	"github.com/tliron/glsp"
	protocol "github.com/tliron/glsp/protocol_3_16"

	"cortex/bank"
	"cortex/rules"
)

// documentLink returns the links of a document that lead somewhere.
func (v *view) documentLink(_ *glsp.Context, params *protocol.DocumentLinkParams) ([]protocol.DocumentLink, error) {
	f, rel, ok := v.banked(params.TextDocument.URI)
	if !ok {
		return nil, nil
	}
	links := []protocol.DocumentLink{}
	found := f.snapshot.Links(rel)
	for i, line := range f.snapshot.Lines(found) {
		l := found[i]
		if target := v.linkTarget(f, l, line); target != "" {
			data := linkData{params.TextDocument.URI, l.Span.Start}
			links = append(links, protocol.DocumentLink{Range: v.rangeOf(f, rel, l.Target), Target: &target, Data: data})
		}
	}
	return links, nil
}

// linkData comes back with a link that is to be resolved.
type linkData struct {
	URI    string `json:"uri"`
	Offset int    `json:"offset"`
}

// linkTarget returns the URI of a link's target, with its line as a fragment, "" if there is none to open.
func (v *view) linkTarget(f folder, l bank.Link, line int) string {
	switch l.Leads.Kind {
	case rules.TargetURL:
		return l.Leads.Path
	case rules.TargetFolder:
		return v.uri(f, l.Leads.Path)
	case rules.TargetFile:
		uri := v.uri(f, l.Leads.Path)
		if line > 0 {
			uri += fmt.Sprintf("#L%d", line)
		}
		return uri
	}
	return ""
}

// documentLinkResolve adds what the link leads to in words. A link that is not there any more comes back as it was.
func (v *view) documentLinkResolve(_ *glsp.Context, params *protocol.DocumentLink) (*protocol.DocumentLink, error) {
	var data linkData
	if raw, err := json.Marshal(params.Data); err != nil || json.Unmarshal(raw, &data) != nil || !v.client.tooltips {
		return params, nil
	}
	f, rel, ok := v.banked(data.URI)
	if !ok {
		return params, nil
	}
	for _, l := range f.snapshot.Links(rel) {
		if l.Span.Start != data.Offset {
			continue
		}
		if title := f.snapshot.TitleOf(l); title != "" {
			params.Tooltip = &title
		}
	}
	return params, nil
}
