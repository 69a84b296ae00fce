package lsp

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

// TestABranchIsSwitchedUnderOpenDocuments changes hundreds of files at once, among them the target of an open document.
func TestABranchIsSwitchedUnderOpenDocuments(t *testing.T) {
	inEachModel(t, func(t *testing.T, m clientModel) {
		root := newBank(t, nil)
		uri := pathURI(root + "/memory-bank/activeContext.md")
		c := m.open(t, root)
		c.didOpen(uri, "# Active\n\n[x](notes/n250.md#there)\n")
		c.awaitRule(uri, "broken-link", 1)
		switchTo := func(heading string, kind uint32) {
			var files []string
			for i := range 300 {
				file := fmt.Sprintf("%s/memory-bank/notes/n%d.md", root, i)
				writeFile(t, file, "# N\n\n## "+heading+"\n\nText.\n")
				files = append(files, file)
			}
			c.watched(kind, files...)
		}
		switchTo("There", protocol.FileChangeTypeCreated)
		c.awaitRule(uri, "broken-link", 0)
		switchTo("Elsewhere", protocol.FileChangeTypeChanged)
		c.awaitRule(uri, "broken-anchor", 1)
		switchTo("There", protocol.FileChangeTypeChanged)
		c.awaitRule(uri, "broken-anchor", 0)
		c.end()
	})
}

func TestAFileWrittenByAnotherProgramWhileItIsOpenCountsWhenItIsClosed(t *testing.T) {
	inEachModel(t, func(t *testing.T, m clientModel) {
		root := newBank(t, nil)
		file := root + "/memory-bank/activeContext.md"
		c := m.open(t, root)
		c.didOpen(pathURI(file), "# Active\n\n[x](gone.md)\n")
		c.awaitRule(pathURI(file), "broken-link", 1)
		writeFile(t, file, "# Active\n\n[x](gone.md) [y](none.md)\n")
		c.watched(protocol.FileChangeTypeChanged, file)
		c.didChange(pathURI(file), 2, whole("# Active\n"))
		c.awaitRule(pathURI(file), "broken-link", 0)
		c.didClose(pathURI(file))
		c.awaitRule(pathURI(file), "broken-link", 2)
		c.end()
	})
}

func TestAFileIsDeletedAndComesBackOutsideTheEditor(t *testing.T) {
	inEachModel(t, func(t *testing.T, m clientModel) {
		root := newBank(t, map[string]string{"memory-bank/progress.md": "# Progress\n\n[x](gone.md)\n"})
		file := root + "/memory-bank/progress.md"
		active := pathURI(root + "/memory-bank/activeContext.md")
		c := m.open(t, root)
		c.didOpen(active, "# Active\n\n[p](progress.md)\n")
		c.awaitRule(pathURI(file), "broken-link", 1)
		for range 3 {
			if err := os.Remove(filepath.FromSlash(file)); err != nil {
				t.Fatal(err)
			}
			c.watched(protocol.FileChangeTypeDeleted, file)
			c.awaitRule(active, "broken-link", 1)
			c.awaitRule(pathURI(file), "broken-link", 0)
			writeFile(t, file, "# Progress\n\n[x](gone.md)\n")
			c.watched(protocol.FileChangeTypeCreated, file)
			c.awaitRule(active, "broken-link", 0)
			c.awaitRule(pathURI(file), "broken-link", 1)
		}
		c.end()
	})
}

func TestAConfigurationCountsFromItsSaveOn(t *testing.T) {
	inEachModel(t, func(t *testing.T, m clientModel) {
		root := newBank(t, map[string]string{".cortex.yaml": "", "memory-bank/progress.md": "# Progress\n\n[x](gone.md)\n"})
		config, progress := root+"/.cortex.yaml", pathURI(root+"/memory-bank/progress.md")
		c := m.open(t, root)
		c.awaitRule(progress, "broken-link", 1)
		c.didOpen(pathURI(config), "")
		text := "rules:\n  broken-link: off\n"
		c.didChange(pathURI(config), 2, whole(text+"nonsense: 1\n"))
		c.awaitRule(pathURI(config), "config", 1)
		if p := c.awaitRule(progress, "broken-link", 1); len(p.Diagnostics) != 1 {
			t.Error("a text that is not saved is in force")
		}
		c.didChange(pathURI(config), 3, whole(text))
		c.awaitRule(pathURI(config), "config", 0)
		writeFile(t, config, text)
		c.didSave(pathURI(config))
		c.awaitRule(progress, "broken-link", 0)
		c.end()
	})
}
