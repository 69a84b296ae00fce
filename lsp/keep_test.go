package lsp

import (
	"os"
	"path/filepath"
	"testing"
	"testing/synctest"
	"time"

	"cortex/bank"
)

// TestAServerBeginsWithTheCache has one server fill the cache when it has nothing to do, and another begin with it after a file has
// changed; a file that its editor has open counts.
func TestAServerBeginsWithTheCache(t *testing.T) {
	root := newBank(t, map[string]string{
		"memory-bank/activeContext.md": "# Active\n\n[x](progress.md#done) [y](gone.md)\n",
		"memory-bank/progress.md":      "# Progress\n\n## Done\n\n[z](gone.md)\n",
	})
	active, progress := pathURI(root+"/memory-bank/activeContext.md"), pathURI(root+"/memory-bank/progress.md")
	cache := bank.NewCache(filepath.Join(t.TempDir(), "cache"), "test")
	begin := func(t *testing.T) *session {
		c := connect(t, func(s *server) { s.cache, s.diagnoser.cache = cache, cache })
		c.beginAs(pushed, root)
		return c
	}
	inBubble(t, func(t *testing.T) {
		c := begin(t)
		c.awaitRule(active, "broken-link", 1)
		time.Sleep(2 * quiet)
		synctest.Wait()
		if files, err := cache.Files(); err != nil || len(files) != 1 || files[0].Root != root {
			t.Errorf("the cache has %+v, %v", files, err)
		}
		c.end()
	})
	if err := os.WriteFile(filepath.Join(root, "memory-bank", "progress.md"), []byte("# Progress\n\n## Did\n"), 0o666); err != nil {
		t.Fatal(err)
	}
	inBubble(t, func(t *testing.T) {
		c := begin(t)
		c.awaitRule(active, "broken-anchor", 1)
		c.awaitRule(progress, "broken-link", 0)
		c.didOpen(progress, "# Progress\n\n## Done\n\n[z](gone.md) [z](gone.md)\n")
		c.awaitRule(active, "broken-anchor", 0)
		c.awaitRule(progress, "broken-link", 2)
		c.end()
	})
}
