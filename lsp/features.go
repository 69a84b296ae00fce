package lsp

import (
	"encoding/json"
	"maps"
	"slices"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

// features returns the settings that switch something off where another Markdown server does it, with the requests that
// are then answered with nothing.
func features() map[string][]string {
	return map[string][]string{
		// There are none for whoever asks, either.
		"diagnostics": nil,
		"codeActions": {protocol.MethodTextDocumentCodeAction},
		"navigation": {
			protocol.MethodTextDocumentDefinition, protocol.MethodTextDocumentReferences, protocol.MethodTextDocumentDocumentHighlight,
			protocol.MethodTextDocumentPrepareCallHierarchy,
		},
		"completion": {protocol.MethodTextDocumentCompletion},
		"rename":     {protocol.MethodTextDocumentPrepareRename, protocol.MethodTextDocumentRename},
		"semanticTokens": {
			protocol.MethodTextDocumentSemanticTokensFull, protocol.MethodTextDocumentSemanticTokensFullDelta, protocol.MethodTextDocumentSemanticTokensRange,
		},
		"links":   {protocol.MethodTextDocumentDocumentLink},
		"hover":   {protocol.MethodTextDocumentHover},
		"symbols": {protocol.MethodTextDocumentDocumentSymbol, protocol.MethodWorkspaceSymbol},
		"folding": {protocol.MethodTextDocumentFoldingRange, protocol.MethodTextDocumentSelectionRange},
	}
}

// switches tells which features are switched off. It is immutable.
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

// off tells whether a request belongs to a feature that is switched off.
func (w switches) off(method string) bool {
	for feature, methods := range features() {
		if w[feature] && slices.Contains(methods, method) {
			return true
		}
	}
	return false
}

// off tells whether a request is about a document for which what it asks for is switched off.
func (v *view) off(method string, params json.RawMessage) bool {
	if method == protocol.MethodWorkspaceSymbol {
		on := func(f folder) bool { return !f.settings.off.off(method) }
		return v.settings.off.off(method) && !slices.ContainsFunc(v.folders, on)
	}
	var about struct {
		TextDocument protocol.TextDocumentIdentifier `json:"textDocument"`
	}
	if v.onlyOn() || json.Unmarshal(params, &about) != nil {
		return false
	}
	return v.settingsOf(about.TextDocument.URI).off.off(method)
}

// onlyOn tells that nothing is switched off anywhere.
func (v *view) onlyOn() bool {
	return len(v.settings.off) == 0 && !slices.ContainsFunc(v.folders, func(f folder) bool { return len(f.settings.off) > 0 })
}

// withdraw takes what is switched off out of the capabilities.
func (w switches) withdraw(c *serverCapabilities) {
	providers := map[string]func(){
		"diagnostics": func() { c.DiagnosticProvider = nil },
		"codeActions": func() { c.CodeActionProvider = nil },
		"navigation": func() {
			c.DefinitionProvider, c.ReferencesProvider, c.DocumentHighlightProvider, c.CallHierarchyProvider = nil, nil, nil, nil
		},
		"completion":     func() { c.CompletionProvider = nil },
		"rename":         func() { c.RenameProvider = nil },
		"semanticTokens": func() { c.SemanticTokensProvider = nil },
		"links":          func() { c.DocumentLinkProvider = nil },
		"hover":          func() { c.HoverProvider = nil },
		"symbols":        func() { c.DocumentSymbolProvider, c.WorkspaceSymbolProvider = nil, nil },
		"folding":        func() { c.FoldingRangeProvider, c.SelectionRangeProvider = nil, nil },
	}
	for _, feature := range slices.Sorted(maps.Keys(w)) {
		if w[feature] {
			providers[feature]()
		}
	}
}
