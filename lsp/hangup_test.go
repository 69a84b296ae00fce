package lsp

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"
	"time"
)

// script returns messages as a client writes them that has nothing to say after them; each is a method with its
// parameters. Requests are numbered.
func script(t *testing.T, messages ...[2]any) string {
	t.Helper()
	var b strings.Builder
	for i, m := range messages {
		message := map[string]any{"jsonrpc": "2.0", "method": m[0], "params": m[1]}
		if method := m[0].(string); method != "initialized" && !strings.HasPrefix(method, "textDocument/did") {
			message["id"] = i
		}
		body, err := json.Marshal(message)
		if err != nil {
			t.Fatal(err)
		}
		fmt.Fprintf(&b, "Content-Length: %d\r\n\r\n%s", len(body), body)
	}
	return b.String()
}

// TestWhatWasAskedBeforeTheEndOfInputIsAnswered is a client that writes all it has to say to a file.
func TestWhatWasAskedBeforeTheEndOfInputIsAnswered(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := newBank(t, nil)
		messages := [][2]any{{"initialize", map[string]any{"capabilities": map[string]any{}, "rootUri": pathURI(root)}}, {"initialized", struct{}{}}}
		const n = 20
		for range n {
			messages = append(messages, [2]any{"workspace/symbol", map[string]any{"query": "progress"}})
		}
		var out bytes.Buffer
		newServer(Options{Logger: testLogger(t)}).serve(context.Background(), strings.NewReader(script(t, messages...)), &out)
		if got := strings.Count(out.String(), `"name":"progress"`); got != n {
			t.Errorf("%d answers of %d", got, n)
		}
	})
}

// TestTheEndOfInputEndsAllWaiting is a client whose last question has no answer yet.
func TestTheEndOfInputEndsAllWaiting(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := newBank(t, nil)
		in := script(t,
			[2]any{"initialize", map[string]any{"capabilities": json.RawMessage(likeVSCode.capabilities(t)), "rootUri": pathURI(root)}},
			[2]any{"textDocument/documentSymbol", map[string]any{"textDocument": map[string]any{"uri": pathURI(root + "/memory-bank/progress.md")}}},
		)
		began := time.Now()
		newServer(Options{Logger: testLogger(t)}).serve(context.Background(), strings.NewReader(in), &bytes.Buffer{})
		if lasted := time.Since(began); lasted != farewell {
			t.Errorf("the session has lasted %v, want %v", lasted, farewell)
		}
	})
}
