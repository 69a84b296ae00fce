package lsp

// Method is a message of the specification that a server can have a part in.
type Method struct {
	Name string
	// Capability is where initialize says that the server has it, keys of ServerCapabilities joined
	// by dots; "" for messages that need no such word.
	Capability string
	// Supported tells whether this server has it.
	Supported bool
	// Note says in a sentence what it does here, or why it is left out.
	Note string
}

// MethodGroup is a chapter of the specification.
type MethodGroup struct {
	Title   string
	Methods []Method
}

// yes and no keep the table below readable.
const (
	yes = true
	no  = false
)

// Methods returns what LSP 3.17 has, in the order of the specification, and what of it this server has. It
// is the one such list: the page of the manual is made of it, and a test compares it with what initialize says.
func Methods() []MethodGroup {
	return []MethodGroup{
		{"Lifecycle", []Method{
			{"initialize", "positionEncoding", yes, "Answered before the disk is touched. UTF-8 is preferred, UTF-16 and UTF-32 are spoken."},
			{"initialized", "", yes, "Begins to read the workspace."},
			{"client/registerCapability", "", yes, "Asks the client to report changes of files and settings, and offers features that are switched on after the start."},
			{"client/unregisterCapability", "", yes, "Withdraws what was offered after the start. What was offered at the start answers with nothing while it is switched off."},
			{"$/setTrace", "", yes, "With `messages` the editor is told what arrives and how long it takes to answer, with `verbose` also what is in it."},
			{"$/logTrace", "", yes, "Only where the editor asks for it; the log goes to standard error."},
			{"shutdown", "", yes, "What comes later is refused."},
			{"exit", "", yes, "The exit code tells whether shutdown came before. The server ends, too, when its input or its editor does."},
			{"$/cancelRequest", "", yes, "Answered at once, for every request."},
			{"$/progress", "", yes, "Parts of the answer to workspace/diagnostic; how far work is, under the client's token or one of the server."},
		}},
		{"Documents", []Method{
			{"textDocument/didOpen", "textDocumentSync.openClose", yes, "From now on the editor's text is judged, not the file's."},
			{"textDocument/didChange", "textDocumentSync.change", yes, "Incremental. After a change that cannot be read nothing is said about the document, and nothing edited in it, until its whole text comes."},
			{"textDocument/willSave", "textDocumentSync.willSave", no, "Nothing is to be done before saving."},
			{"textDocument/willSaveWaitUntil", "textDocumentSync.willSaveWaitUntil", no, "Fixes on save are the client's to ask for, as code actions."},
			{"textDocument/didSave", "textDocumentSync.save", yes, "The file is looked at again on disk."},
			{"textDocument/didClose", "textDocumentSync.openClose", yes, "The file's text is judged again."},
			{"notebookDocument/didOpen", "notebookDocumentSync", no, "Banks hold no notebooks."},
			{"notebookDocument/didChange", "notebookDocumentSync", no, "Banks hold no notebooks."},
			{"notebookDocument/didSave", "notebookDocumentSync", no, "Banks hold no notebooks."},
			{"notebookDocument/didClose", "notebookDocumentSync", no, "Banks hold no notebooks."},
		}},
		{"Navigation", []Method{
			{"textDocument/declaration", "declarationProvider", no, "The same as the definition."},
			{"textDocument/definition", "definitionProvider", yes, "From links, wiki links, includes, file names in code and labels to the heading, file or line; with origin where the client can."},
			{"textDocument/typeDefinition", "typeDefinitionProvider", no, "Markdown has no types."},
			{"textDocument/implementation", "implementationProvider", no, "Markdown has no implementations."},
			{"textDocument/references", "referencesProvider", yes, "Who leads to a heading, file, label or address, or to something that does not exist."},
			{"textDocument/prepareCallHierarchy", "callHierarchyProvider", yes, "An include is a call: of a document, or of a section."},
			{"callHierarchy/incomingCalls", "callHierarchyProvider", yes, "Who includes it."},
			{"callHierarchy/outgoingCalls", "callHierarchyProvider", yes, "What it includes."},
			{"textDocument/prepareTypeHierarchy", "typeHierarchyProvider", no, "Markdown has no types."},
			{"typeHierarchy/supertypes", "typeHierarchyProvider", no, "Markdown has no types."},
			{"typeHierarchy/subtypes", "typeHierarchyProvider", no, "Markdown has no types."},
			{"textDocument/documentHighlight", "documentHighlightProvider", yes, "The places of the document that mean the same; the heading or definition is marked as written."},
			{"textDocument/documentLink", "documentLinkProvider", yes, "Links of all kinds that lead somewhere, with the line of the heading."},
			{"documentLink/resolve", "documentLinkProvider.resolveProvider", yes, "Adds what the link leads to in words."},
		}},
		{"Reading", []Method{
			{"textDocument/hover", "hoverProvider", yes, "The section that a link leads to, the text that an include stands for, what a section costs and who leads there, and what is reported with the beginning of the rule's manual."},
			{"textDocument/codeLens", "codeLensProvider", yes, "Off unless the editor sets `cortex.codeLens`: the size of the file at its title, and at headings how many references lead there. A click on these runs `cortex.showReferences` of the client, with the URI and the position, if its capabilities have `{\"experimental\": {\"commands\": {\"commands\": [\"cortex.showReferences\"]}}}`; else nothing happens."},
			{"codeLens/resolve", "codeLensProvider.resolveProvider", yes, "Counts."},
			{"workspace/codeLens/refresh", "", yes, "When the setting or, by anything but typing, a text changes: on disk, when a document is saved, opened or closed."},
			{"textDocument/foldingRange", "foldingRangeProvider", yes, "Front matter, sections, list items, code, tables and comments; whole lines and a limit are heeded."},
			{"textDocument/selectionRange", "selectionRangeProvider", yes, "From the word over link, line, paragraph, list item and block to the sections and the document."},
			{"textDocument/documentSymbol", "documentSymbolProvider", yes, "The sections, as a tree where the client can."},
			{"textDocument/semanticTokens/full", "semanticTokensProvider.full", yes, "What grammars of Markdown do not know: includes, wiki links, keys of the front matter, labels."},
			{"textDocument/semanticTokens/full/delta", "semanticTokensProvider.full.delta", yes, "One edit."},
			{"textDocument/semanticTokens/range", "semanticTokensProvider.range", yes, "Of the lines that are shown."},
			{"workspace/semanticTokens/refresh", "", yes, "When an open document becomes one of a bank, or ceases to be: by the first reading, the configuration, folders."},
			{"textDocument/inlineValue", "inlineValueProvider", no, "Nothing is debugged."},
			{"workspace/inlineValue/refresh", "", no, "There are no inline values."},
			{"textDocument/inlayHint", "inlayHintProvider", yes, "Off unless the editor sets `cortex.inlayHints`: the size of an include, the title of a linked task."},
			{"inlayHint/resolve", "inlayHintProvider.resolveProvider", no, "Hints are complete."},
			{"workspace/inlayHint/refresh", "", yes, "As for code lenses."},
			{"textDocument/moniker", "monikerProvider", no, "Headings have no name beyond the workspace."},
		}},
		{"Diagnostics", []Method{
			{"textDocument/publishDiagnostics", "", yes, "For clients that do not ask, or cannot be told to ask again. With versions, cleared first; what did not change is not sent again."},
			{"textDocument/diagnostic", "diagnosticProvider", yes, "For clients that can be told to ask again. If nothing has changed, that is the answer. Clients that can take diagnostics of related documents get them, too."},
			{"workspace/diagnostic", "diagnosticProvider.workspaceDiagnostics", yes, "All documents of the banks, open or not. To a client that takes answers in parts the answer goes on: it waits until something is new. Offered to clients that cannot take related documents."},
			{"workspace/diagnostic/refresh", "", yes, "When what the client was told about a document is not true any more and it would not ask by itself: after changes in other files, on disk, of the settings, in version control."},
		}},
		{"Writing", []Method{
			{"textDocument/completion", "completionProvider", yes, "Paths, images after `![`, anchors, headings of all documents after `##`, labels, wiki links, includes, missing sections, statuses, dates, suppressions, what other documents have in their front matter, and what is used but does not exist yet, unless it is a misspelling."},
			{"completionItem/resolve", "completionProvider.resolveProvider", yes, "Adds the beginning of the file or section."},
			{"textDocument/signatureHelp", "signatureHelpProvider", no, "Markdown has no signatures."},
			{"textDocument/codeAction", "codeActionProvider", yes, "Fixes of what is reported under the cursor and of what the client names, else of what is on the line; then ways to ignore it on its line, in its file and in the workspace; refactor.extract, refactor.inline and refactor.move of sections and includes. A section whose text an earlier file has, too, can get an include of that instead (refactor.extract). Where asked for by kind: all safe fixes of a document (source.fixAll.cortex) and source.organizeLinkDefinitions. Whether ignoring helps is tried when it is chosen; clients that want edits at once are offered it for what is at the cursor, or for all when the user asks."},
			{"codeAction/resolve", "codeActionProvider.resolveProvider", yes, "Makes the edit of a fix or refactoring when it is chosen, or says why it cannot be done: a refactoring keeps what the documents say."},
			{"textDocument/documentColor", "colorProvider", no, "Banks have no colours."},
			{"textDocument/colorPresentation", "colorProvider", no, "Banks have no colours."},
			{"textDocument/formatting", "documentFormattingProvider", no, "Style belongs to formatters, beside which Cortex works."},
			{"textDocument/rangeFormatting", "documentRangeFormattingProvider", no, "Style belongs to formatters."},
			{"textDocument/onTypeFormatting", "documentOnTypeFormattingProvider", no, "Style belongs to formatters."},
			{"textDocument/rename", "renameProvider", yes, "Headings with all anchors, labels, and files and folders through a link, wherever they are named; made anew if a text changes meanwhile, in an editor or on disk."},
			{"textDocument/prepareRename", "renameProvider.prepareProvider", yes, "The title, label or file name as it is; says why where nothing can be renamed."},
			{"textDocument/linkedEditingRange", "linkedEditingRangeProvider", no, "Nothing in Markdown must be typed twice at the same time."},
		}},
		{"Workspace", []Method{
			{"workspace/symbol", "workspaceSymbolProvider", yes, "Sections of all banks, by parts of their titles or letters in order, the best first."},
			{"workspaceSymbol/resolve", "workspaceSymbolProvider.resolveProvider", yes, "Adds the range, for clients that ask for it later."},
			{"workspace/configuration", "", yes, "Asked of clients that can answer, for all and for each folder, whose own settings count there. Without an answer those of initialize count."},
			{"workspace/didChangeConfiguration", "", yes, "A reason to ask clients that can be asked. Of others the settings are taken, bare or under `cortex`; what holds none changes nothing."},
			{"workspace/workspaceFolders", "", no, "The folders come with initialize and with their changes."},
			{"workspace/didChangeWorkspaceFolders", "workspace.workspaceFolders", yes, "Folders come and go during a session, nested ones too: of those, the outermost one that judges a document answers for it, with its configuration, and the editor's settings for the innermost count."},
			{"workspace/willCreateFiles", "workspace.fileOperations.willCreate", no, "Nothing follows from a new file."},
			{"workspace/didCreateFiles", "workspace.fileOperations.didCreate", no, "The disk is watched."},
			{"workspace/willRenameFiles", "workspace.fileOperations.willRename", yes, "Files and folders, several at once: links to them, from them and between them follow. They do not follow what goes from one folder of the workspace to another that does not lie in it: window/showMessage warns of links to that."},
			{"workspace/didRenameFiles", "workspace.fileOperations.didRename", yes, "The old and the new paths are looked at again on disk."},
			{"workspace/willDeleteFiles", "workspace.fileOperations.willDelete", yes, "Warns with window/showMessage of links that will lead nowhere, and changes nothing."},
			{"workspace/didDeleteFiles", "workspace.fileOperations.didDelete", no, "The disk is watched."},
			{"workspace/didChangeWatchedFiles", "", yes, "What the editor reports is looked at at once. Since some editors report their own writes only, everything is looked at every second as well, less often where that takes more than 10 ms."},
			{"workspace/executeCommand", "executeCommandProvider", yes, "cortex.check counts what is reported. cortex.fixAll applies all safe fixes of the workspace, or with `{\"dryRun\": true}` says which. cortex.explain returns the manual of a rule, `{\"rule\": \"broken-link\"}`. cortex.init starts a bank by an edit that creates its files, `{\"profile\": \"cline\", \"folder\": \"memory-bank\", \"workspace\": URI}`; all of it may be left out. cortex.overview returns what there is to see of each bank: files with tokens, budgets and diagnostics, and the links between them. cortex.rescan looks at the disk again. Each takes one argument, an object."},
			{"workspace/applyEdit", "", yes, "For cortex.fixAll, cortex.init and what agents write to open documents."},
		}},
		{"Window", []Method{
			{"window/showMessage", "", yes, "Before files are deleted to which links lead, or moved where links do not follow, and for mistakes in the editor's settings."},
			{"window/showMessageRequest", "", no, "Nothing is asked."},
			{"window/showDocument", "", no, "Nothing is opened unasked."},
			{"window/logMessage", "", no, "The log goes to standard error, which editors show."},
			{"window/workDoneProgress/create", "", yes, "For reading, checking, commands, renaming and references that last over a second, where the client can show that."},
			{"window/workDoneProgress/cancel", "", yes, "Ends a command or request that is shown. Reading and checking go on: without them nothing would be true."},
			{"telemetry/event", "", no, "Nothing is collected."},
		}},
	}
}
