package lsp

import (
	"cmp"
	"maps"
	"slices"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"cortex/rules"
)

// workspaceEdit converts the changes of a fix to the form that the client can carry
// out; nil if it cannot. Clients that create or rename files are taken to understand documentChanges:
// there is no other way to say it, though Neovim announces the one and not the other.
func (v *view) workspaceEdit(f folder, changes []rules.Change) *protocol.WorkspaceEdit {
	if v.loses(f, changes) != nil {
		return nil
	}
	operations := false
	for _, c := range changes {
		switch {
		case c.Create != nil && !v.client.createFiles, c.Rename != "" && !v.client.renameFiles:
			return nil
		case c.Create != nil || c.Rename != "":
			operations = true
		case f.lines(c.Path) == nil:
			return nil
		}
	}
	if operations || v.client.documentChanges {
		return &protocol.WorkspaceEdit{DocumentChanges: v.documentChanges(f, changes)}
	}
	edits := map[string][]protocol.TextEdit{}
	for _, c := range changes {
		uri := v.uri(f, c.Path)
		edits[uri] = append(edits[uri], v.client.encoding.textEdits(f.lines(c.Path), c.Edits)...)
	}
	return &protocol.WorkspaceEdit{Changes: edits}
}

// documentChanges converts changes to versioned edits and file operations, in order.
func (v *view) documentChanges(f folder, changes []rules.Change) []any {
	var converted []any
	for _, c := range changes {
		uri := v.uri(f, c.Path)
		switch {
		case c.Create != nil:
			whole := protocol.TextEdit{NewText: *c.Create}
			converted = append(converted,
				protocol.CreateFile{Kind: "create", URI: uri},
				v.textDocumentEdit(f, c.Path, []protocol.TextEdit{whole}))
		case c.Rename != "":
			converted = append(converted, protocol.RenameFile{Kind: "rename", OldURI: uri, NewURI: v.uri(f, c.Rename)})
		default:
			converted = append(converted, v.textDocumentEdit(f, c.Path, v.client.encoding.textEdits(f.lines(c.Path), c.Edits)))
		}
	}
	return converted
}

// textDocumentEdit carries the version of an open document, so that the client can refuse
// an edit that comes too late.
func (v *view) textDocumentEdit(f folder, rel string, edits []protocol.TextEdit) protocol.TextDocumentEdit {
	var id protocol.OptionalVersionedTextDocumentIdentifier
	id.URI = v.uri(f, rel)
	if d := v.opened(f, rel); d != nil {
		id.Version = &d.version
	}
	converted := make([]any, len(edits))
	for i, e := range edits {
		converted[i] = e
	}
	return protocol.TextDocumentEdit{TextDocument: id, Edits: converted}
}

// joinedEdits adds the edits of texts that another folder makes. No document is edited twice: each edit is one of the text that
// there is now.
func joinedEdits(edit, other *protocol.WorkspaceEdit) *protocol.WorkspaceEdit {
	if edit == nil || other == nil {
		return cmp.Or(edit, other)
	}
	all := &protocol.WorkspaceEdit{DocumentChanges: slices.Clone(edit.DocumentChanges), Changes: maps.Clone(other.Changes)}
	maps.Copy(all.Changes, edit.Changes)
	known := map[string]bool{}
	for _, c := range edit.DocumentChanges {
		known[c.(protocol.TextDocumentEdit).TextDocument.URI] = true
	}
	for _, c := range other.DocumentChanges {
		if !known[c.(protocol.TextDocumentEdit).TextDocument.URI] {
			all.DocumentChanges = append(all.DocumentChanges, c)
		}
	}
	return all
}
