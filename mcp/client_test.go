package mcp

import (
	"context"
	"encoding/json"
	"log/slog"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/rogpeppe/go-internal/txtar"
)

// deadline bounds every wait of a test.
const deadline = 20 * time.Second

// session is a client connected to a server.
type session struct {
	t *testing.T
	*sdk.ClientSession
}

// testLogger writes to the test's log.
func testLogger(t *testing.T) *slog.Logger {
	return slog.New(slog.NewTextHandler(t.Output(), &slog.HandlerOptions{Level: slog.LevelWarn}))
}

// newWorkspace writes an archive into a folder of its own and returns that.
func newWorkspace(t *testing.T, archive string) string {
	t.Helper()
	root := t.TempDir()
	for _, f := range txtar.Parse([]byte(archive)).Files {
		write(t, filepath.Join(root, f.Name), string(f.Data))
	}
	return root
}

func write(t *testing.T, name, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(name), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// serve connects a client with a server for the folder. The session ends with the test.
func serve(t *testing.T, folder string) *session {
	t.Helper()
	return connect(t, New(Options{Version: "1.2.3", Logger: testLogger(t), Place: Place{Bank: folder}}), nil)
}

func connect(t *testing.T, s *Server, opts *sdk.ClientOptions) *session {
	t.Helper()
	return connectWith(t, s, opts, "")
}

// connectWith connects a client that speaks a version of the protocol, the newest if that is "".
func connectWith(t *testing.T, s *Server, opts *sdk.ClientOptions, version string) *session {
	t.Helper()
	here, there := sdk.NewInMemoryTransports()
	ctx, stop := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	go func() { ended <- s.serve(ctx, there) }()
	client, err := sdk.NewClient(&sdk.Implementation{Name: "test", Version: "1"}, opts).Connect(t.Context(), here, &sdk.ClientSessionOptions{ProtocolVersion: version})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		client.Close()
		stop()
		s.Stop() // a session that ended by itself leaves the server to others
		if err := <-ended; err != nil {
			t.Errorf("the session ended with %v", err)
		}
	})
	return &session{t, client}
}

// call calls a tool.
func (c *session) call(tool string, arguments any) *sdk.CallToolResult {
	c.t.Helper()
	ctx, cancel := context.WithTimeout(c.t.Context(), deadline)
	defer cancel()
	r, err := c.CallTool(ctx, &sdk.CallToolParams{Name: tool, Arguments: arguments})
	if err != nil {
		c.t.Fatalf("%s: %v", tool, err)
	}
	return r
}

// text calls a tool that has an answer, and returns that.
func (c *session) text(tool string, arguments any) string {
	c.t.Helper()
	r := c.call(tool, arguments)
	if r.IsError {
		c.t.Fatalf("%s %v: %s", tool, arguments, textOf(r))
	}
	return textOf(r)
}

// refusal calls a tool that has no answer, and returns why.
func (c *session) refusal(tool string, arguments any) string {
	c.t.Helper()
	r := c.call(tool, arguments)
	if !r.IsError || r.StructuredContent != nil {
		c.t.Fatalf("%s %v is answered: %s", tool, arguments, textOf(r))
	}
	return textOf(r)
}

// ask calls a tool with a structured answer.
func ask[Out any](c *session, tool string, arguments any) Out {
	c.t.Helper()
	r := c.call(tool, arguments)
	if r.IsError {
		c.t.Fatalf("%s %v: %s", tool, arguments, textOf(r))
	}
	var out Out
	if err := json.Unmarshal(encoded(r.StructuredContent), &out); err != nil {
		c.t.Fatal(err)
	}
	return out
}

func textOf(r *sdk.CallToolResult) string {
	var b strings.Builder
	for _, c := range r.Content {
		b.WriteString(c.(*sdk.TextContent).Text)
	}
	return b.String()
}

// arguments keeps calls in tests short.
type arguments = map[string]any

// offering returns the tools of a server.
func offering(tools ...Tool) func() []Tool { return func() []Tool { return tools } }
