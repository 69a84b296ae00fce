package lsp

import (
	"github.com/sourcegraph/jsonrpc2"
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
	changes, err := p.folder.snapshot.RenameAt(c.Context, p.rel, p.offset, params.NewName)
	if err != nil {
		return nil, err
	}
	edit := v.workspaceEdit(p.folder, changes)
	switch {
	case edit == nil:
		return nil, &jsonrpc2.Error{Code: codeRequestFailed, Message: "the editor does not let language servers rename files: rename it there, and links follow if it can ask"}
	case v.outdated(p.folder, changes):
		return nil, contentModified()
	}
	return edit, nil
}

// outdated tells whether a text that changes are about has changed since the view was taken.
func (v *view) outdated(f folder, changes []rules.Change) bool {
	for _, now := range v.latest.Load().folders {
		if now.root != f.root {
			continue
		}
		for _, c := range changes {
			before, after := f.snapshot.File(c.Path), now.snapshot.File(c.Path)
			if (before == nil) != (after == nil) || before != nil && before.Text != after.Text {
				return true
			}
		}
		return false
	}
	return true
}
