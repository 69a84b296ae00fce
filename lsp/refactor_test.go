package lsp

import (
	"testing"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

// TestAnActionIsForTheTextThatItWasOfferedFor asks for an edit after the text has changed.
func TestAnActionIsForTheTextThatItWasOfferedFor(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		const text = "# Notes\n\nText.\n"
		root := newBank(t, map[string]string{"memory-bank/notes.md": text})
		uri := pathURI(root + "/memory-bank/notes.md")
		c := open(t, root)
		c.didOpen(uri, text)
		c.awaitVersion(uri, 1)
		action, ok := c.actions(uri, protocol.Range{}, "refactor.extract")[`Extract section "Notes" to a new file`]
		if !ok || action.Edit != nil {
			t.Fatalf("got %v", action)
		}
		var resolved protocol.CodeAction
		c.mustCall("codeAction/resolve", action, &resolved)
		if resolved.Edit == nil {
			t.Error("no edit")
		}
		c.didChange(uri, 2, whole("# Notes\n\nOther.\n"))
		wantCode(t, c.call("codeAction/resolve", action, nil), codeContentModified)
		c.end()
	})
}
