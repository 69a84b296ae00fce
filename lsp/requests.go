package lsp

import (
	"encoding/json"

	"github.com/tliron/glsp"
	protocol "github.com/tliron/glsp/protocol_3_16"
	protocol317 "github.com/tliron/glsp/protocol_3_17"
)

// handlers is the table of requests, each a method of the view that was current at its dispatch.
func (v *view) handlers() *requestHandlers {
	h := &requestHandlers{}
	h.TextDocumentCompletion = v.completion
	h.TextDocumentDefinition = v.definition
	h.TextDocumentReferences = v.references
	h.TextDocumentDocumentHighlight = v.documentHighlight
	h.TextDocumentDocumentLink = v.documentLink
	h.DocumentLinkResolve = v.documentLinkResolve
	h.TextDocumentHover = v.hover
	h.TextDocumentPrepareCallHierarchy = v.prepareCallHierarchy
	h.CallHierarchyIncomingCalls = v.incomingCalls
	h.CallHierarchyOutgoingCalls = v.outgoingCalls
	h.TextDocumentDocumentSymbol = v.documentSymbol
	h.TextDocumentFoldingRange = v.foldingRange
	h.TextDocumentSelectionRange = v.selectionRange
	h.TextDocumentPrepareRename = v.prepareRename
	h.TextDocumentRename = v.rename
	h.WorkspaceWillRenameFiles = v.willRenameFiles
	h.TextDocumentSemanticTokensFull = v.semanticTokens
	h.TextDocumentSemanticTokensFullDelta = v.semanticTokensDelta
	h.TextDocumentSemanticTokensRange = v.semanticTokensRange
	h.TextDocumentCodeLens = v.codeLens
	h.others = map[string]requestHandler{
		protocol.MethodTextDocumentCodeAction:   decoded(v.codeAction),
		methodCodeActionResolve:                 decoded(v.codeActionResolve),
		protocol.MethodWorkspaceExecuteCommand:  decoded(v.executeCommand),
		methodInlayHint:                         decoded(v.inlayHint),
		methodWorkspaceSymbolResolve:            decoded(v.workspaceSymbolResolve),
		protocol.MethodCodeLensResolve:          decoded(v.codeLensResolve),
		protocol.MethodCompletionItemResolve:    decoded(v.completionItemResolve),
		protocol.MethodWorkspaceSymbol:          decoded(v.workspaceSymbol),
		protocol.MethodWorkspaceWillDeleteFiles: decoded(v.willDeleteFiles),
	}
	if v.client.pulls {
		h.others[methodDocumentDiagnostic] = decoded(v.documentDiagnostic)
		h.others[methodWorkspaceDiagnostic] = decoded(v.workspaceDiagnostic)
	}
	return h
}

// requestHandlers dispatches messages: by glsp's table, and by a second one for methods that glsp
// lacks or gives other types than the specification has by now.
type requestHandlers struct {
	protocol317.Handler
	others map[string]requestHandler
}

// requestHandler takes messages of one method. Valid tells whether the parameters could be decoded.
type requestHandler func(*glsp.Context) (result any, valid bool, err error)

// Handle runs the handler of a request.
func (h *requestHandlers) Handle(c *glsp.Context) (result any, known, valid bool, err error) {
	if handler := h.others[c.Method]; handler != nil {
		result, valid, err = handler(c)
		return result, true, valid, err
	}
	return h.Handler.Handle(c)
}

// decoded makes a handler of a function with typed parameters.
func decoded[P any](handle func(*glsp.Context, *P) (any, error)) requestHandler {
	return func(c *glsp.Context) (any, bool, error) {
		var params P
		if err := json.Unmarshal(c.Params, &params); err != nil {
			return nil, false, err
		}
		result, err := handle(c, &params)
		return result, true, err
	}
}
