package lsp

import (
	"maps"
	"path/filepath"
	"slices"
	"strings"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

func (c *session) didOpen(uri, text string) {
	c.notify("textDocument/didOpen", protocol.DidOpenTextDocumentParams{
		TextDocument: protocol.TextDocumentItem{URI: uri, LanguageID: "markdown", Version: 1, Text: text},
	})
	c.puller.saw(uri, 1, false)
}

func (c *session) didChange(uri string, version int32, changes ...any) {
	id := protocol.VersionedTextDocumentIdentifier{Version: version}
	id.URI = uri
	c.notify("textDocument/didChange", protocol.DidChangeTextDocumentParams{TextDocument: id, ContentChanges: changes})
	c.puller.saw(uri, version, false)
}

func (c *session) didClose(uri string) {
	c.notify("textDocument/didClose", protocol.DidCloseTextDocumentParams{TextDocument: protocol.TextDocumentIdentifier{URI: uri}})
	c.puller.saw(uri, 0, true)
}

func (c *session) didSave(uri string) {
	c.notify("textDocument/didSave", protocol.DidSaveTextDocumentParams{TextDocument: protocol.TextDocumentIdentifier{URI: uri}})
}

func (c *session) watched(kind uint32, files ...string) {
	var events []protocol.FileEvent
	for _, f := range files {
		events = append(events, protocol.FileEvent{URI: pathURI(f), Type: kind})
	}
	c.notify("workspace/didChangeWatchedFiles", protocol.DidChangeWatchedFilesParams{Changes: events})
}

func whole(text string) any { return protocol.TextDocumentContentChangeEventWhole{Text: text} }

// set tells the server of the user's settings.
func (c *session) set(settings any) {
	c.notify("workspace/didChangeConfiguration", map[string]any{"settings": map[string]any{section: settings}})
}

// changeFolders adds folders to the workspace and removes others.
func (c *session) changeFolders(added, removed []string) {
	named := func(folders []string) []protocol.WorkspaceFolder {
		all := []protocol.WorkspaceFolder{}
		for _, f := range folders {
			all = append(all, protocol.WorkspaceFolder{URI: pathURI(f), Name: filepath.Base(f)})
		}
		return all
	}
	c.notify("workspace/didChangeWorkspaceFolders", protocol.DidChangeWorkspaceFoldersParams{
		Event: protocol.WorkspaceFoldersChangeEvent{Added: named(added), Removed: named(removed)},
	})
}

// ask sends a request about a document.
func (c *session) ask(method, uri string, result any) {
	c.t.Helper()
	c.mustCall(method, map[string]any{"textDocument": map[string]string{"uri": uri}}, result)
}

// actions asks for code actions and returns them by title, fixes with their edits. Ways to ignore something that turn out to be
// none are left out.
func (c *session) actions(uri string, r protocol.Range, only ...string) map[string]protocol.CodeAction {
	c.t.Helper()
	var found []protocol.CodeAction
	c.mustCall("textDocument/codeAction", protocol.CodeActionParams{
		TextDocument: protocol.TextDocumentIdentifier{URI: uri},
		Range:        r,
		Context:      protocol.CodeActionContext{Diagnostics: []protocol.Diagnostic{}, Only: only},
	}, &found)
	byTitle := map[string]protocol.CodeAction{}
	for _, a := range found {
		if a.Edit == nil && a.Data != nil && *a.Kind == protocol.CodeActionKindQuickFix {
			err := c.call("codeAction/resolve", a, &a)
			if err != nil && strings.HasPrefix(a.Title, "Ignore ") {
				continue
			}
			if err != nil {
				c.t.Fatalf("resolving %q: %v", a.Title, err)
			}
		}
		byTitle[a.Title] = a
	}
	return byTitle
}

// titles returns those of fixes, without the ways to ignore something.
func titles(actions map[string]protocol.CodeAction) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(actions)), func(title string) bool {
		return strings.HasPrefix(title, "Ignore ") || strings.HasPrefix(title, "Switch ")
	})
}
