package lsp

import (
	"context"
	"encoding/json"
	"errors"

	"github.com/sourcegraph/jsonrpc2"
	"github.com/tliron/glsp"
	protocol "github.com/tliron/glsp/protocol_3_16"
)

// client is what the client can, as far as it matters here.
type client struct {
	encoding positionEncodingKind
	// documentChanges tells that edits may carry versions.
	documentChanges bool
	// createFiles and renameFiles tell what edits may do besides.
	createFiles, renameFiles bool
	// preparesRename tells that the client asks what can be renamed.
	preparesRename     bool
	relatedInformation bool
	unnecessaryTag     bool
	// codeDescription tells that diagnostics may say where there is more about their rule.
	codeDescription bool
	// diagnosticData tells that diagnostics come back with what was put on them.
	diagnosticData bool
	// pulls tells that the client asks for diagnostics, and again when it is told to. All others are sent them.
	pulls bool
	// relatedDocuments tells that answers about a document may tell of others.
	relatedDocuments bool
	// appliesEdits tells that edits can be sent.
	appliesEdits bool
	// codeActions tells that actions may carry edits; older clients know commands only.
	codeActions bool
	preferred   bool
	// lazyActions tells that the client asks for the edit of an action when it needs it.
	lazyActions bool
	// locationLinks tells that a definition may come with what leads there.
	locationLinks bool
	// tooltips tells that links may have one.
	tooltips bool
	// symbolTree tells that the symbols of a document may have children.
	symbolTree bool
	// lazySymbols tells that the client asks for the range of a workspace's symbol when it needs it.
	lazySymbols bool
	// maxFolds is how many folding ranges the client wants at most, 0 for any number; wholeLines that it ignores columns.
	maxFolds   int
	wholeLines bool
	// markdown tells that hovers may be Markdown.
	markdown bool
	// markdownCompletion tells that the documentation of completion items may be Markdown.
	markdownCompletion bool
	// refreshesLenses, refreshesHints and refreshesTokens tell that the client asks again for them when it is told to.
	refreshesLenses, refreshesHints, refreshesTokens bool
	// showsReferences tells that the client has the command showReferences.
	showsReferences bool
	// watches tells that the client reports changes on disk if it is asked to.
	watches bool
	// createsProgress tells that work can be shown which the client has not asked for.
	createsProgress bool
	// configuration tells that the client can be asked for settings.
	configuration bool
	// registersConfiguration tells that it reports changed settings only if it is asked to.
	registersConfiguration bool
}

func newClient(c said) client {
	return client{
		encoding:               negotiated(c),
		documentChanges:        c.can("workspace.workspaceEdit.documentChanges"),
		createFiles:            c.lists("workspace.workspaceEdit.resourceOperations", string(protocol.ResourceOperationKindCreate)),
		renameFiles:            c.lists("workspace.workspaceEdit.resourceOperations", string(protocol.ResourceOperationKindRename)),
		preparesRename:         c.can("textDocument.rename.prepareSupport"),
		relatedInformation:     c.can("textDocument.publishDiagnostics.relatedInformation"),
		unnecessaryTag:         c.lists("textDocument.publishDiagnostics.tagSupport.valueSet", float64(protocol.DiagnosticTagUnnecessary)),
		codeDescription:        c.can("textDocument.publishDiagnostics.codeDescriptionSupport"),
		diagnosticData:         c.can("textDocument.publishDiagnostics.dataSupport"),
		pulls:                  c.pullsDiagnostics(),
		relatedDocuments:       c.can("textDocument.diagnostic.relatedDocumentSupport"),
		appliesEdits:           c.can("workspace.applyEdit"),
		codeActions:            c.at("textDocument.codeAction.codeActionLiteralSupport") != nil,
		preferred:              c.can("textDocument.codeAction.isPreferredSupport"),
		lazyActions:            c.can("textDocument.codeAction.dataSupport") && c.lists("textDocument.codeAction.resolveSupport.properties", "edit"),
		locationLinks:          c.can("textDocument.definition.linkSupport"),
		tooltips:               c.can("textDocument.documentLink.tooltipSupport"),
		symbolTree:             c.can("textDocument.documentSymbol.hierarchicalDocumentSymbolSupport"),
		lazySymbols:            c.lists("workspace.symbol.resolveSupport.properties", "location.range"),
		maxFolds:               c.number("textDocument.foldingRange.rangeLimit"),
		wholeLines:             c.can("textDocument.foldingRange.lineFoldingOnly"),
		markdown:               c.lists("textDocument.hover.contentFormat", string(protocol.MarkupKindMarkdown)),
		markdownCompletion:     c.lists("textDocument.completion.completionItem.documentationFormat", string(protocol.MarkupKindMarkdown)),
		refreshesLenses:        c.can("workspace.codeLens.refreshSupport"),
		refreshesHints:         c.can("workspace.inlayHint.refreshSupport"),
		refreshesTokens:        c.can("workspace.semanticTokens.refreshSupport"),
		showsReferences:        c.lists("experimental.commands.commands", showReferences),
		watches:                c.can("workspace.didChangeWatchedFiles.dynamicRegistration"),
		createsProgress:        c.can("window.workDoneProgress"),
		configuration:          c.can("workspace.configuration"),
		registersConfiguration: c.can("workspace.didChangeConfiguration.dynamicRegistration"),
	}
}

// initialize answers before anything else, and nothing of it touches the disk: the folders are read after initialized.
func (s *server) initialize(ctx context.Context, m *jsonrpc2.Request) {
	var params initializeParams
	err := errors.New("no parameters")
	if m.Params != nil {
		err = json.Unmarshal(*m.Params, &params)
	}
	// A value of an unexpected type leaves its field empty and the others filled.
	if odd := new(json.UnmarshalTypeError); err != nil && !errors.As(err, &odd) {
		s.reply(ctx, m.ID, nil, &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidParams, Message: "bad parameters for \"initialize\": " + err.Error()})
		return
	}
	s.phase = running
	s.tracer.set(params.Trace)
	s.client = newClient(params.Capabilities)
	if s.inBytes {
		s.client.encoding = inUTF8
	}
	s.initial = s.decodeLoudly(params.InitializationOptions)
	s.settings = s.initial
	s.announced = newAnnouncements(s.client, s.settings.off, params.Capabilities.registrable())
	// A process that cannot be seen from the start, of another machine or container, is not watched. After the answer it may be gone.
	watched := params.ProcessID != nil && *params.ProcessID > 0 && alive(*params.ProcessID)
	s.write(ctx, m.ID, object{
		"capabilities": capabilities(s.client, s.announced.withheld),
		"serverInfo":   object{"name": "cortex", "version": s.version},
	}, nil)
	s.spawn(ctx, s.diagnoser.run)
	s.spawn(ctx, func(ctx context.Context) { s.tracer.run(ctx, s.tell) })
	for _, root := range roots(params) {
		s.addFolder(root)
	}
	s.changed(nil)
	if watched {
		s.watchProcess(ctx, *params.ProcessID)
	}
}

// roots returns the paths of the workspace folders, by the newest of the three ways to say so.
func roots(params initializeParams) []string {
	var paths []string
	for _, f := range params.WorkspaceFolders {
		if root, ok := uriPath(f.URI, windows); ok {
			paths = append(paths, root)
		}
	}
	switch {
	case len(params.WorkspaceFolders) > 0:
	case params.RootURI != nil:
		if root, ok := uriPath(*params.RootURI, windows); ok {
			paths = append(paths, root)
		}
	case params.RootPath != nil && *params.RootPath != "":
		paths = append(paths, cleanPath(*params.RootPath, windows))
	}
	return paths
}

// capabilities are what works, and nothing else.
//
// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#serverCapabilities
func capabilities(c client, off switches) said {
	all := said{
		"positionEncoding":          c.encoding,
		"textDocumentSync":          object{"openClose": true, "change": protocol.TextDocumentSyncKindIncremental, "save": object{"includeText": false}},
		"completionProvider":        object{"triggerCharacters": completionTriggers(), "resolveProvider": true},
		"codeActionProvider":        object{"codeActionKinds": codeActionKinds(), "resolveProvider": true},
		"executeCommandProvider":    object{"commands": commandNames(), "workDoneProgress": true},
		"referencesProvider":        object{"workDoneProgress": true},
		"documentLinkProvider":      object{"resolveProvider": true},
		"codeLensProvider":          object{"resolveProvider": true},
		"workspaceSymbolProvider":   object{"resolveProvider": true},
		"semanticTokensProvider":    object{"legend": semanticLegend(), "range": true, "full": object{"delta": true}},
		"renameProvider":            true,
		"definitionProvider":        true,
		"documentHighlightProvider": true,
		"hoverProvider":             true,
		"callHierarchyProvider":     true,
		"documentSymbolProvider":    true,
		"foldingRangeProvider":      true,
		"selectionRangeProvider":    true,
		"inlayHintProvider":         true,
		"workspace": object{
			"workspaceFolders": object{"supported": true, "changeNotifications": true},
			"fileOperations":   object{"willRename": allFiles(), "didRename": allFiles(), "willDelete": allFiles()},
		},
	}
	if c.preparesRename {
		all["renameProvider"] = object{"prepareProvider": true, "workDoneProgress": true}
	}
	if c.pulls {
		all["diagnosticProvider"] = diagnosticProvider(c)
	}
	off.withdraw(all)
	return all
}

func codeActionKinds() []string {
	return []string{
		protocol.CodeActionKindQuickFix, codeActionKindFixAll, codeActionKindOrganize,
		protocol.CodeActionKindRefactorExtract, protocol.CodeActionKindRefactorInline, codeActionKindMove,
	}
}

// allFiles are files and folders of all kinds: links lead to sources and pictures, too.
func allFiles() object {
	return object{"filters": []any{object{"scheme": "file", "pattern": object{"glob": "**/*"}}}}
}

// initialized begins what may touch the disk or call the client.
func (s *server) initialized(c *glsp.Context, _ *protocol.InitializedParams) error {
	for _, f := range s.folders {
		s.scan(c.Context, f)
	}
	s.serveAgents(c.Context)
	s.register(c.Context)
	s.spawn(c.Context, s.poll)
	s.pullSettings(c.Context)
	s.schedule(false)
	return nil
}

// register asks the client to report what it reports on demand only, one kind after the other: it may refuse one and take the
// next.
func (s *server) register(ctx context.Context) {
	var wanted []protocol.Registration
	if s.client.watches {
		wanted = append(wanted, watchers())
	}
	if s.client.registersConfiguration {
		wanted = append(wanted, protocol.Registration{
			ID:              configurationRegistration,
			Method:          protocol.MethodWorkspaceDidChangeConfiguration,
			RegisterOptions: map[string]string{"section": section},
		})
	}
	s.spawn(ctx, func(ctx context.Context) {
		for _, r := range wanted {
			params := protocol.RegistrationParams{Registrations: []protocol.Registration{r}}
			err := s.conn.Call(ctx, protocol.ServerClientRegisterCapability, params, nil)
			if err == nil || ctx.Err() != nil {
				continue
			}
			s.log.Warn("the client refused to report changes", "method", r.Method, "error", err)
			if r.ID == watchRegistration {
				s.post(ctx, func(context.Context) { s.client.watches = false })
			}
		}
	})
}
