package lsp

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net"
	"os"
	"os/exec"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"github.com/sourcegraph/jsonrpc2"
	protocol "github.com/tliron/glsp/protocol_3_16"
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
	// calls are the server's requests, after they were answered.
	calls chan *jsonrpc2.Request
	// called are the parameters of the last of them by method, as far as the test has looked.
	called map[string]string
	// settings answer workspace/configuration, initial are those of initialize.
	settings, initial any
	// ownSettings are those of folders, by URI.
	ownSettings map[string]any
	exit        chan int
	// puller asks for diagnostics; nil for a client that is sent them.
	puller *puller
	// observe, where a test sets it, is told of every message of the server.
	observe func(*jsonrpc2.Request)
	// parts, where a test sets it, is told how many documents a part of an answer is about.
	parts func(n int)
	// heard are the parameters of what a test wants to hear, decline is the request of the server that is refused.
	heard   chan string
	decline string
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

// connectBinary starts the program under test as an editor does.
func connectBinary(t *testing.T) *session {
	t.Helper()
	command := exec.CommandContext(t.Context(), *binary, "lsp")
	command.Stderr = t.Output()
	in, err := command.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	out, err := command.StdoutPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := command.Start(); err != nil {
		t.Fatal(err)
	}
	c := newSession(t, struct {
		io.Reader
		io.WriteCloser
	}{out, in})
	go func() {
		command.Wait()
		c.exit <- command.ProcessState.ExitCode()
	}()
	return c
}

// newSession returns a client that talks through a pipe.
func newSession(t *testing.T, pipe io.ReadWriteCloser) *session {
	c := &session{
		t:         t,
		published: make(chan published, 1000),
		shown:     map[string]published{},
		called:    map[string]string{},
		calls:     make(chan *jsonrpc2.Request, 100),
		exit:      make(chan int, 1),
	}
	stream := jsonrpc2.NewBufferedStream(pipe, jsonrpc2.VSCodeObjectCodec{})
	c.conn = jsonrpc2.NewConn(context.Background(), stream, c, jsonrpc2.SetLogger(connLog{testLogger(t)}),
		jsonrpc2.OnRecv(func(m *jsonrpc2.Request, answer *jsonrpc2.Response) { c.puller.received(m, answer) }))
	t.Cleanup(func() { c.conn.Close() })
	return c
}

// Handle answers the server as an editor does.
func (c *session) Handle(ctx context.Context, conn *jsonrpc2.Conn, m *jsonrpc2.Request) {
	if c.observe != nil {
		c.observe(m)
	}
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

		"initializationOptions": c.initial,
	}, nil)
	c.notify("initialized", struct{}{})
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

// wantCode fails unless err is a response error of that code.
func wantCode(t *testing.T, err error, code int64) {
	t.Helper()
	var got *jsonrpc2.Error
	if !errors.As(err, &got) || got.Code != code {
		t.Errorf("answer is %v, want an error of code %d", err, code)
	}
}
