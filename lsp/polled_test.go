package lsp

import (
	"testing"
	"time"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

// TestAFolderThatNoClientNamedIsPolled: clients watch the folders of the workspace only.
func TestAFolderThatNoClientNamedIsPolled(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := newBank(t, nil)
		uri := pathURI(root + "/memory-bank/progress.md")
		c := open(t, cleanPath(t.TempDir(), windows))
		c.didOpen(uri, "# P\n\n[x](gone.md)\n")
		c.awaitRule(uri, "broken-link", 1)
		writeFile(t, root+"/memory-bank/gone.md", "# G\n")
		c.awaitRule(uri, "broken-link", 0)
		c.end()
	})
}

// TestTheDiskIsPolledWhereTheClientReportsNothing takes the registration and reports its own writes at most, as Helix does.
func TestTheDiskIsPolledWhereTheClientReportsNothing(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := newBank(t, nil)
		uri := pathURI(root + "/memory-bank/progress.md")
		c := open(t, root)
		c.didOpen(uri, "# P\n\n[x](gone.md)\n")
		c.awaitRule(uri, "broken-link", 1)
		writeFile(t, root+"/memory-bank/gone.md", "# G\n")
		c.awaitRule(uri, "broken-link", 0)
		c.end()
	})
}

// TestTheDiskIsPolledWhereTheClientRefusesToReport can be asked for reports and will not have it.
func TestTheDiskIsPolledWhereTheClientRefusesToReport(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := newBank(t, nil)
		uri := pathURI(root + "/memory-bank/progress.md")
		c := connect(t, nil)
		c.decline = protocol.ServerClientRegisterCapability
		c.begin(ableClient, root)
		c.didOpen(uri, "# P\n\n[x](gone.md)\n")
		c.awaitRule(uri, "broken-link", 1)
		writeFile(t, root+"/memory-bank/gone.md", "# G\n")
		c.awaitRule(uri, "broken-link", 0)
		c.end()
	})
}

// TestReportsAreAskedForOneByOne lets a client refuse one kind and take the other.
func TestReportsAreAskedForOneByOne(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		c := connect(t, nil)
		c.begin(`{"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}, "didChangeConfiguration": {"dynamicRegistration": true}}}`,
			cleanPath(t.TempDir(), windows))
		time.Sleep(time.Second)
		if len(c.calls) != 2 {
			t.Errorf("%d requests, want one for each kind", len(c.calls))
		}
		c.end()
	})
}
