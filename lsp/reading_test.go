package lsp

import (
	"fmt"
	"strings"
	"testing"

	"github.com/sourcegraph/jsonrpc2"
	protocol "github.com/tliron/glsp/protocol_3_16"
)

// TestReferencesAreThoseOfTheTextAtTheirDispatch asks after each of many edits without waiting for answers: each answer
// must fit the text as it was then, though the graph moves to and fro between the snapshots.
func TestReferencesAreThoseOfTheTextAtTheirDispatch(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := newBank(t, map[string]string{"memory-bank/other.md": "# Other\n\n[here](activeContext.md#part)\n"})
		uri := pathURI(root + "/memory-bank/activeContext.md")
		c := open(t, root)
		text := func(n int) string { return strings.Repeat("[x](#part)\n\n", n) + "# Part\n" }
		c.didOpen(uri, text(1))
		c.awaitVersion(uri, 1)
		waiters := map[int]jsonrpc2.Waiter{}
		for n := 2; n < 100; n++ {
			c.didChange(uri, int32(n), whole(text(n)))
			params := protocol.ReferenceParams{Context: protocol.ReferenceContext{IncludeDeclaration: true}}
			params.TextDocument.URI, params.Position = uri, protocol.Position{Line: uint32(2 * n), Character: 3}
			waiter, err := c.conn.DispatchCall(t.Context(), "textDocument/references", params)
			if err != nil {
				t.Fatal(err)
			}
			waiters[n] = waiter
		}
		for n, waiter := range waiters {
			var found []protocol.Location
			if err := waiter.Wait(t.Context(), &found); err != nil {
				t.Fatal(err)
			}
			if len(found) != n+2 || found[n].Range.Start.Line != uint32(2*n) {
				t.Errorf("after edit %d: %d places, want %d and the heading last in its file", n, len(found), n+2)
			}
		}
		c.end()
	})
}

// TestClientsWithoutMarkdownGetPlainHovers reads what a hover is made of.
func TestClientsWithoutMarkdownGetPlainHovers(t *testing.T) {
	for able, want := range map[string]protocol.MarkupKind{`["markdown"]`: "markdown", `["plaintext"]`: "plaintext", `[]`: "plaintext"} {
		inBubble(t, func(t *testing.T) {
			root := newBank(t, nil)
			uri := pathURI(root + "/memory-bank/activeContext.md")
			c := connect(t, nil)
			c.begin(fmt.Sprintf(`{"textDocument": {"hover": {"contentFormat": %s}}}`, able), root)
			c.didOpen(uri, "[p](progress.md)\n")
			c.awaitVersion(uri, 1)
			var found struct{ Contents protocol.MarkupContent }
			params := protocol.HoverParams{}
			params.TextDocument.URI = uri
			c.mustCall("textDocument/hover", params, &found)
			if found.Contents.Kind != want || !strings.Contains(found.Contents.Value, "# progress") {
				t.Errorf("a client with %s gets %+v", able, found.Contents)
			}
			c.end()
		})
	}
}

// TestOddDataIsAnswered sends items back as no client should.
func TestOddDataIsAnswered(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		c := open(t, newBank(t, nil))
		for _, data := range []any{nil, 1, "x", []int{1}, map[string]any{"uri": 1}, map[string]any{"uri": "untitled:x", "slug": "y"}} {
			item := map[string]any{"name": "n", "uri": "file:///n.md", "kind": 1, "data": data}
			for _, method := range []string{"callHierarchy/incomingCalls", "callHierarchy/outgoingCalls"} {
				c.mustCall(method, map[string]any{"item": item}, nil)
			}
			c.mustCall("documentLink/resolve", map[string]any{"data": data}, nil)
		}
		for _, uri := range []string{"", "untitled:x", "file:///gone.md", "%%%"} {
			document := map[string]any{"textDocument": map[string]any{"uri": uri}, "position": protocol.Position{Line: 1 << 30}, "positions": []protocol.Position{{}}}
			for _, method := range []string{"definition", "references", "documentHighlight", "documentLink", "hover", "prepareCallHierarchy", "documentSymbol", "foldingRange", "selectionRange"} {
				var answer any
				if c.mustCall("textDocument/"+method, document, &answer); answer != nil {
					t.Errorf("%s of %q is answered with %v", method, uri, answer)
				}
			}
			c.mustCall("workspaceSymbol/resolve", map[string]any{"name": "n", "kind": 1, "location": map[string]any{"uri": uri}, "data": map[string]any{"uri": uri}}, nil)
		}
		c.end()
	})
}
