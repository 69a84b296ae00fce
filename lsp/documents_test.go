package lsp

import (
	"math/rand/v2"
	"reflect"
	"testing"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

func TestFixInOneFileClearsTheDiagnosticOfAnother(t *testing.T) {
	inEachModel(t, func(t *testing.T, m clientModel) {
		root := newBank(t, map[string]string{
			"memory-bank/progress.md": "# Progress\n\n[see](activeContext.md#next-steps)\n",
		})
		active, progress := pathURI(root+"/memory-bank/activeContext.md"), pathURI(root+"/memory-bank/progress.md")
		c := m.open(t, root)
		found := c.awaitRule(progress, "broken-anchor", 1)
		if found.Version != nil {
			t.Errorf("a file that is not open has version %d", *found.Version)
		}
		c.didOpen(active, "# Active\n\n## Next Step\n")
		c.didChange(active, 2, whole("# Active\n\n## Next Steps\n"))
		c.awaitRule(progress, "broken-anchor", 0)
		c.didChange(active, 3, whole("# Active\n"))
		c.awaitRule(progress, "broken-anchor", 1)
		c.didClose(active)
		c.end()
	})
}

func TestClosingWithoutSavingLeavesNothingBehind(t *testing.T) {
	inEachModel(t, func(t *testing.T, m clientModel) {
		root := newBank(t, nil)
		uri := pathURI(root + "/memory-bank/activeContext.md")
		c := m.open(t, root)
		c.didOpen(uri, "# Active\n\n[x](gone.md)\n")
		c.awaitRule(uri, "broken-link", 1)
		c.didClose(uri)
		c.awaitRule(uri, "broken-link", 0)
		c.end()
	})
}

func TestTheClientsOwnURIIsUsedForOpenDocuments(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := newBank(t, map[string]string{"memory-bank/o(d)d.md": "# Odd\n\n[x](gone.md)\n"})
		ours, theirs := pathURI(root+"/memory-bank/o(d)d.md"), "file://"+root+"/memory-bank/o(d)d.md"
		c := open(t, root)
		c.awaitRule(ours, "broken-link", 1)
		c.didOpen(theirs, "# Odd\n\n[x](gone.md)\n")
		c.awaitRule(theirs, "broken-link", 1)
		c.awaitRule(ours, "broken-link", 0)
		c.didClose(theirs)
		c.awaitRule(ours, "broken-link", 1)
		c.awaitRule(theirs, "broken-link", 0)
		c.end()
	})
}

func TestOddSynchronisationIsTolerated(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := newBank(t, nil)
		uri := pathURI(root + "/memory-bank/activeContext.md")
		c := open(t, root)
		c.didChange(uri, 2, whole("not open"))
		c.didClose(uri)
		c.didSave(uri)
		c.didOpen(uri, "# A\n\n[x](gone.md)\n")
		c.didOpen(uri, "# A\n\n[x](gone.md) [y](gone.md)\n")
		c.awaitRule(uri, "broken-link", 2)
		c.didChange(uri, 1, whole("# A\n\n[x](gone.md)\n"))
		c.awaitRule(uri, "broken-link", 1)
		c.didChange(uri, 0, whole("# A\n"))
		c.didChange(uri, 0)
		c.awaitRule(uri, "broken-link", 0)
		c.end()
	})
}

// TestEditsLeadToWhatTheFullTextLeadsTo edits at random, then sends the text whole: the
// diagnostics must not change.
func TestEditsLeadToWhatTheFullTextLeadsTo(t *testing.T) {
	inEachModel(t, func(t *testing.T, m clientModel) {
		r := rand.New(rand.NewPCG(3, 4))
		root := newBank(t, nil)
		uri := pathURI(root + "/memory-bank/activeContext.md")
		c := m.open(t, root)
		text := "# A\n\n🚀 [x](gone.md)\r\n"
		c.didOpen(uri, text)
		for version := int32(2); version < 200; version += 2 {
			s := randomSpan(r, text)
			insert := randomText(r, r.IntN(5))
			change := protocol.Range{Start: referencePosition(text, s.Start, inUTF16), End: referencePosition(text, s.End, inUTF16)}
			c.didChange(uri, version, protocol.TextDocumentContentChangeEvent{Range: &change, Text: insert})
			text = text[:s.Start] + insert + text[s.End:]
			edited := c.awaitVersion(uri, version)
			c.didChange(uri, version+1, whole(text))
			if full := c.awaitVersion(uri, version+1); !reflect.DeepEqual(edited.Diagnostics, full.Diagnostics) {
				t.Fatalf("for %q:\nedited %+v\nfull   %+v", text, edited.Diagnostics, full.Diagnostics)
			}
			if len(text) > 400 {
				text = "# A\n\n🚀 [x](gone.md)\r\n"
				c.didChange(uri, version+1, whole(text))
			}
		}
		c.end()
	})
}

func TestSilentOutsideBanks(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := newBank(t, map[string]string{"README.md": "[x](gone.md)\n"})
		c := open(t, root)
		for _, uri := range []string{pathURI(root + "/README.md"), "untitled:Untitled-1", "file:///c%3A/x.md", "file://server/x.md", "", ":"} {
			c.didOpen(uri, "[x](gone.md)\n")
			c.didChange(uri, 2, whole("[x](gone.md) y\n"))
			if got := c.actions(uri, protocol.Range{}); len(got) > 0 {
				t.Errorf("actions for %q: %q", uri, titles(got))
			}
			c.didSave(uri)
			c.didClose(uri)
			if count, _ := c.publishes(uri); count > 0 {
				t.Errorf("diagnostics for %q: %v", uri, c.shown[uri])
			}
		}
		c.end()
	})
}
