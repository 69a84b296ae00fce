package mcp

import (
	"bufio"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"os"
	"os/exec"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

// trap is something that ends a session, or worse, where the SDK is used as it comes. What it does returns an
// error where the session does not survive it.
type trap struct {
	name string
	do   func(*wire) error
}

func traps() []trap {
	return []trap{
		{"a line that is no JSON", func(w *wire) error {
			w.send("this is no JSON")
			return errors.Join(w.wants(`"id":null`, "-32700"), w.alive())
		}},
		{"JSON that is no message", func(w *wire) error {
			w.send(`{"id":7}`)
			return errors.Join(w.wants(`"id":7`, "-32600"), w.alive())
		}},
		{"a batch", func(w *wire) error {
			w.send(`[{"jsonrpc":"2.0","id":8,"method":"ping"}]`)
			return errors.Join(w.wants("-32600", "one message on each line"), w.alive())
		}},
		{"a line of more than 16 MiB", func(w *wire) error {
			w.send(`{"jsonrpc":"2.0","id":7,"method":"ping","params":{"x":"` + strings.Repeat("x", maxLine) + `"}}`)
			return errors.Join(w.wants("-32600", "more than 16777216 bytes"), w.alive())
		}},
		{"JSON of more than 1,000 levels", func(w *wire) error {
			w.send(`{"jsonrpc":"2.0","id":7,"method":"ping","params":{"x":` + strings.Repeat("[", 1100) + strings.Repeat("]", 1100) + `}}`)
			return errors.Join(w.wants(`"id":7`, "-32600"), w.alive())
		}},
		{"a resource whose name has a control character", func(w *wire) error {
			w.shake()
			w.send(`{"jsonrpc":"2.0","id":7,"method":"resources/read","params":{"uri":"bank://file/a\u0001.md"}}`)
			return errors.Join(w.wants(`"id":7`, "error"), w.alive())
		}},
		{"discovery before the handshake", func(w *wire) error {
			w.send(`{"jsonrpc":"2.0","id":7,"method":"server/discover","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",` +
				`"io.modelcontextprotocol/clientInfo":{"name":"x","version":"1"},"io.modelcontextprotocol/clientCapabilities":{}}}}`)
			if err := w.wants(`"id":7`, "supportedVersions", "2026-07-28", "2024-11-05"); err != nil {
				return err
			}
			return errors.Join(w.shake(), w.alive())
		}},
		{"the end of input before the answers", func(w *wire) error {
			w.shake()
			w.send(`{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"wait","arguments":{"seconds":1}}}`)
			w.in.Close()
			return w.wants(`"id":7`, "waited")
		}},
		{"the end of the process during a call", func(w *wire) error {
			w.shake()
			w.send(`{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"wait","arguments":{"seconds":3600}}}`)
			began := time.Now()
			w.stop()
			io.Copy(io.Discard, w.out)
			if took := time.Since(began); took > farewell {
				return fmt.Errorf("the server ended after %v", took)
			}
			return nil
		}},
	}
}

func TestTraps(t *testing.T) {
	for _, trap := range traps() {
		t.Run(trap.name, func(t *testing.T) {
			synctest.Test(t, func(t *testing.T) {
				if err := trap.do(overSDK(t)); err == nil {
					t.Error("the SDK alone survives it: what cures it can go")
				}
			})
			synctest.Test(t, func(t *testing.T) {
				if err := trap.do(overLines(t)); err != nil {
					t.Error(err)
				}
			})
		})
	}
}

type waitInput struct {
	Seconds int `json:"seconds"`
}

// waitTool takes as long as it is told, unless it is cancelled.
func waitTool() Tool {
	return newTool(Tool{Name: "wait", Effect: Reads}, func(_ *call, ctx context.Context, in waitInput) (prose, error) {
		select {
		case <-time.After(time.Duration(in.Seconds) * time.Second):
			return "waited", nil
		case <-ctx.Done():
			return "", ctx.Err()
		}
	})
}

func panicTool() Tool {
	return newTool(Tool{Name: "panic", Effect: Reads}, func(*call, context.Context, struct{}) (prose, error) { panic("here") })
}

// wire is a client that sends bytes.
type wire struct {
	t     *testing.T
	in    io.WriteCloser
	out   *bufio.Reader
	stop  context.CancelFunc
	ended chan struct{}
}

// overSDK connects with a server that has the tool wait, of the SDK as it comes.
func overSDK(t *testing.T) *wire {
	ours := newServer(Options{}, nil, offering())
	return newWire(t, func(ctx context.Context, in io.ReadCloser, out io.WriteCloser) {
		s := sdk.NewServer(&sdk.Implementation{Name: "sdk", Version: "1"}, nil)
		tool := waitTool()
		s.AddTool(tool.told(), func(ctx context.Context, r *sdk.CallToolRequest) (*sdk.CallToolResult, error) {
			return tool.result(ctx, &call{server: ours}, r.Params.Arguments), nil
		})
		s.Run(ctx, &sdk.IOTransport{Reader: in, Writer: out})
	})
}

// overLines connects with our server with the tool wait.
func overLines(t *testing.T) *wire {
	s := newServer(Options{Logger: testLogger(t)}, nil, offering(waitTool(), panicTool()))
	return newWire(t, func(ctx context.Context, in io.ReadCloser, out io.WriteCloser) {
		if err := s.Serve(ctx, in, out); err != nil {
			t.Errorf("the session ended with %v", err)
		}
	})
}

func newWire(t *testing.T, serve func(ctx context.Context, in io.ReadCloser, out io.WriteCloser)) *wire {
	toServer, in := io.Pipe()
	out, fromServer := io.Pipe()
	ctx, stop := context.WithCancel(context.Background())
	w := &wire{t: t, in: in, out: bufio.NewReader(out), stop: stop, ended: make(chan struct{})}
	go func() {
		defer close(w.ended)
		serve(ctx, toServer, fromServer)
		fromServer.Close()
		toServer.Close()
	}()
	t.Cleanup(func() {
		in.Close()
		stop()
		io.Copy(io.Discard, out)
		<-w.ended
	})
	return w
}

// send writes a line and waits until the server has it; one that is gone does not take it.
func (w *wire) send(line string) {
	go io.WriteString(w.in, line+"\n")
	synctest.Wait()
}

// shake does the handshake.
func (w *wire) shake() error {
	w.send(`{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"x","version":"1"}}}`)
	return w.wants(`"id":0`, "protocolVersion")
}

// wants reads an answer and looks for what it should have in it.
func (w *wire) wants(parts ...string) error {
	line, err := w.out.ReadString('\n')
	if err != nil {
		return fmt.Errorf("no answer: %w", err)
	}
	for _, part := range parts {
		if !strings.Contains(line, part) {
			return fmt.Errorf("answer %q, want %q in it", line, part)
		}
	}
	if !json.Valid([]byte(line)) {
		return fmt.Errorf("answer %q is no JSON", line)
	}
	return nil
}

// alive tells whether the session still answers.
func (w *wire) alive() error {
	w.send(`{"jsonrpc":"2.0","id":99,"method":"ping"}`)
	return w.wants(`"id":99`, "result")
}

// panickingServer makes the test binary a server of the SDK as it comes whose tool panics.
const panickingServer = "CORTEX_TEST_PANIC"

func TestMain(m *testing.M) {
	if os.Getenv(panickingServer) == "" {
		os.Exit(m.Run())
	}
	s := sdk.NewServer(&sdk.Implementation{Name: "sdk", Version: "1"}, nil)
	s.AddTool(panicTool().told(), func(context.Context, *sdk.CallToolRequest) (*sdk.CallToolResult, error) { panic("here") })
	s.Run(context.Background(), &sdk.StdioTransport{})
}

func TestAPanicIsAnAnswer(t *testing.T) {
	const messages = `{"jsonrpc":"2.0","id":0,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"x","version":"1"}}}` +
		"\n" + `{"jsonrpc":"2.0","id":7,"method":"tools/call","params":{"name":"panic","arguments":{}}}`
	alone := exec.Command(os.Args[0])
	alone.Env = append(os.Environ(), panickingServer+"=1")
	stdin, err := alone.StdinPipe()
	if err != nil {
		t.Fatal(err)
	}
	if err := alone.Start(); err != nil {
		t.Fatal(err)
	}
	io.WriteString(stdin, messages+"\n")
	if err := alone.Wait(); err == nil {
		t.Error("the SDK alone survives a panic: what cures it can go")
	}
	synctest.Test(t, func(t *testing.T) {
		w := overLines(t)
		w.send(messages)
		if err := errors.Join(w.wants(`"id":0`), w.wants(`"id":7`, `"isError":true`, "internal: "), w.alive()); err != nil {
			t.Error(err)
		}
	})
}
