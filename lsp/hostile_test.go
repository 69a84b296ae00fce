package lsp

import (
	"encoding/json"
	"strings"
	"testing"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

// TestHostileTextsAreAnswered opens texts of which something is too much for the parser, and asks what editors ask.
// In the bubble no time passes while anything runs, so that no limit ends it, and at the end nothing may be left.
func TestHostileTextsAreAnswered(t *testing.T) {
	const size = 128 << 10
	rep := func(s string) string { return strings.Repeat(s, size/len(s)) }
	for name, text := range map[string]string{
		"brackets": rep("[")[:size/2] + rep("]")[:size/2], "quotes": rep("> ") + "a", "targets": rep("[a](b"), "ticks": rep("\\``"),
		"definitions": rep("[a]: u\n"), "heading": "# " + rep("*a_ "), "blank lines": strings.Repeat("- ", 50) + "a\n" + rep("\n"),
	} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				root := newBank(t, nil)
				uri := pathURI(root + "/memory-bank/activeContext.md")
				c := open(t, root)
				c.didOpen(uri, text+"\n\n## Afterwards\n\n[x](none.md)\n")
				c.await(uri, "what is too much and what follows", func(p published) bool {
					return len(p.of("too-complex")) > 0 && len(p.of("broken-link")) == 1
				})
				var outline json.RawMessage
				if c.ask("textDocument/documentSymbol", uri, &outline); !strings.Contains(string(outline), "Afterwards") {
					t.Error("what follows is not in the outline")
				}
				at := protocol.TextDocumentPositionParams{TextDocument: protocol.TextDocumentIdentifier{URI: uri}, Position: protocol.Position{Character: 5}}
				for _, method := range []string{"hover", "completion", "definition", "documentHighlight"} {
					c.mustCall("textDocument/"+method, at, nil)
				}
				for _, method := range []string{"foldingRange", "semanticTokens/full", "documentLink"} {
					c.ask("textDocument/"+method, uri, nil)
				}
				c.end()
			})
		})
	}
}
