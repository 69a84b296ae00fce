package lsp

import (
	"encoding/json"

	"github.com/sourcegraph/jsonrpc2"
	protocol "github.com/tliron/glsp/protocol_3_16"
)

// What the 3.16 and 3.17 types of glsp lack or get wrong, in the words of the specification:
// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/

// Error codes, https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#errorCodes
const (
	codeServerNotInitialized = -32002
	codeRequestFailed        = -32803
	codeServerCancelled      = -32802
	codeContentModified      = -32801
	codeRequestCancelled     = -32800
)

// contentModified answers a request whose document is another by now.
func contentModified() error {
	return &jsonrpc2.Error{Code: codeContentModified, Message: "the document was changed meanwhile"}
}

// initializeParams are the parameters of initialize as far as they are used.
// Decoded leniently: a capability of an unexpected shape must not keep a client out.
//
// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#initializeParams
type initializeParams struct {
	ProcessID             *int                       `json:"processId"`
	RootPath              *string                    `json:"rootPath"`
	RootURI               *string                    `json:"rootUri"`
	InitializationOptions json.RawMessage            `json:"initializationOptions"`
	Capabilities          said                       `json:"capabilities"`
	WorkspaceFolders      []protocol.WorkspaceFolder `json:"workspaceFolders"`
	Trace                 protocol.TraceValue        `json:"trace"`
}

// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#codeActionParams
type codeActionParams struct {
	TextDocument protocol.TextDocumentIdentifier `json:"textDocument"`
	Range        protocol.Range                  `json:"range"`
	Context      struct {
		protocol.CodeActionContext
		TriggerKind int `json:"triggerKind"`
	} `json:"context"`
}

// triggeredAutomatically is the kind of trigger of a request for actions that the user does not know of.
const triggeredAutomatically = 2

// positionEncodingKind is the unit of Position.character.
//
// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#positionEncodingKind
type positionEncodingKind string

const (
	inUTF8  positionEncodingKind = "utf-8"
	inUTF16 positionEncodingKind = "utf-16"
	inUTF32 positionEncodingKind = "utf-32"
)

// methodWorkspaceSymbolResolve is new in 3.17.
//
// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#workspace_symbolResolve
const methodWorkspaceSymbolResolve = "workspaceSymbol/resolve"

// workspaceSymbol may leave the range of its location to workspaceSymbol/resolve.
//
// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#workspaceSymbol
type workspaceSymbol struct {
	Name          string              `json:"name"`
	Kind          protocol.SymbolKind `json:"kind"`
	ContainerName string              `json:"containerName,omitempty"`
	// Location is a protocol.Location or a lazyLocation.
	Location any          `json:"location"`
	Data     *sectionData `json:"data,omitempty"`
}

// lazyLocation is a location whose range is not known yet.
type lazyLocation struct {
	URI string `json:"uri"`
}

// sectionData is what comes back with items that name a section; Slug is empty for the whole document.
type sectionData struct {
	URI  string `json:"uri"`
	Slug string `json:"slug"`
}

// diagnosticData names a diagnostic of a text, together with its code: the bytes that it covers.
type diagnosticData [2]int

// completionList and completionItem have the fields that are used, without pointers: there are many of them.
//
// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#completionList
type completionList struct {
	IsIncomplete bool             `json:"isIncomplete"`
	Items        []completionItem `json:"items"`
}

// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#completionItem
type completionItem struct {
	Label         string                      `json:"label"`
	Kind          protocol.CompletionItemKind `json:"kind"`
	Detail        string                      `json:"detail,omitempty"`
	Documentation *protocol.MarkupContent     `json:"documentation,omitempty"`
	SortText      string                      `json:"sortText"`
	FilterText    string                      `json:"filterText,omitempty"`
	TextEdit      *protocol.TextEdit          `json:"textEdit,omitempty"`
	Data          *sectionData                `json:"data,omitempty"`
}

// codeLens is protocol.CodeLens with the data of this server.
//
// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#codeLens
type codeLens struct {
	Range   protocol.Range    `json:"range"`
	Command *protocol.Command `json:"command,omitempty"`
	Data    *sectionData      `json:"data,omitempty"`
}

// Inlay hints are new in 3.17.
//
// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#textDocument_inlayHint
const (
	methodInlayHint        = "textDocument/inlayHint"
	methodInlayHintRefresh = "workspace/inlayHint/refresh"
)

type inlayHintParams struct {
	TextDocument protocol.TextDocumentIdentifier `json:"textDocument"`
	Range        protocol.Range                  `json:"range"`
}

type inlayHint struct {
	Position    protocol.Position `json:"position"`
	Label       string            `json:"label"`
	PaddingLeft bool              `json:"paddingLeft"`
}

// publishDiagnosticsParams has a version of type integer, where glsp has uinteger.
//
// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#publishDiagnosticsParams
type publishDiagnosticsParams struct {
	URI     string `json:"uri"`
	Version *int32 `json:"version,omitempty"`
	// Diagnostics is an encoded []protocol.Diagnostic.
	Diagnostics json.RawMessage `json:"diagnostics"`
}

// sentDiagnostic is a diagnostic on the wire, where its code may be a number for others: to encode it as either takes several times as long.
type sentDiagnostic struct {
	protocol.Diagnostic
	Code string `json:"code"`
}

// codeActionKindFixAll is the kind of the action that applies all safe fixes of a
// document. "source.fixAll" is new in 3.17.
const codeActionKindFixAll = "source.fixAll.cortex"

// codeActionKindOrganize is what VS Code calls its own such action for Markdown; codeActionKindMove is new in 3.18.
const (
	codeActionKindOrganize = "source.organizeLinkDefinitions"
	codeActionKindMove     = "refactor.move"
)

// methodCodeActionResolve has parameters here that are shorter than glsp's.
//
// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#codeAction_resolve
const methodCodeActionResolve = "codeAction/resolve"

// registrationIDs name what is registered with the client.
const (
	watchRegistration         = "cortex/watch"
	configurationRegistration = "cortex/configuration"
)

// Methods that are new in 3.17.
//
// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#textDocument_pullDiagnostics
const (
	methodDocumentDiagnostic  = "textDocument/diagnostic"
	methodWorkspaceDiagnostic = "workspace/diagnostic"
	methodDiagnosticRefresh   = "workspace/diagnostic/refresh"
)

// documentReport is a full or an unchanged report.
//
// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#documentDiagnosticReport
type documentReport struct {
	Kind     string `json:"kind"`
	ResultID string `json:"resultId"`
	// Items is an encoded []protocol.Diagnostic, empty in a report that nothing has changed.
	Items json.RawMessage `json:"items,omitempty"`
	// RelatedDocuments are reports about other documents, by URI.
	RelatedDocuments map[string]documentReport `json:"relatedDocuments,omitempty"`
}

// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#workspaceDocumentDiagnosticReport
type workspaceDocumentReport struct {
	documentReport
	URI string `json:"uri"`
	// Version is null for a document that is not open.
	Version *int32 `json:"version"`
}

// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#workspaceDiagnosticReport
type workspaceReport struct {
	Items []workspaceDocumentReport `json:"items"`
}

// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#workspaceDiagnosticParams
type workspaceDiagnosticParams struct {
	protocol.WorkDoneProgressParams
	PartialResultToken json.RawMessage `json:"partialResultToken"`
	PreviousResultIDs  []struct {
		URI   string `json:"uri"`
		Value string `json:"value"`
	} `json:"previousResultIds"`
}

// progressParams carries one part of an answer, or how far work is. Without a value it asks for the token.
//
// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#progress
type progressParams struct {
	// Token is a json.RawMessage or a *protocol.ProgressToken.
	Token any `json:"token"`
	Value any `json:"value,omitempty"`
}
