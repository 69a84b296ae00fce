package lsp

import (
	"testing"
	"time"
)

func TestWithoutWatchingTheDiskIsReadOnOpenAndSave(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := newBank(t, map[string]string{"memory-bank/activeContext.md": "# Active\n\n[x](new.md) [y](newer.md)\n"})
		uri := pathURI(root + "/memory-bank/activeContext.md")
		c := connect(t, nil)
		c.begin("{}", root)
		c.awaitRule(uri, "broken-link", 2)
		fresh, fresher := root+"/memory-bank/new.md", root+"/memory-bank/newer.md"
		writeFile(t, fresh, "# New\n")
		c.didOpen(pathURI(fresh), "# New\n")
		c.awaitRule(uri, "broken-link", 1)
		c.didOpen(pathURI(fresher), "# Newer\n")
		c.awaitRule(uri, "broken-link", 0)
		writeFile(t, fresher, "# Newer\n")
		c.didSave(pathURI(fresher))
		c.didClose(pathURI(fresher))
		c.didOpen(uri, "# Active\n\n[x](new.md) [y](newer.md) [z](newest.md)\n")
		c.awaitRule(uri, "broken-link", 1)
		c.end()
	})
}

func TestWithoutWatchingOthersWritesAreSeenOnOpenAndSave(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := newBank(t, map[string]string{"memory-bank/progress.md": "# Progress\n\n[x](new.md) [y](../src/a.go)\n"})
		active, progress := pathURI(root+"/memory-bank/activeContext.md"), pathURI(root+"/memory-bank/progress.md")
		c := connect(t, nil)
		c.begin("{}", root)
		c.awaitRule(progress, "broken-link", 2)
		writeFile(t, root+"/memory-bank/new.md", "# New\n\n[x](gone.md)\n")
		c.didOpen(active, "# activeContext\n")
		c.awaitRule(progress, "broken-link", 1)
		c.awaitRule(pathURI(root+"/memory-bank/new.md"), "broken-link", 1)
		writeFile(t, root+"/src/a.go", "")
		writeFile(t, root+"/memory-bank/new.md", "# New\n")
		c.didSave(active)
		c.awaitRule(progress, "broken-link", 0)
		c.awaitRule(pathURI(root+"/memory-bank/new.md"), "broken-link", 0)
		c.end()
	})
}

func TestWithoutWatchingANewBankIsFoundOnOpen(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := cleanPath(t.TempDir(), windows)
		uri := pathURI(root + "/memory-bank/activeContext.md")
		c := connect(t, nil)
		c.begin("{}", root)
		c.publishes(uri)
		writeBank(t, root)
		c.didOpen(uri, "# Active\n\n[x](gone.md)\n")
		c.awaitRule(uri, "broken-link", 1)
		c.end()
	})
}

func TestWithoutWatchingOthersWritesAreSeenSoon(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := newBank(t, map[string]string{"memory-bank/activeContext.md": "# Active\n\n[x](gone.md) [y](../src/a.go)\n"})
		uri := pathURI(root + "/memory-bank/activeContext.md")
		c := connect(t, nil)
		c.begin(`{}`, root)
		for _, step := range []struct {
			file string
			left int
		}{{"", 2}, {"memory-bank/gone.md", 1}, {"src/a.go", 0}} {
			if step.file != "" {
				writeFile(t, root+"/"+step.file, "# Text\n")
			}
			began := time.Now()
			c.awaitRule(uri, "broken-link", step.left)
			if took := time.Since(began); took > 2*time.Second {
				t.Errorf("%q was seen after %v", step.file, took)
			}
		}
		c.end()
	})
}
