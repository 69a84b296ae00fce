package lsp

import (
	"slices"

	"github.com/sourcegraph/jsonrpc2"
	"github.com/tliron/glsp"
	protocol "github.com/tliron/glsp/protocol_3_16"
	protocol317 "github.com/tliron/glsp/protocol_3_17"
)

// reportsPerPart is how many documents one part of an answer about the workspace tells of.
const reportsPerPart = 100

// diagnosticProvider says how the client may ask for diagnostics.
//
// Where the client takes related documents it learns of the workspace that way. Neovim 0.12,
// which is one of those, asks for its open documents no more when it is told to ask again by a
// server that can be asked about the workspace.
// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#diagnosticOptions
func diagnosticProvider(c client) object {
	return object{"identifier": section, "interFileDependencies": true, "workDoneProgress": true, "workspaceDiagnostics": !c.relatedDocuments}
}

// documentDiagnostic answers with what was found in a document as it was at the dispatch or is by now.
func (v *view) documentDiagnostic(c *glsp.Context, params *protocol317.DocumentDiagnosticParams) (any, error) {
	uri, previous := params.TextDocument.URI, ""
	if params.PreviousResultId != nil {
		previous = *params.PreviousResultId
	}
	file, _ := uriPath(uri, windows)
	holds := func(root string) bool { _, ok := relative(root, file); return ok }
	if err := v.board.await(c.Context, name(uri), holds); err != nil {
		return nil, err
	}
	return lateAnswer(func() (any, error) {
		if d := v.document(uri); d != nil && v.stale(d) {
			return nil, serverCancelled()
		}
		return v.board.document(uri, previous, v.client.relatedDocuments), nil
	}), nil
}

// serverCancelled makes the client ask again. An error of another kind would make VS Code
// take the document for clean.
//
// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#diagnosticServerCancellationData
func serverCancelled() error {
	err := &jsonrpc2.Error{Code: codeServerCancelled, Message: "the document was changed meanwhile"}
	err.SetError(map[string]bool{"retriggerRequest": true})
	return err
}

// workspaceDiagnostic answers with what was found in all documents. A client that takes the answer in parts
// waits for the next change, as VS Code expects, which asks again whenever it is answered; others
// are answered at once.
func (v *view) workspaceDiagnostic(c *glsp.Context, params *workspaceDiagnosticParams) (any, error) {
	previous := map[string]previousResult{}
	for _, p := range params.PreviousResultIDs {
		previous[name(p.URI)] = previousResult{p.URI, p.Value}
	}
	partial := len(params.PartialResultToken) > 0 && string(params.PartialResultToken) != "null"
	if err := v.awaitCheck(c, params.WorkDoneToken); err != nil {
		return nil, err
	}
	if !partial {
		v.board.wantEverything()
		return lateAnswer(func() (any, error) { return workspaceReport{Items: v.board.workspace(previous)}, nil }), nil
	}
	if err := v.board.awaitNews(c.Context, previous); err != nil {
		return nil, err
	}
	return lateAnswer(func() (any, error) {
		for part := range slices.Chunk(v.board.workspace(previous), reportsPerPart) {
			c.Notify("$/progress", progressParams{Token: params.PartialResultToken, Value: workspaceReport{Items: part}})
		}
		return workspaceReport{Items: []workspaceDocumentReport{}}, nil
	}), nil
}

// awaitCheck returns when all folders have been read and checked. Only a client that has a token is shown that: what is
// waited for shows itself. Waiting for news, which may take hours, is no work.
func (v *view) awaitCheck(c *glsp.Context, token *protocol.ProgressToken) error {
	if token != nil {
		defer v.begin(c, task{title: "Cortex: waiting for the check", token: token}).end()
	}
	return v.board.await(c.Context, "", func(string) bool { return true })
}
