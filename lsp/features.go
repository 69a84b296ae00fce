package lsp

import (
	"encoding/json"
	"maps"
	"slices"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

// feature is what a setting switches off where another Markdown server does it.
type feature struct {
	// key is that of the setting.
	key       string
	providers []provider
}

// provider is a part of a feature as a client is told of it.
type provider struct {
	// method is what is registered while the session lasts, client where the client says that it can be told so late.
	method, client string
	// capability is where initialize tells of it.
	capability string
	// requests are answered with nothing where the feature is switched off; nil for method alone.
	requests []string
}

// features returns the one table of them, in the order of their keys.
func features() []feature {
	return []feature{
		{"codeActions", []provider{
			{protocol.MethodTextDocumentCodeAction, "codeAction", "codeActionProvider", nil},
		}},
		{"completion", []provider{
			{protocol.MethodTextDocumentCompletion, "completion", "completionProvider", nil},
		}},
		{"diagnostics", []provider{
			// There are none for whoever asks, either.
			{methodDocumentDiagnostic, "diagnostic", "diagnosticProvider", []string{}},
		}},
		{"fileOperations", []provider{
			{protocol.MethodWorkspaceWillRenameFiles, "fileOperations", "workspace.fileOperations.willRename", nil},
			{protocol.MethodWorkspaceWillDeleteFiles, "fileOperations", "workspace.fileOperations.willDelete", nil},
		}},
		{"folding", []provider{
			{protocol.MethodTextDocumentFoldingRange, "foldingRange", "foldingRangeProvider", nil},
			{protocol.MethodTextDocumentSelectionRange, "selectionRange", "selectionRangeProvider", nil},
		}},
		{"hover", []provider{
			{protocol.MethodTextDocumentHover, "hover", "hoverProvider", nil},
		}},
		{"links", []provider{
			{protocol.MethodTextDocumentDocumentLink, "documentLink", "documentLinkProvider", nil},
		}},
		{"navigation", []provider{
			{protocol.MethodTextDocumentDefinition, "definition", "definitionProvider", nil},
			{protocol.MethodTextDocumentReferences, "references", "referencesProvider", nil},
			{protocol.MethodTextDocumentDocumentHighlight, "documentHighlight", "documentHighlightProvider", nil},
			{protocol.MethodTextDocumentPrepareCallHierarchy, "callHierarchy", "callHierarchyProvider", nil},
		}},
		{"rename", []provider{
			{protocol.MethodTextDocumentRename, "rename", "renameProvider",
				[]string{protocol.MethodTextDocumentPrepareRename, protocol.MethodTextDocumentRename}},
		}},
		{"semanticTokens", []provider{
			{"textDocument/semanticTokens", "semanticTokens", "semanticTokensProvider", []string{
				protocol.MethodTextDocumentSemanticTokensFull, protocol.MethodTextDocumentSemanticTokensFullDelta, protocol.MethodTextDocumentSemanticTokensRange,
			}},
		}},
		{"symbols", []provider{
			{protocol.MethodTextDocumentDocumentSymbol, "documentSymbol", "documentSymbolProvider", nil},
			{protocol.MethodWorkspaceSymbol, "symbol", "workspaceSymbolProvider", nil},
		}},
	}
}

// provides tells whether the feature has requests of a method that are answered with nothing where it is switched off.
func (f feature) provides(method string) bool {
	return slices.ContainsFunc(f.providers, func(p provider) bool {
		return p.requests == nil && p.method == method || slices.Contains(p.requests, method)
	})
}

// switches tells which features are switched off, by their keys. It is immutable.
type switches map[string]bool

// switches returns the features that the settings switch off.
func (s *settings) switches() switches {
	off := switches{}
	for key, field := range s.fields() {
		if on, ok := field.(**bool); ok && *on != nil {
			off[key] = !**on
		}
	}
	return off
}

// cover tells whether a request belongs to a feature that is switched off.
func (w switches) cover(method string) bool {
	return slices.ContainsFunc(features(), func(f feature) bool { return w[f.key] && f.provides(method) })
}

// any tells whether something is switched off.
func (w switches) any() bool { return slices.Contains(slices.Collect(maps.Values(w)), true) }

// off tells whether what a request asks for is switched off for the document that it is about, or everywhere if it is about no one.
func (v *view) off(method string, params json.RawMessage) bool {
	if v.onlyOn() {
		return false
	}
	var about struct {
		TextDocument protocol.TextDocumentIdentifier
	}
	if json.Unmarshal(params, &about) == nil && about.TextDocument.URI != "" {
		return v.settingsOf(about.TextDocument.URI).off.cover(method)
	}
	on := func(f folder) bool { return !f.settings.off.cover(method) }
	return v.settings.off.cover(method) && !slices.ContainsFunc(v.folders, on)
}

// onlyOn tells that nothing is switched off anywhere.
func (v *view) onlyOn() bool {
	return !v.settings.off.any() && !slices.ContainsFunc(v.folders, func(f folder) bool { return f.settings.off.any() })
}

// withdraw takes what is switched off out of the capabilities.
func (w switches) withdraw(c said) {
	for _, f := range features() {
		for _, p := range f.providers {
			if w[f.key] {
				c.remove(p.capability)
			}
		}
	}
}
