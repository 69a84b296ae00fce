package lsp

import (
	"testing"
	"time"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

// TestTheDiskIsPolled has files written of which no client tells.
func TestTheDiskIsPolled(t *testing.T) {
	for _, tt := range []struct {
		name string
		open func(t *testing.T, root string) *session
	}{
		{"a folder that the client has not named", func(t *testing.T, _ string) *session {
			return open(t, cleanPath(t.TempDir(), windows))
		}},
		{"a client that reports its own writes at most, as Helix does", func(t *testing.T, root string) *session {
			return open(t, root)
		}},
		{"a client that refuses to report", func(t *testing.T, root string) *session {
			c := connect(t, nil)
			c.decline = protocol.ServerClientRegisterCapability
			c.begin(ableClient, root)
			return c
		}},
	} {
		t.Run(tt.name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				root := newBank(t, nil)
				uri := pathURI(root + "/memory-bank/progress.md")
				c := tt.open(t, root)
				c.didOpen(uri, "# P\n\n[x](gone.md)\n")
				c.awaitRule(uri, "broken-link", 1)
				writeFile(t, root+"/memory-bank/gone.md", "# G\n")
				c.awaitRule(uri, "broken-link", 0)
				c.end()
			})
		})
	}
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
