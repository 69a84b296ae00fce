package lsp

import (
	"math/rand/v2"
	"slices"
	"testing"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

// TestTokenEditsLeadToTheTokens applies the difference of random lists.
func TestTokenEditsLeadToTheTokens(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	list := func() []uint32 {
		data := make([]uint32, random.IntN(12))
		for i := range data {
			data[i] = random.Uint32N(3)
		}
		return data
	}
	for range 5000 {
		before, after := list(), list()
		got := slices.Clone(before)
		edits := tokenEdits(before, after)
		for _, e := range edits {
			got = slices.Replace(got, int(e.Start), int(e.Start+e.DeleteCount), e.Data...)
		}
		if !slices.Equal(got, after) || slices.Equal(before, after) != (len(edits) == 0) {
			t.Fatalf("%v to %v: %v gives %v", before, after, edits, got)
		}
	}
}

// TestSettingsShowLenses has the client ask again when the user changes his mind.
func TestSettingsShowLenses(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := newBank(t, nil)
		uri := pathURI(root + "/memory-bank/activeContext.md")
		c := connect(t, nil)
		c.begin(`{"workspace": {"codeLens": {"refreshSupport": true}, "inlayHint": {"refreshSupport": true}}}`, root)
		c.didOpen(uri, "# A\n\n[a](#a)\n")
		c.publishes(uri)
		lenses := func() int {
			var found []protocol.CodeLens
			c.ask("textDocument/codeLens", uri, &found)
			return len(found)
		}
		if n := lenses(); n != 0 {
			t.Errorf("%d lenses before they are asked for", n)
		}
		c.set(map[string]any{"codeLens": true, "inlayHints": true})
		c.awaitCall("workspace/codeLens/refresh")
		c.awaitCall("workspace/inlayHint/refresh")
		if n := lenses(); n != 2 {
			t.Errorf("%d lenses, want the size and the references", n)
		}
		c.end()
	})
}

// TestTokensOfAClosedDocumentAreForgotten wants nothing to be kept of what is not open.
func TestTokensOfAClosedDocumentAreForgotten(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := newBank(t, nil)
		uri := pathURI(root + "/memory-bank/activeContext.md")
		results := newSemanticResults()
		c := connect(t, func(s *server) { s.view.semantic = results })
		c.begin(ableClient, root)
		full := func() *protocol.SemanticTokens {
			var tokens *protocol.SemanticTokens
			c.ask("textDocument/semanticTokens/full", uri, &tokens)
			return tokens
		}
		c.didOpen(uri, "[[a]]\n")
		c.publishes(uri)
		if tokens := full(); tokens == nil || tokens.ResultID == nil || len(results.last) != 1 {
			t.Errorf("%+v, %d remembered", tokens, len(results.last))
		}
		c.didClose(uri)
		if tokens := full(); tokens == nil || tokens.ResultID != nil || len(results.last) != 0 {
			t.Errorf("%+v, %d remembered", tokens, len(results.last))
		}
		c.end()
	})
}

// TestCompletionIsAnsweredWhileTheUserTypesOn: clients hold the items against what has been typed since, and few ask again.
func TestCompletionIsAnsweredWhileTheUserTypesOn(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := newBank(t, nil)
		uri := pathURI(root + "/memory-bank/activeContext.md")
		begun, release := make(chan struct{}), make(chan struct{})
		c := connect(t, holding("textDocument/completion", begun, release))
		c.begin(ableClient, root)
		c.didOpen(uri, "[a](")
		c.publishes(uri)
		call, err := c.conn.DispatchCall(t.Context(), "textDocument/completion", protocol.CompletionParams{
			TextDocumentPositionParams: protocol.TextDocumentPositionParams{
				TextDocument: protocol.TextDocumentIdentifier{URI: uri}, Position: protocol.Position{Character: 4},
			},
		})
		if err != nil {
			t.Fatal(err)
		}
		<-begun
		c.didChange(uri, 2, whole("[a](p"))
		c.ask("textDocument/hover", uri, nil) // the change has been seen
		close(release)
		var list completionList
		if err := call.Wait(t.Context(), &list); err != nil || len(list.Items) == 0 {
			t.Errorf("%d items and the error %v", len(list.Items), err)
		}
		c.end()
	})
}
