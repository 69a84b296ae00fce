package lsp

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"
	"time"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

func TestBurstOfEditsIsCoalesced(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := newBank(t, nil)
		uri := pathURI(root + "/memory-bank/activeContext.md")
		c := open(t, root)
		c.didOpen(uri, "# A\n")
		c.publishes(uri)
		for i := range 40 {
			c.didChange(uri, int32(i)+2, whole("# A"+strings.Repeat("x", i)+"\n\n[x](gone.md)\n"))
			time.Sleep(5 * time.Millisecond)
		}
		count, last := c.publishes(uri)
		if count > 3 || *last.Version != 41 {
			t.Errorf("%d publishes, the last for version %d; want at most 3 and 41", count, *last.Version)
		}
		c.end()
	})
}

func TestKeystrokeIsJudgedAtOnce(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := newBank(t, nil)
		uri := pathURI(root + "/memory-bank/activeContext.md")
		c := open(t, root)
		c.didOpen(uri, "# A\n")
		c.publishes(uri)
		// Alone, then by a program that waits for each answer.
		for version := int32(2); version < 10; version++ {
			before := time.Now()
			c.didChange(uri, version, whole("# A\n\n[x](gone.md)\n"))
			c.awaitVersion(uri, version)
			if waited := time.Since(before); waited > 0 {
				t.Errorf("version %d waited %v", version, waited)
			}
		}
		c.end()
	})
}

func TestNothingIsPublishedTwice(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := newBank(t, map[string]string{"memory-bank/progress.md": "# Progress\n\n[x](gone.md)\n"})
		active, progress := pathURI(root+"/memory-bank/activeContext.md"), pathURI(root+"/memory-bank/progress.md")
		c := open(t, root)
		c.awaitRule(progress, "broken-link", 1)
		c.didOpen(active, "# Active\n")
		c.publishes(active)
		c.didSave(active)
		c.watched(protocol.FileChangeTypeChanged, filepath.Join(root, "memory-bank/progress.md"))
		c.didChange(active, 2, whole("# Active!\n"))
		if count, _ := c.publishes(progress); count != 0 {
			t.Errorf("%d publishes for a file where nothing changed", count)
		}
		c.end()
	})
}

func TestAPlaceInAnotherFileFollowsAnEditThatLeavesItsBytesWhereTheyWere(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		var b strings.Builder
		for i := range 12 {
			fmt.Fprintf(&b, "- Item %d says what was agreed on in the meeting\n", i)
		}
		first, second := "# First\n\nOne two.\n\n## Part\n\n"+b.String(), "# Second\n\n"+strings.Repeat("Something else is said here, too. ", 20)+"\n\n## Part\n\n"+b.String()
		root := newBank(t, map[string]string{"memory-bank/a-first.md": first, "memory-bank/b-second.md": second})
		edited, other := pathURI(root+"/memory-bank/a-first.md"), pathURI(root+"/memory-bank/b-second.md")
		c := open(t, root)
		before := c.awaitRule(other, "duplicate-block", 1)
		c.didOpen(edited, first)
		c.publishes(edited)
		c.didChange(edited, 2, whole(strings.Replace(first, "One two", "One\ntwo", 1)))
		count, now := c.publishes(other)
		if count != 1 {
			t.Fatalf("%d publishes for a file that leads to a line which has moved", count)
		}
		line := func(p published) uint32 { return p.Diagnostics[0].RelatedInformation[0].Location.Range.Start.Line }
		if line(now) != line(before)+1 {
			t.Errorf("it leads to line %d, before to %d", line(now), line(before))
		}
		c.end()
	})
}

func TestCheckOnSaveOnly(t *testing.T) {
	// A client that does not watch has the disk looked at, after which all is judged.
	const watching = `{"workspace": {"didChangeWatchedFiles": {"dynamicRegistration": true}}}`
	broken := "# A\n\n[x](gone.md)\n"
	tests := []struct {
		name, config string
		prepare      func(*session, string)
		whileTyping  bool
	}{
		{"nobody wishes", "", func(c *session, root string) { c.begin(watching, root) }, true},
		{"the configuration", "check: save\n", func(c *session, root string) { c.begin(watching, root) }, false},
		{"pushed settings", "", func(c *session, root string) {
			c.begin(watching, root)
			c.set(map[string]any{"check": "save"})
		}, false},
		{"settings that are asked for", "", func(c *session, root string) {
			c.settings = map[string]any{"check": "save"}
			c.begin(`{"workspace": {"configuration": true, "didChangeWatchedFiles": {"dynamicRegistration": true}}}`, root)
			c.awaitCall("workspace/configuration")
		}, false},
		{"the configuration wins", "check: change\n", func(c *session, root string) {
			c.begin(watching, root)
			c.set(map[string]any{"check": "save"})
		}, true},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				root := newBank(t, map[string]string{".cortex.yaml": tt.config})
				uri := pathURI(root + "/memory-bank/activeContext.md")
				c := connect(t, nil)
				tt.prepare(c, root)
				c.didOpen(uri, "# A\n")
				c.publishes(uri)
				c.didChange(uri, 2, whole(broken))
				if count, _ := c.publishes(uri); (count > 0) != tt.whileTyping {
					t.Errorf("%d publishes while typing, want some: %v", count, tt.whileTyping)
				}
				c.didSave(uri)
				c.awaitRule(uri, "broken-link", 1)
				c.end()
			})
		})
	}
}
