package lsp

import (
	"encoding/json"
	"testing"
	"time"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

// about are the parameters of most requests about a document.
func about(uri string) map[string]any {
	return map[string]any{"textDocument": map[string]any{"uri": uri}}
}

// TestWhatIsAskedBeforeTheWorkspaceIsReadIsAnsweredThen sends what an editor sends when it restores its windows.
func TestWhatIsAskedBeforeTheWorkspaceIsReadIsAnsweredThen(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := newBank(t, nil)
		uri := pathURI(root + "/memory-bank/progress.md")
		c := connect(t, nil)
		c.mustCall("initialize", map[string]any{"rootUri": pathURI(root), "capabilities": json.RawMessage(ableClient)}, nil)
		c.didOpen(uri, "# P\n\n## Goal\n\n[[a]] [b](activeContext.md)\n")
		answers := map[string]*json.RawMessage{}
		var calls []func() error
		for _, method := range []string{
			"textDocument/documentSymbol", "textDocument/foldingRange", "textDocument/semanticTokens/full", "textDocument/documentLink", "workspace/symbol",
		} {
			answer := new(json.RawMessage)
			call, err := c.conn.DispatchCall(t.Context(), method, about(uri))
			if err != nil {
				t.Fatal(err)
			}
			answers[method] = answer
			calls = append(calls, func() error { return call.Wait(t.Context(), answer) })
		}
		c.notify("initialized", struct{}{})
		for _, wait := range calls {
			if err := wait(); err != nil {
				t.Error(err)
			}
		}
		for method, answer := range answers {
			if len(*answer) < len(`[{}]`) || string(*answer) == "null" {
				t.Errorf("%s is answered with %s", method, *answer)
			}
		}
		c.end()
	})
}

// TestWhatIsAskedOfAFileOutsideAllFoldersWaitsForTheBankToBeFound opens a file and no folder.
func TestWhatIsAskedOfAFileOutsideAllFoldersWaitsForTheBankToBeFound(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := newBank(t, nil)
		uri := pathURI(root + "/memory-bank/progress.md")
		c := open(t)
		c.didOpen(uri, "# P\n")
		var symbols []protocol.DocumentSymbol
		if c.ask("textDocument/documentSymbol", uri, &symbols); len(symbols) != 1 {
			t.Errorf("the outline is %v", symbols)
		}
		c.end()
	})
}

// TestNobodyWaitsForEverForAFolderToBeRead is a client that never says initialized.
func TestNobodyWaitsForEverForAFolderToBeRead(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := newBank(t, nil)
		uri := pathURI(root + "/memory-bank/progress.md")
		c := connect(t, nil)
		c.mustCall("initialize", map[string]any{"rootUri": pathURI(root), "capabilities": json.RawMessage(ableClient)}, nil)
		c.didOpen(uri, "# P\n")
		began := time.Now()
		// More than are worked on at the same time: they must not keep others from being answered.
		for range 2 * maxRequests {
			if _, err := c.conn.DispatchCall(t.Context(), "textDocument/documentSymbol", about(uri)); err != nil {
				t.Fatal(err)
			}
		}
		c.mustCall("codeLens/resolve", map[string]any{"range": protocol.Range{}}, nil)
		if waited := time.Since(began); waited > 0 {
			t.Errorf("another request has waited for %v", waited)
		}
		c.ask("textDocument/documentSymbol", uri, nil)
		if waited := time.Since(began); waited < longestWait || waited > 2*longestWait {
			t.Errorf("the answer has come after %v", waited)
		}
		c.end()
	})
}
