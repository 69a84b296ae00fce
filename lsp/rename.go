package lsp

import (
	"github.com/tliron/glsp"
	protocol "github.com/tliron/glsp/protocol_3_16"

	"cortex/rules"
)

// prepareRename returns what at a position can get another name, and the name that it has.
func (v *view) prepareRename(_ *glsp.Context, params *protocol.PrepareRenameParams) (any, error) {
	p, ok := v.place(params.TextDocumentPositionParams)
	if !ok {
		return nil, nil
	}
	x, err := p.folder.snapshot.RenamableAt(p.rel, p.offset)
	if err != nil {
		return nil, err
	}
	return protocol.RangeWithPlaceholder{Range: v.location(p.folder, p.rel, x.Span).Range, Placeholder: x.Name}, nil
}

// rename returns the edits that give what stands at a position another name, wherever it is named.
func (v *view) rename(c *glsp.Context, params *protocol.RenameParams) (*protocol.WorkspaceEdit, error) {
	p, ok := v.place(params.TextDocumentPositionParams)
	if !ok {
		return nil, nil
	}
	defer v.begin(c, task{title: "Cortex: renaming", token: params.WorkDoneToken}).end()
	x, err := p.folder.snapshot.RenamableAt(p.rel, p.offset)
	if err != nil {
		return nil, err
	}
	edit, err := v.freshEdit(c.Context, p.folder, nil, func(f folder) ([]rules.Change, error) {
		return f.snapshot.Rename(c.Context, x, params.NewName)
	})
	if err != nil {
		return nil, err
	}
	return edit, nil
}
