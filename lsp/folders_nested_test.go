package lsp

import (
	"testing"
	"testing/synctest"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

// TestNestedFoldersHaveTheirOwnSettings shows that the editor's settings are those of the innermost folder, whichever answers.
func TestNestedFoldersHaveTheirOwnSettings(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		broken := "# Progress\n\n[x](gone.md)\n"
		root := newBank(t, map[string]string{"memory-bank/progress.md": broken, "inner/memory-bank/progress.md": broken})
		outer, inner := pathURI(root+"/memory-bank/progress.md"), pathURI(root+"/inner/memory-bank/progress.md")
		c := connect(t, nil)
		c.ownSettings = map[string]any{pathURI(root + "/inner"): map[string]any{"codeLens": true, "diagnostics": false, "symbols": false}}
		c.begin(askedClient, root, root+"/inner")
		c.awaitRule(outer, "broken-link", 1)
		synctest.Wait()
		if p := c.nowShown(inner); len(p.Diagnostics) > 0 {
			t.Errorf("shown where nothing is to be reported: %v", p.Diagnostics)
		}
		if c.lenses(root) || !c.lenses(root+"/inner") {
			t.Errorf("lenses %v outside and %v inside, want them inside", c.lenses(root), c.lenses(root+"/inner"))
		}
		var found []protocol.SymbolInformation
		if c.mustCall("workspace/symbol", protocol.WorkspaceSymbolParams{Query: "progress"}, &found); len(found) != 1 || found[0].Location.URI != outer {
			t.Errorf("symbols %v, want one outside", found)
		}
		c.end()
	})
}

// TestNestedFoldersHaveOneConfiguration shows that the outermost folder that judges a document does so with its configuration.
func TestNestedFoldersHaveOneConfiguration(t *testing.T) {
	inEachModel(t, func(t *testing.T, m clientModel) {
		root := newBank(t, map[string]string{
			"inner/memory-bank/progress.md":      "# Progress\n\n[x](gone.md)\n",
			"inner/memory-bank/activeContext.md": "# Active\n",
			"inner/memory-bank/projectbrief.md":  "# Brief\n",
			".cortex.yaml":                       "rules:\n  broken-link: off\n",
			"inner/.cortex.yaml":                 "nonsense: 1\n",
		})
		uri := pathURI(root + "/inner/memory-bank/progress.md")
		c := m.open(t, root, root+"/inner")
		c.awaitRule(pathURI(root+"/inner/.cortex.yaml"), "config", 1)
		c.publishes(uri)
		if n := len(c.shown[uri].of("broken-link")); n != 0 {
			t.Errorf("%d broken links where the outer folder reports none", n)
		}
		writeFile(t, root+"/.cortex.yaml", "exclude: [\"inner/**\"]\n")
		c.watched(protocol.FileChangeTypeChanged, root+"/.cortex.yaml")
		c.awaitRule(uri, "broken-link", 1)
		c.end()
	})
}
