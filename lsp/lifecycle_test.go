package lsp

import (
	"context"
	"encoding/json"
	"os"
	"os/exec"
	"testing"
	"time"

	"github.com/sourcegraph/jsonrpc2"
	"github.com/tliron/glsp"
	protocol "github.com/tliron/glsp/protocol_3_16"
)

func TestRequestsBeforeInitializeAreRefused(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		c := connect(t, nil)
		wantCode(t, c.call("textDocument/codeAction", struct{}{}, nil), codeServerNotInitialized)
		wantCode(t, c.call("shutdown", nil, nil), codeServerNotInitialized)
		c.begin(ableClient)
		c.end()
	})
}

func TestRequestsAfterShutdownAreRefused(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		c := open(t)
		c.mustCall("shutdown", nil, nil)
		wantCode(t, c.call("textDocument/codeAction", struct{}{}, nil), jsonrpc2.CodeInvalidRequest)
		wantCode(t, c.call("shutdown", nil, nil), jsonrpc2.CodeInvalidRequest)
		c.notify("exit", nil)
		c.awaitExit()
	})
}

func TestSecondInitializeIsRefused(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		c := open(t)
		wantCode(t, c.call("initialize", struct{}{}, nil), jsonrpc2.CodeInvalidRequest)
		c.end()
	})
}

func TestUnknownMessages(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		c := open(t)
		wantCode(t, c.call("textDocument/nonsense", struct{}{}, nil), jsonrpc2.CodeMethodNotFound)
		wantCode(t, c.call("$/nonsense", struct{}{}, nil), jsonrpc2.CodeMethodNotFound)
		wantCode(t, c.call("textDocument/moniker", struct{}{}, nil), jsonrpc2.CodeMethodNotFound)
		c.notify("$/nonsense", struct{}{})
		c.notify("textDocument/nonsense", nil)
		c.notify("$/cancelRequest", map[string]any{"id": 99})
		c.notify("$/cancelRequest", map[string]any{"id": []int{1}})
		c.end()
	})
}

func TestBadParametersAreRefused(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		c := open(t)
		wantCode(t, c.call("textDocument/codeAction", map[string]any{"range": "all"}, nil), jsonrpc2.CodeInvalidParams)
		wantCode(t, c.call("textDocument/codeAction", nil, nil), jsonrpc2.CodeInvalidParams)
		wantCode(t, c.call("textDocument/codeAction", json.RawMessage("null"), nil), jsonrpc2.CodeInvalidParams)
		c.notify("textDocument/didOpen", map[string]any{"textDocument": 1})
		c.end()
	})
}

func TestExitCodes(t *testing.T) {
	tests := []struct {
		name  string
		leave func(*session)
		want  int
	}{
		{"exit after shutdown", func(c *session) { c.mustCall("shutdown", nil, nil); c.notify("exit", nil) }, 0},
		{"exit without shutdown", func(c *session) { c.notify("exit", nil) }, 1},
		{"hanging up after shutdown", func(c *session) { c.mustCall("shutdown", nil, nil); c.conn.Close() }, 0},
		{"hanging up", func(c *session) { c.conn.Close() }, 1},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				c := open(t)
				tt.leave(c)
				if code := c.awaitExit(); code != tt.want {
					t.Errorf("exit code %d, want %d", code, tt.want)
				}
			})
		})
	}
}

func TestExitBeforeInitialize(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		c := connect(t, nil)
		c.notify("exit", nil)
		if code := c.awaitExit(); code != 1 {
			t.Errorf("exit code %d, want 1", code)
		}
	})
}

func TestServerEndsWithTheClientsProcess(t *testing.T) {
	child := exec.Command(os.Args[0])
	child.Env = append(os.Environ(), idleProcess+"=1")
	hold, err := child.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := child.Start(); err != nil {
		t.Fatal(err)
	}
	inBubble(t, func(t *testing.T) {
		c := connect(t, nil)
		c.mustCall("initialize", map[string]any{"processId": child.Process.Pid, "capabilities": struct{}{}}, nil)
		hold.Close()
		if err := child.Wait(); err != nil {
			t.Fatal(err)
		}
		if code := c.awaitExit(); code != 1 {
			t.Errorf("exit code %d, want 1", code)
		}
	})
}

func TestForeignProcessIsNotWatched(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		c := connect(t, nil)
		c.mustCall("initialize", map[string]any{"processId": 1 << 30, "capabilities": struct{}{}}, nil)
		time.Sleep(10 * processInterval)
		c.end()
	})
}

func TestInitializeTouchesNoDisk(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		c := connect(t, nil)
		var result struct {
			ServerInfo struct{ Name, Version string }
		}
		c.mustCall("initialize", map[string]any{"rootUri": "file:///no/such/folder", "capabilities": struct{}{}}, &result)
		if result.ServerInfo.Name != "cortex" || result.ServerInfo.Version != "1.2.3" {
			t.Errorf("server info is %+v", result.ServerInfo)
		}
		c.notify("initialized", struct{}{})
		c.end()
	})
}

func TestOddCapabilitiesKeepNobodyOut(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		c := connect(t, nil)
		params := `{"processId": "x", "rootUri": 7, "workspaceFolders": null, "capabilities": {"workspace": {"workspaceEdit": true},
			"textDocument": {"publishDiagnostics": {"tagSupport": true}}, "general": {"positionEncodings": ["utf-32"]}}}`
		var result struct {
			Capabilities struct{ PositionEncoding string }
		}
		c.mustCall("initialize", json.RawMessage(params), &result)
		if result.Capabilities.PositionEncoding != "utf-32" {
			t.Errorf("encoding %q, want utf-32: what can be understood counts", result.Capabilities.PositionEncoding)
		}
		c.end()
	})
}

// withHover puts a handler for hover requests beside the server's own.
func withHover(hover protocol.TextDocumentHoverFunc) func(*server) {
	return func(s *server) {
		s.requests = func(v *view) *requestHandlers {
			h := v.handlers()
			h.TextDocumentHover = hover
			return h
		}
	}
}

// holding holds up the first request of a method until the test releases it.
func holding(method string, begun chan<- struct{}, release <-chan struct{}) func(*server) {
	return func(s *server) {
		s.requests = func(v *view) *requestHandlers {
			h, own := v.handlers(), v.handlers()
			own.SetInitialized(true)
			h.others[method] = func(g *glsp.Context) (any, bool, error) {
				close(begun)
				<-release
				result, _, valid, err := own.Handle(g)
				return result, valid, err
			}
			return h
		}
	}
}

func TestPanicIsAnsweredAndSurvived(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		c := connect(t, withHover(func(*glsp.Context, *protocol.HoverParams) (*protocol.Hover, error) { panic("oh") }))
		c.begin(ableClient)
		for range 2 {
			wantCode(t, c.call("textDocument/hover", protocol.HoverParams{}, nil), jsonrpc2.CodeInternalError)
		}
		c.end()
	})
}

func TestCancelledRequestIsAnsweredAtOnce(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		begun, release := make(chan context.Context), make(chan struct{})
		c := connect(t, withHover(func(g *glsp.Context, _ *protocol.HoverParams) (*protocol.Hover, error) {
			begun <- g.Context
			<-release // deaf to its context
			return nil, nil
		}))
		c.begin(ableClient)
		ctx, cancel := context.WithTimeout(context.Background(), deadline)
		defer cancel()
		call, err := c.conn.DispatchCall(ctx, "textDocument/hover", protocol.HoverParams{}, jsonrpc2.PickID(jsonrpc2.ID{Str: "mine", IsString: true}))
		if err != nil {
			t.Fatal(err)
		}
		working := <-begun
		c.notify("$/cancelRequest", map[string]any{"id": "mine"})
		wantCode(t, call.Wait(ctx, nil), codeRequestCancelled)
		if working.Err() == nil {
			t.Error("the handler's context goes on")
		}
		close(release)
		c.end()
	})
}

func TestSlowRequestHoldsUpNobody(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		begun, release := make(chan struct{}), make(chan struct{})
		c := connect(t, withHover(func(*glsp.Context, *protocol.HoverParams) (*protocol.Hover, error) {
			close(begun)
			<-release
			return &protocol.Hover{}, nil
		}))
		c.begin(ableClient)
		slow, err := c.conn.DispatchCall(context.Background(), "textDocument/hover", protocol.HoverParams{})
		if err != nil {
			t.Fatal(err)
		}
		<-begun
		c.actions("file:///other.md", protocol.Range{})
		close(release)
		if err := slow.Wait(context.Background(), nil); err != nil {
			t.Error(err)
		}
		c.end()
	})
}

func TestHandlerMayCallTheClient(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		c := connect(t, withHover(func(g *glsp.Context, _ *protocol.HoverParams) (*protocol.Hover, error) {
			g.Call("window/showMessageRequest", map[string]any{"message": "?"}, nil)
			return &protocol.Hover{}, nil
		}))
		c.begin(ableClient)
		c.mustCall("textDocument/hover", protocol.HoverParams{}, nil)
		c.awaitCall("window/showMessageRequest")
		c.end()
	})
}

func TestExitDoesNotWaitForRequests(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		begun := make(chan struct{})
		c := connect(t, withHover(func(g *glsp.Context, _ *protocol.HoverParams) (*protocol.Hover, error) {
			close(begun)
			<-g.Context.Done()
			return nil, g.Context.Err()
		}))
		c.begin(ableClient)
		if _, err := c.conn.DispatchCall(context.Background(), "textDocument/hover", protocol.HoverParams{}); err != nil {
			t.Fatal(err)
		}
		<-begun
		c.end()
	})
}
