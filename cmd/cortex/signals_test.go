package main

import (
	"bufio"
	"io"
	"os"
	"sync/atomic"
	"testing"
)

// TestServersAnswerBeforeSignalsAreWatched says hello to both servers: what the runtime does to watch for signals waits until they have
// answered.
func TestServersAnswerBeforeSignalsAreWatched(t *testing.T) {
	for _, command := range []string{"lsp", "mcp"} {
		t.Run(command, func(t *testing.T) {
			in, toServer := io.Pipe()
			fromServer, out := io.Pipe()
			var answered atomic.Int64
			watched := make(chan int64, 10)
			env := environment{in: in, out: counted{out, &answered}, err: io.Discard, lookupEnv: os.LookupEnv}
			env.watchSignals = func(func()) { watched <- answered.Load() }
			ended := make(chan int)
			go func() { ended <- run(t.Context(), env, []string{command}) }()
			hello(t, command, toServer, bufio.NewReader(fromServer))
			if at := <-watched; at != 1 {
				t.Errorf("signals are watched after %d answers, want 1", at)
			}
			toServer.Close()
			<-ended
			if more := len(watched); more > 0 {
				t.Errorf("signals are watched %d times more", more)
			}
		})
	}
}

// hello does the handshake with a server, up to its answer.
func hello(t *testing.T, command string, to io.Writer, from *bufio.Reader) {
	t.Helper()
	if command == "lsp" {
		send(t, to, `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"capabilities":{}}}`)
		receive(t, from)
		return
	}
	const initialize = `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-06-18","capabilities":{},"clientInfo":{"name":"x","version":"1"}}}`
	if _, err := io.WriteString(to, initialize+"\n"); err != nil {
		t.Fatal(err)
	}
	if _, err := from.ReadBytes('\n'); err != nil {
		t.Fatal(err)
	}
}

// TestCommandsWatchSignals runs a command that may take long.
func TestCommandsWatchSignals(t *testing.T) {
	watched := 0
	env := environment{in: io.NopCloser(nil), out: discard{}, err: io.Discard, dir: t.TempDir(), lookupEnv: os.LookupEnv, watchSignals: func(func()) { watched++ }}
	run(t.Context(), env, []string{"check"})
	if watched != 1 {
		t.Errorf("signals are watched %d times, want once", watched)
	}
}

// counted counts what has been written to the end.
type counted struct {
	io.WriteCloser
	times *atomic.Int64
}

func (c counted) Write(p []byte) (int, error) {
	n, err := c.WriteCloser.Write(p)
	c.times.Add(1)
	return n, err
}
