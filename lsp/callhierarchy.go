package lsp

import (
	"encoding/json"

	"github.com/tliron/glsp"
	protocol "github.com/tliron/glsp/protocol_3_16"

	"cortex/bank"
)

// prepareCallHierarchy returns the part of a bank whose includes are asked for: an include is a call.
func (v *view) prepareCallHierarchy(_ *glsp.Context, params *protocol.CallHierarchyPrepareParams) ([]protocol.CallHierarchyItem, error) {
	p, ok := v.place(params.TextDocumentPositionParams)
	if !ok {
		return nil, nil
	}
	part, ok := p.folder.snapshot.PartAt(p.rel, p.offset)
	if !ok {
		return nil, nil
	}
	return []protocol.CallHierarchyItem{v.callHierarchyItem(p.folder, part)}, nil
}

// incomingCalls returns who includes a part.
func (v *view) incomingCalls(c *glsp.Context, params *protocol.CallHierarchyIncomingCallsParams) ([]protocol.CallHierarchyIncomingCall, error) {
	f, part, ok := v.part(params.Item)
	if !ok {
		return nil, nil
	}
	found, err := f.snapshot.Includers(c.Context, part)
	if err != nil {
		return nil, err
	}
	calls := make([]protocol.CallHierarchyIncomingCall, len(found))
	for i, inclusion := range found {
		calls[i].From = v.callHierarchyItem(f, inclusion.Part)
		calls[i].FromRanges = v.ranges(f, inclusion.Part.Path, inclusion.Spans)
	}
	return calls, nil
}

// outgoingCalls returns what a part includes.
func (v *view) outgoingCalls(_ *glsp.Context, params *protocol.CallHierarchyOutgoingCallsParams) ([]protocol.CallHierarchyOutgoingCall, error) {
	f, part, ok := v.part(params.Item)
	if !ok {
		return nil, nil
	}
	found := f.snapshot.Included(part)
	calls := make([]protocol.CallHierarchyOutgoingCall, len(found))
	for i, inclusion := range found {
		calls[i].To = v.callHierarchyItem(f, inclusion.Part)
		calls[i].FromRanges = v.ranges(f, part.Path, inclusion.Spans)
	}
	return calls, nil
}

func (v *view) callHierarchyItem(f folder, part bank.Part) protocol.CallHierarchyItem {
	kind := protocol.SymbolKindFile
	if part.Slug != "" {
		kind = protocol.SymbolKindString
	}
	whole := v.location(f, part.Path, part.Whole)
	return protocol.CallHierarchyItem{
		Name:           symbolName(part.Title),
		Kind:           kind,
		Detail:         &part.Path,
		URI:            whole.URI,
		Range:          whole.Range,
		SelectionRange: v.rangeOf(f, part.Path, part.Selection),
		Data:           sectionData{whole.URI, part.Slug},
	}
}

// part returns the part that an item of an earlier answer names.
func (v *view) part(item protocol.CallHierarchyItem) (folder, bank.Part, bool) {
	var data sectionData
	raw, err := json.Marshal(item.Data)
	if err != nil || json.Unmarshal(raw, &data) != nil {
		return folder{}, bank.Part{}, false
	}
	f, rel, ok := v.banked(data.URI)
	if !ok {
		return folder{}, bank.Part{}, false
	}
	part, ok := f.snapshot.Part(rel, data.Slug)
	return f, part, ok
}
