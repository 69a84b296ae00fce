package lsp

import (
	"encoding/json"
	"os"
	"slices"
	"testing"
	"testing/synctest"
	"time"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

const (
	tokensRefresh = "workspace/semanticTokens/refresh"
	lensRefresh   = "workspace/codeLens/refresh"
	hintRefresh   = "workspace/inlayHint/refresh"
)

// openRemarking starts a session of a client that shows lenses and hints and asks again for all it shows.
func openRemarking(t *testing.T, root string) *session {
	t.Helper()
	c := connect(t, nil)
	c.mustCall("initialize", map[string]any{
		"rootUri": pathURI(root),
		"capabilities": json.RawMessage(`{"workspace": {
			"semanticTokens": {"refreshSupport": true}, "codeLens": {"refreshSupport": true}, "inlayHint": {"refreshSupport": true},
			"didChangeWatchedFiles": {"dynamicRegistration": true}
		}}`),
		"initializationOptions": map[string]any{"codeLens": true, "inlayHints": true},
	}, nil)
	c.notify("initialized", struct{}{})
	c.askedAgain()
	return c
}

// askedAgain returns what the server has wanted to be asked again since the last call, in order of the alphabet.
func (c *session) askedAgain() []string {
	time.Sleep(2 * refreshPause)
	synctest.Wait()
	var methods []string
	for {
		select {
		case m := <-c.calls:
			if slices.Contains([]string{tokensRefresh, lensRefresh, hintRefresh}, m.Method) {
				methods = append(methods, m.Method)
			}
		default:
			slices.Sort(methods)
			return methods
		}
	}
}

// TestTheClientAsksAgainWhenADocumentBecomesOneOfABank writes a bank around an open document, and takes it away.
func TestTheClientAsksAgainWhenADocumentBecomesOneOfABank(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := cleanPath(t.TempDir(), windows)
		uri := pathURI(root + "/memory-bank/progress.md")
		c := openRemarking(t, root)
		c.didOpen(uri, "[[a]]\n")
		c.askedAgain()
		everything := []string{lensRefresh, hintRefresh, tokensRefresh}
		writeBank(t, root)
		c.watched(protocol.FileChangeTypeCreated, root+"/memory-bank")
		if got := c.askedAgain(); !slices.Equal(got, everything) {
			t.Errorf("asked again for %q when there was a bank, want %q", got, everything)
		}
		if err := os.RemoveAll(root + "/memory-bank"); err != nil {
			t.Fatal(err)
		}
		c.watched(protocol.FileChangeTypeDeleted, root+"/memory-bank")
		if got := c.askedAgain(); !slices.Equal(got, everything) {
			t.Errorf("asked again for %q when there was none any more, want %q", got, everything)
		}
		c.end()
	})
}

// TestTheClientAsksAgainForWhatDependsOnOtherTexts changes a text in all the ways there are.
func TestTheClientAsksAgainForWhatDependsOnOtherTexts(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := newBank(t, nil)
		uri, other := pathURI(root+"/memory-bank/progress.md"), root+"/memory-bank/activeContext.md"
		remarks := []string{lensRefresh, hintRefresh}
		c := openRemarking(t, root)
		wants := func(what string, want []string) {
			t.Helper()
			if got := c.askedAgain(); !slices.Equal(got, want) {
				t.Errorf("%s: asked again for %q, want %q", what, got, want)
			}
		}
		c.didOpen(uri, "# progress\n")
		wants("opened as it is on disk", nil)
		writeFile(t, other, "# activeContext\n\n[p](progress.md)\n")
		c.watched(protocol.FileChangeTypeChanged, other)
		wants("another file was written", remarks)
		c.watched(protocol.FileChangeTypeChanged, other)
		wants("nothing was written", nil)
		time.Sleep(2 * pollInterval) // the disk has been looked at
		wants("nothing was written for a while", nil)
		c.didChange(uri, 2, whole("# progress\n\n[a](activeContext.md)\n"))
		wants("typed", nil)
		c.didSave(uri)
		wants("saved", remarks)
		c.end()
	})
}
