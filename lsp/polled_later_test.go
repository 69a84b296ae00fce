package lsp

import (
	"strings"
	"testing"
	"time"
)

// TestAFolderThatAppearsIsPolled names a folder that is not there yet, of which the client reports nothing.
func TestAFolderThatAppearsIsPolled(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := newBank(t, nil) + "/later"
		c := connect(t, nil)
		c.begin(strings.Replace(ableClient, `"didChangeWatchedFiles": {"dynamicRegistration": true}`, `"didChangeWatchedFiles": {}`, 1), root)
		time.Sleep(2 * pollInterval)
		for _, name := range []string{"projectbrief.md", "progress.md"} {
			writeFile(t, root+"/memory-bank/"+name, "# A\n")
		}
		writeFile(t, root+"/memory-bank/activeContext.md", "# Active\n\n[x](gone.md)\n")
		c.awaitRule(pathURI(root+"/memory-bank/activeContext.md"), "broken-link", 1)
		c.end()
	})
}
