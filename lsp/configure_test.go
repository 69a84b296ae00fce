package lsp

import (
	"encoding/json"
	"strings"
	"testing"
	"testing/synctest"

	"github.com/sourcegraph/jsonrpc2"
	protocol "github.com/tliron/glsp/protocol_3_16"
)

// configuration answers workspace/configuration, each item by its scope.
func (c *session) configuration(m *jsonrpc2.Request) []any {
	var params protocol.ConfigurationParams
	if err := json.Unmarshal(*m.Params, &params); err != nil {
		c.t.Errorf("bad question for settings: %v", err)
	}
	var answers []any
	for _, item := range params.Items {
		answer := c.settings
		if item.ScopeURI != nil && c.ownSettings[*item.ScopeURI] != nil {
			answer = c.ownSettings[*item.ScopeURI]
		}
		answers = append(answers, answer)
	}
	return answers
}

// askedClient is the able client that is asked for settings.
var askedClient = strings.Replace(ableClient, `"workspace": {`, `"workspace": {"configuration": true, `, 1)

// lenses tells whether there are code lenses in the one file of which the tests have many, and symbols whether there is an outline.
func (c *session) lenses(root string) bool {
	c.t.Helper()
	var found []any
	c.mustCall("textDocument/codeLens", inProgress(root), &found)
	return len(found) > 0
}

func (c *session) symbols(root string) bool {
	c.t.Helper()
	var found []any
	c.mustCall("textDocument/documentSymbol", inProgress(root), &found)
	return len(found) > 0
}

func inProgress(root string) any {
	return protocol.DocumentSymbolParams{TextDocument: protocol.TextDocumentIdentifier{URI: pathURI(root + "/memory-bank/progress.md")}}
}

func TestEachFolderHasItsOwnSettings(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		broken := map[string]string{"memory-bank/progress.md": "# Progress\n\n[x](gone.md)\n"}
		one, two, three := newBank(t, broken), newBank(t, broken), newBank(t, broken)
		c := connect(t, nil)
		c.ownSettings = map[string]any{
			pathURI(one):   map[string]any{"codeLens": true, "diagnostics": false},
			pathURI(three): map[string]any{"codeLens": true, "symbols": false},
		}
		c.begin(askedClient, one, two)
		c.awaitRule(pathURI(two+"/memory-bank/progress.md"), "broken-link", 1)
		synctest.Wait()
		if p := c.nowShown(pathURI(one + "/memory-bank/progress.md")); len(p.Diagnostics) > 0 {
			t.Errorf("shown where nothing is to be reported: %v", p.Diagnostics)
		}
		if !c.lenses(one) || c.lenses(two) || !c.symbols(one) || !c.symbols(two) {
			t.Errorf("lenses %v and %v, want them in the first folder; symbols %v and %v, want both", c.lenses(one), c.lenses(two), c.symbols(one), c.symbols(two))
		}

		c.notify("workspace/didChangeWorkspaceFolders", protocol.DidChangeWorkspaceFoldersParams{
			Event: protocol.WorkspaceFoldersChangeEvent{Added: []protocol.WorkspaceFolder{{URI: pathURI(three), Name: "three"}}, Removed: []protocol.WorkspaceFolder{}},
		})
		c.awaitRule(pathURI(three+"/memory-bank/progress.md"), "broken-link", 1)
		synctest.Wait()
		if !c.lenses(three) || c.symbols(three) {
			t.Errorf("a new folder has lenses %v, symbols %v, want only lenses", c.lenses(three), c.symbols(three))
		}
		var found []protocol.SymbolInformation
		c.mustCall("workspace/symbol", protocol.WorkspaceSymbolParams{Query: "progress"}, &found)
		if len(found) != 2 {
			t.Errorf("%d symbols of the workspace, want those of two folders", len(found))
		}

		c.ownSettings = map[string]any{pathURI(two): map[string]any{"codeLens": true}}
		c.notify("workspace/didChangeConfiguration", map[string]any{"settings": nil})
		c.awaitRule(pathURI(one+"/memory-bank/progress.md"), "broken-link", 1)
		synctest.Wait()
		if c.lenses(one) || !c.lenses(two) || !c.symbols(three) {
			t.Errorf("lenses %v and %v, symbols of the third %v, want them as the settings are now", c.lenses(one), c.lenses(two), c.symbols(three))
		}
		c.end()
	})
}

// nowShown returns what the client shows for a file by now.
func (c *session) nowShown(uri string) published {
	for {
		select {
		case p := <-c.published:
			c.shown[p.URI] = p
		default:
			return c.shown[uri]
		}
	}
}
