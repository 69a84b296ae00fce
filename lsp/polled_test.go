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

// TestWhatTheClientReportsIsNotPolled adds the adopted folder to the workspace.
func TestWhatTheClientReportsIsNotPolled(t *testing.T) {
	s := newServer(Options{})
	s.client.watches = true
	named, adopted := s.addFolder("/w"), s.addFolder("/x")
	adopted.adopted = true
	if s.polls(named) || !s.polls(adopted) {
		t.Errorf("polled: the named folder %v, the adopted one %v", s.polls(named), s.polls(adopted))
	}
	if s.addFolder("/x"); s.polls(adopted) {
		t.Error("a folder is polled that the client has named by now")
	}
	s.client.watches = false
	if !s.polls(named) {
		t.Error("nobody reports and nobody polls")
	}
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
