package lsp

import (
	"context"
	"encoding/json"
	"errors"
	"maps"
	"net"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/sourcegraph/jsonrpc2"
	protocol "github.com/tliron/glsp/protocol_3_16"

	"cortex/bank"
)

// deadline bounds every wait of a test.
const deadline = 20 * time.Second

// session is a client connected to a server.
type session struct {
	t    *testing.T
	conn *jsonrpc2.Conn
	// published are the diagnostics as they come in.
	published chan published
	// shown is the last of them by URI, as far as the test has looked.
	shown map[string]published
	// messages are what the server shows to the user.
	messages chan string
	// calls are the server's requests, after they were answered.
	calls chan *jsonrpc2.Request
	// called are the parameters of the last of them by method, as far as the test has looked.
	called map[string]string
	// settings answer workspace/configuration.
	settings any
	// ownSettings are those of folders, by URI.
	ownSettings map[string]any
	exit        chan int
	// puller asks for diagnostics; nil for a client that is sent them.
	puller *puller
	// parts, where a test sets it, is told how many documents a part of an answer is about.
	parts func(n int)
	// hears, where a test sets it, is the notification that heard takes; decline is the request of the server that is refused.
	hears, decline string
	heard          chan string
	// answers are those to requests of the server, null if there is none.
	answers map[string]any
}

type published struct {
	URI         string
	Version     *int32
	Diagnostics []protocol.Diagnostic
}

// inBubble runs a test where time passes only when nothing else can happen, and which
// fails if a goroutine is left at its end.
func inBubble(t *testing.T, test func(*testing.T)) { synctest.Test(t, test) }

// connect starts a server and a client on the two ends of a pipe. The session ends with the test.
func connect(t *testing.T, change func(*server)) *session {
	t.Helper()
	s := newServer(Options{Version: "1.2.3", Logger: testLogger(t), Paranoid: func(difference string) { t.Error(difference) }})
	if change != nil {
		change(s)
	}
	here, there := net.Pipe()
	c := newSession(t, here)
	go func() { c.exit <- s.serve(context.Background(), there, there) }()
	return c
}

// Handle answers the server as an editor does.
func (c *session) Handle(ctx context.Context, conn *jsonrpc2.Conn, m *jsonrpc2.Request) {
	switch {
	case m.Method == protocol.ServerTextDocumentPublishDiagnostics:
		var p published
		if err := json.Unmarshal(*m.Params, &p); err != nil {
			c.t.Errorf("bad diagnostics: %v", err)
		}
		if c.puller != nil {
			c.t.Errorf("diagnostics of %q are sent to a client that asks for them", p.URI)
		}
		c.published <- p
	case m.Method == c.hears:
		c.heard <- string(*m.Params)
	case !m.Notif && m.Method == c.decline:
		conn.ReplyWithError(ctx, m.ID, &jsonrpc2.Error{Code: jsonrpc2.CodeInternalError, Message: "no"})
		c.calls <- m
	case m.Method == "$/progress" && (c.puller != nil || c.parts != nil):
		var part struct {
			Value struct{ Items []pulledReport }
		}
		if err := json.Unmarshal(*m.Params, &part); err != nil {
			c.t.Errorf("bad part of an answer: %v", err)
		}
		if c.parts != nil {
			c.parts(len(part.Value.Items))
			return
		}
		c.puller.takePart(part.Value.Items)
	case m.Method == methodDiagnosticRefresh && c.puller != nil:
		conn.Reply(ctx, m.ID, nil)
		c.puller.refresh()
	case m.Method == protocol.ServerWindowShowMessage:
		var p protocol.ShowMessageParams
		if err := json.Unmarshal(*m.Params, &p); err != nil {
			c.t.Errorf("bad message: %v", err)
		}
		c.messages <- p.Message
	case m.Method == protocol.ServerWorkspaceConfiguration:
		conn.Reply(ctx, m.ID, c.configuration(m))
		c.calls <- m
	case !m.Notif:
		conn.Reply(ctx, m.ID, c.answers[m.Method])
		c.calls <- m
	}
}

func (c *session) call(method string, params, result any) error {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(context.Background(), deadline)
	defer cancel()
	return c.conn.Call(ctx, method, params, result)
}

func (c *session) mustCall(method string, params, result any) {
	c.t.Helper()
	if err := c.call(method, params, result); err != nil {
		c.t.Fatalf("%s: %v", method, err)
	}
}

func (c *session) notify(method string, params any) {
	c.t.Helper()
	if err := c.conn.Notify(context.Background(), method, params); err != nil {
		c.t.Fatalf("%s: %v", method, err)
	}
}

// capabilities of a client that can everything; tests take away what they need.
const ableClient = `{
	"workspace": {
		"workspaceEdit": {"documentChanges": true, "resourceOperations": ["create", "rename", "delete"], "changeAnnotationSupport": {}},
		"didChangeWatchedFiles": {"dynamicRegistration": true}
	},
	"textDocument": {
		"publishDiagnostics": {"relatedInformation": true},
		"completion": {"completionItem": {"documentationFormat": ["markdown", "plaintext"]}},
		"definition": {"linkSupport": true},
		"documentSymbol": {"hierarchicalDocumentSymbolSupport": true},
		"documentLink": {"tooltipSupport": true},
		"rename": {"prepareSupport": true},
		"hover": {"contentFormat": ["markdown", "plaintext"]},
		"codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": ["quickfix"]}}, "isPreferredSupport": true, "dataSupport": true, "resolveSupport": {"properties": ["edit"]}}
	},
	"general": {"positionEncodings": ["utf-16"]}
}`

// open starts a session of a client that can everything on some folders.
func open(t *testing.T, folders ...string) *session {
	t.Helper()
	c := connect(t, nil)
	c.begin(ableClient, folders...)
	return c
}

func (c *session) begin(capabilities string, folders ...string) {
	c.t.Helper()
	var named []protocol.WorkspaceFolder
	for _, f := range folders {
		named = append(named, protocol.WorkspaceFolder{URI: pathURI(f), Name: filepath.Base(f)})
	}
	c.mustCall("initialize", map[string]any{
		"processId":        os.Getpid(),
		"workspaceFolders": named,
		"rootUri":          nil,
		"capabilities":     json.RawMessage(capabilities),
	}, nil)
	c.notify("initialized", struct{}{})
}

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

// await waits until what the client shows for a file is as wanted.
func (c *session) await(uri, what string, wanted func(published) bool) published {
	c.t.Helper()
	timeout := time.NewTimer(deadline)
	defer timeout.Stop()
	for {
		if p, ok := c.shown[uri]; ok && wanted(p) {
			return p
		}
		select {
		case p := <-c.published:
			c.shown[p.URI] = p
		case <-timeout.C:
			c.t.Fatalf("no diagnostics for %q with %s; shown: %v", uri, what, c.shown)
		}
	}
}

// awaitRule waits for n diagnostics of one rule and returns them with the document's version.
func (c *session) awaitRule(uri, rule string, n int) published {
	c.t.Helper()
	p := c.await(uri, rule, func(p published) bool { return len(p.of(rule)) == n })
	return published{p.URI, p.Version, p.of(rule)}
}

// awaitVersion waits for what was found in a version of an open document.
func (c *session) awaitVersion(uri string, version int32) published {
	c.t.Helper()
	return c.await(uri, "the version", func(p published) bool { return p.Version != nil && *p.Version == version })
}

func (p published) of(rule string) []protocol.Diagnostic {
	return slices.DeleteFunc(slices.Clone(p.Diagnostics), func(d protocol.Diagnostic) bool { return d.Code.Value != rule })
}

// awaitCall waits for a request of the server and returns its parameters.
func (c *session) awaitCall(method string) string {
	c.t.Helper()
	timeout := time.NewTimer(deadline)
	defer timeout.Stop()
	for {
		if params, ok := c.called[method]; ok {
			return params
		}
		select {
		case m := <-c.calls:
			c.called[m.Method] = string(requestParams(m))
		case <-timeout.C:
			c.t.Fatalf("the server did not call %q", method)
		}
	}
}

// awaitExit waits for the end of the server and returns its exit code.
func (c *session) awaitExit() int {
	c.t.Helper()
	timeout := time.NewTimer(deadline)
	defer timeout.Stop()
	select {
	case code := <-c.exit:
		return code
	case <-timeout.C:
		c.t.Fatal("the server does not end")
		return -1
	}
}

// end leaves as the protocol wants.
func (c *session) end() {
	c.t.Helper()
	c.mustCall("shutdown", nil, nil)
	c.notify("exit", nil)
	if code := c.awaitExit(); code != 0 {
		c.t.Errorf("exit code %d, want 0", code)
	}
}

// actions asks for code actions and returns them by title, fixes with their edits.
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
			c.mustCall("codeAction/resolve", a, &a)
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

// newBank writes the files of a bank and returns the workspace that holds it, in this
// package's form.
func newBank(t *testing.T, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	writeBank(t, root)
	for name, text := range files {
		writeFile(t, filepath.Join(root, filepath.FromSlash(name)), text)
	}
	return cleanPath(root, windows)
}

func writeBank(t *testing.T, root string) {
	t.Helper()
	for _, name := range []string{"projectbrief.md", "productContext.md", "activeContext.md", "systemPatterns.md", "techContext.md", "progress.md"} {
		writeFile(t, filepath.Join(root, "memory-bank", name), "# "+strings.TrimSuffix(name, ".md")+"\n")
	}
}

func writeFile(t *testing.T, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// wantCode fails unless err is a response error of that code.
func wantCode(t *testing.T, err error, code int64) {
	t.Helper()
	var got *jsonrpc2.Error
	if !errors.As(err, &got) || got.Code != code {
		t.Errorf("answer is %v, want an error of code %d", err, code)
	}
}

// scanned reads a workspace.
func scanned(t *testing.T, root string) bank.Change {
	t.Helper()
	disk, err := bank.Scan(t.Context(), root, bank.ScanOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return bank.Change{Kind: bank.OnDisk, Disk: disk}
}
