package lsp

import (
	"strings"
	"testing"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

func TestChangesOnDiskAreFollowed(t *testing.T) {
	inEachModel(t, func(t *testing.T, m clientModel) {
		root := newBank(t, map[string]string{"memory-bank/activeContext.md": "# Active\n\n[x](gone.md) [y](../src/a.go)\n"})
		uri := pathURI(root + "/memory-bank/activeContext.md")
		gone, code := root+"/memory-bank/gone.md", root+"/src/a.go"
		c := m.open(t, root)
		c.awaitRule(uri, "broken-link", 2)
		for range 2 {
			writeFile(t, gone, "# Gone\n")
			c.watched(protocol.FileChangeTypeCreated, gone)
			c.awaitRule(uri, "broken-link", 1)
			remove(t, gone)
			c.watched(protocol.FileChangeTypeDeleted, gone)
			c.awaitRule(uri, "broken-link", 2)
		}
		writeFile(t, code, "package a\n")
		c.watched(protocol.FileChangeTypeCreated, code)
		c.awaitRule(uri, "broken-link", 1)
		writeFile(t, root+"/memory-bank/activeContext.md", "# Active\n")
		c.watched(protocol.FileChangeTypeChanged, root+"/memory-bank/activeContext.md")
		c.awaitRule(uri, "broken-link", 0)
		c.end()
	})
}

func TestManyChangesOnDiskAreReadTogether(t *testing.T) {
	inEachModel(t, func(t *testing.T, m clientModel) {
		root := newBank(t, nil)
		c := m.open(t, root)
		var files []string
		for i := range 300 {
			files = append(files, root+"/memory-bank/notes/n"+strings.Repeat("x", i)[:i%100]+string(rune('a'+i/100))+".md")
			writeFile(t, files[i], "# N\n\n[x](gone.md)\n")
		}
		for _, f := range files {
			c.watched(protocol.FileChangeTypeCreated, f)
		}
		for _, f := range files {
			c.awaitRule(pathURI(f), "broken-link", 1)
		}
		remove(t, root+"/memory-bank/notes")
		c.watched(protocol.FileChangeTypeDeleted, root+"/memory-bank/notes")
		for _, f := range files {
			c.awaitRule(pathURI(f), "broken-link", 0)
		}
		c.end()
	})
}

func TestBankThatVanishesTakesItsDiagnosticsAlong(t *testing.T) {
	inEachModel(t, func(t *testing.T, m clientModel) {
		root := newBank(t, map[string]string{"memory-bank/activeContext.md": "# Active\n\n[x](gone.md)\n"})
		uri := pathURI(root + "/memory-bank/activeContext.md")
		c := m.open(t, root)
		c.awaitRule(uri, "broken-link", 1)
		rename(t, root+"/memory-bank", root+"/away")
		c.watched(protocol.FileChangeTypeDeleted, root+"/memory-bank")
		c.awaitRule(uri, "broken-link", 0)
		rename(t, root+"/away", root+"/memory-bank")
		c.watched(protocol.FileChangeTypeCreated, root+"/memory-bank")
		c.awaitRule(uri, "broken-link", 1)
		c.end()
	})
}

func TestWorkspaceThatVanishesTakesItsDiagnosticsAlong(t *testing.T) {
	inEachModel(t, func(t *testing.T, m clientModel) {
		root := newBank(t, map[string]string{"memory-bank/activeContext.md": "# Active\n\n[x](gone.md)\n"})
		uri := pathURI(root + "/memory-bank/activeContext.md")
		c := m.open(t, root)
		c.awaitRule(uri, "broken-link", 1)
		remove(t, root)
		c.watched(protocol.FileChangeTypeDeleted, root)
		c.awaitRule(uri, "broken-link", 0)
		c.end()
	})
}

func TestDiagnosticMovesWithItsLineOnDisk(t *testing.T) {
	inEachModel(t, func(t *testing.T, m clientModel) {
		root := newBank(t, map[string]string{"memory-bank/activeContext.md": "# Active\n\n\n[x](gone.md)\n"})
		file := root + "/memory-bank/activeContext.md"
		c := m.open(t, root)
		c.awaitRule(pathURI(file), "broken-link", 1)
		writeFile(t, file, "# Active\n\r\n[x](gone.md)\n") // at the same offset
		c.watched(protocol.FileChangeTypeChanged, file)
		c.await(pathURI(file), "a link in line 2", func(p published) bool { return p.of("broken-link")[0].Range.Start.Line == 2 })
		c.end()
	})
}
