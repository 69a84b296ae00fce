package lsp

import (
	"encoding/json"
	"testing"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

// change sends a didChange with content changes as they stand here.
func (c *session) change(uri string, version int32, contentChanges string) {
	c.notify("textDocument/didChange", map[string]any{
		"textDocument": map[string]any{"uri": uri, "version": version}, "contentChanges": json.RawMessage(contentChanges),
	})
}

// outline returns the title of the first section of a document, "" if there is no answer.
func (c *session) outline(uri string) string {
	c.t.Helper()
	var symbols []protocol.DocumentSymbol
	if c.ask("textDocument/documentSymbol", uri, &symbols); len(symbols) == 0 {
		return ""
	}
	return symbols[0].Name
}

// TestCoordinatesOfChangesThatCannotBeAreClamped sends columns and lines that the specification rules out.
func TestCoordinatesOfChangesThatCannotBeAreClamped(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := newBank(t, nil)
		uri := pathURI(root + "/memory-bank/progress.md")
		c := open(t, root)
		c.didOpen(uri, "# One\n")
		for i, tt := range []struct{ changes, want string }{
			{`[{"range": {"start": {"line": -1, "character": -1}, "end": {"line": 2147483647, "character": -1}}, "text": "# Two\n"}]`, "Two"},
			{`[{"range": {"start": {"line": 0, "character": 2.5}, "end": {"line": 0, "character": 1e300}}, "text": "Three"}]`, "Three"},
			{`[{"range": {"start": {"line": 0}, "end": {"line": 1}}, "text": "# Four\n"}]`, "Four"},
		} {
			c.change(uri, int32(i+2), tt.changes)
			if got := c.outline(uri); got != tt.want {
				t.Errorf("after %s the title is %q, want %q", tt.changes, got, tt.want)
			}
		}
		c.end()
	})
}

// TestADocumentIsLostWithAChangeThatCannotBeRead says nothing about a text that the editor does not have, and edits nothing in it.
func TestADocumentIsLostWithAChangeThatCannotBeRead(t *testing.T) {
	inEachModel(t, func(t *testing.T, m clientModel) {
		root := newBank(t, map[string]string{"memory-bank/activeContext.md": "# Active\n\n## There\n"})
		uri, other := pathURI(root+"/memory-bank/progress.md"), pathURI(root+"/memory-bank/activeContext.md")
		text := "# Progress\n\n[x](gone.md) [y](activeContext.md#there)\n"
		c := m.open(t, root)
		rename := func() error {
			return c.call("textDocument/rename", map[string]any{
				"textDocument": map[string]any{"uri": other}, "position": protocol.Position{Line: 2, Character: 4}, "newName": "Here",
			}, nil)
		}
		for _, broken := range []string{`[{}]`, `7`, `[{"range": {"start": {"line": 0, "character": 0}}, "text": ""}]`, `[{"range": null, "text": 1}]`} {
			c.didOpen(uri, text)
			c.awaitRule(uri, "broken-link", 1)
			c.change(uri, 2, broken)
			c.awaitRule(uri, "broken-link", 0)
			c.change(uri, 3, `[{"range": {"start": {"line": 0, "character": 2}, "end": {"line": 0, "character": 3}}, "text": ""}]`)
			if got := c.outline(uri); got != "" {
				t.Errorf("after %s the title is %q", broken, got)
			}
			if found := c.actions(uri, protocol.Range{End: protocol.Position{Line: 9}}); len(found) > 0 {
				t.Errorf("after %s there are actions: %v", broken, found)
			}
			wantCode(t, rename(), codeRequestFailed)
			c.didChange(uri, 4, whole(text))
			c.awaitRule(uri, "broken-link", 1)
			if err := rename(); err != nil {
				t.Errorf("with the whole text: %v", err)
			}
			c.didClose(uri)
		}
		c.end()
	})
}
