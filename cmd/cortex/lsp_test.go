package main

import (
	"bufio"
	"bytes"
	"fmt"
	"io"
	"os"
	"strings"
	"testing"
)

// TestLSPServesASession speaks to the command as an editor does.
func TestLSPServesASession(t *testing.T) {
	in, toServer := io.Pipe()
	fromServer, out := io.Pipe()
	var stderr bytes.Buffer
	env := environment{in: in, out: out, err: &stderr, lookupEnv: os.LookupEnv, inTerminal: true}
	exit := make(chan int)
	go func() { exit <- run(t.Context(), env, []string{"lsp", "--stdio"}) }()

	answers := bufio.NewReader(fromServer)
	send(t, toServer, `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"processId":null,"rootUri":null,"capabilities":{}}}`)
	if answer := receive(t, answers); !strings.Contains(answer, `"capabilities"`) || !strings.Contains(answer, currentVersion().number) {
		t.Errorf("answer to initialize: %s", answer)
	}
	send(t, toServer, `{"jsonrpc":"2.0","id":2,"method":"shutdown"}`)
	receive(t, answers)
	send(t, toServer, `{"jsonrpc":"2.0","method":"exit"}`)
	if code := <-exit; code != 0 {
		t.Errorf("exit %d after shutdown and exit, want 0", code)
	}
	if !strings.HasPrefix(stderr.String(), "cortex: waiting for an editor") {
		t.Errorf("a person who starts it by hand is told %q", stderr.String())
	}
}

func send(t *testing.T, w io.Writer, message string) {
	t.Helper()
	if _, err := fmt.Fprintf(w, "Content-Length: %d\r\n\r\n%s", len(message), message); err != nil {
		t.Fatal(err)
	}
}

func receive(t *testing.T, r *bufio.Reader) string {
	t.Helper()
	var length int
	if _, err := fmt.Fscanf(r, "Content-Length: %d\r\n\r\n", &length); err != nil {
		t.Fatal(err)
	}
	body := make([]byte, length)
	if _, err := io.ReadFull(r, body); err != nil {
		t.Fatal(err)
	}
	return string(body)
}
