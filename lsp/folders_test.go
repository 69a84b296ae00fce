package lsp

import (
	"testing"
)

func TestTwoFolders(t *testing.T) {
	inEachModel(t, func(t *testing.T, m clientModel) {
		broken := map[string]string{"memory-bank/activeContext.md": "# Active\n\n[x](gone.md)\n"}
		one, two := newBank(t, broken), newBank(t, broken)
		first, second := pathURI(one+"/memory-bank/activeContext.md"), pathURI(two+"/memory-bank/activeContext.md")
		c := m.open(t, one)
		c.awaitRule(first, "broken-link", 1)
		c.changeFolders([]string{two}, nil)
		c.awaitRule(second, "broken-link", 1)
		c.didOpen(second, "# Active\n")
		c.awaitRule(second, "broken-link", 0)
		c.changeFolders(nil, []string{one})
		c.awaitRule(first, "broken-link", 0)
		c.end()
	})
}

func TestFileInTwoFoldersIsShownOnce(t *testing.T) {
	inEachModel(t, func(t *testing.T, m clientModel) {
		outer := newBank(t, map[string]string{"memory-bank/activeContext.md": "# Active\n\n[x](gone.md)\n"})
		uri := pathURI(outer + "/memory-bank/activeContext.md")
		c := m.open(t, outer, outer+"/memory-bank")
		c.didOpen(uri, "# Active\n\n[x](gone.md)\n")
		c.publishes(uri)
		c.didChange(uri, 2, whole("# Active\n\n[x](gone.md) [y](gone.md)\n"))
		if count, last := c.publishes(uri); count != 1 || len(last.of("broken-link")) != 2 {
			t.Errorf("%d publishes, the last with %v; want 1 with 2 broken links", count, last.Diagnostics)
		}
		c.end()
	})
}

// TestADocumentOfAnotherFolderKeepsItsDiagnostics changes which folder an open document is of.
func TestADocumentOfAnotherFolderKeepsItsDiagnostics(t *testing.T) {
	inEachModel(t, func(t *testing.T, m clientModel) {
		text := "# Active\n\n[x](gone.md)\n"
		outer := newBank(t, map[string]string{"memory-bank/activeContext.md": text})
		uri := pathURI(outer + "/memory-bank/activeContext.md")
		c := m.open(t, outer)
		c.didOpen(uri, text)
		c.awaitRule(uri, "broken-link", 1)
		c.changeFolders([]string{outer + "/memory-bank"}, []string{outer})
		c.publishes(uri)
		if shown := c.shown[uri].of("broken-link"); len(shown) != 1 {
			t.Errorf("%d broken links are shown, want 1", len(shown))
		}
		c.end()
	})
}

func TestSingleFileModeFindsTheBank(t *testing.T) {
	inEachModel(t, func(t *testing.T, m clientModel) {
		root := newBank(t, map[string]string{
			".cortex.yaml":            "",
			"memory-bank/progress.md": "# Progress\n\n[x](gone.md)\n",
		})
		active, progress := pathURI(root+"/memory-bank/activeContext.md"), pathURI(root+"/memory-bank/progress.md")
		c := m.open(t)
		c.didOpen(active, "# Active\n\n[x](gone.md)\n")
		c.awaitRule(active, "broken-link", 1)
		c.awaitRule(progress, "broken-link", 1)
		c.didClose(active)
		c.awaitRule(active, "broken-link", 0)
		c.awaitRule(progress, "broken-link", 0)
		c.end()
	})
}

func TestSingleFileModeFindsTheBankByItsFolder(t *testing.T) {
	inEachModel(t, func(t *testing.T, m clientModel) {
		root := newBank(t, map[string]string{"src/a.go": "", "memory-bank/deep/note.md": "# Note\n"})
		uri := pathURI(root + "/memory-bank/deep/note.md")
		c := m.open(t)
		c.didOpen(uri, "# Note\n\n[x](gone.md) [y](../progress.md) [z](../../src/a.go)\n")
		c.awaitRule(uri, "broken-link", 1)
		c.didClose(uri)
		c.awaitRule(uri, "broken-link", 0)
		c.end()
	})
}

// TestSingleFileModeReadsNoBankBesides opens a document of one of two banks that no repository holds, then one of the other, then
// the folder of both.
func TestSingleFileModeReadsNoBankBesides(t *testing.T) {
	inEachModel(t, func(t *testing.T, m clientModel) {
		broken, bank := "# Active\n\n[x](gone.md)\n", map[string]string{}
		for _, folder := range []string{"one", "two", "three"} {
			bank[folder+"/memory-bank.md"], bank[folder+"/projectbrief.md"], bank[folder+"/techContext.md"] = "", "", ""
			bank[folder+"/activeContext.md"], bank[folder+"/progress.md"] = broken, broken
		}
		root := newBank(t, bank)
		uri := func(p string) string { return pathURI(root + "/" + p) }
		c := m.open(t)
		c.didOpen(uri("one/activeContext.md"), broken)
		c.awaitRule(uri("one/progress.md"), "broken-link", 1)
		if count, _ := c.publishes(uri("two/progress.md")); count != 0 {
			t.Error("another bank was read because of a document beside it")
		}
		c.didOpen(uri("two/activeContext.md"), broken)
		c.awaitRule(uri("two/activeContext.md"), "broken-link", 1)
		c.awaitRule(uri("two/progress.md"), "broken-link", 1)
		c.awaitRule(uri("one/progress.md"), "broken-link", 1)
		if count, _ := c.publishes(uri("three/progress.md")); count != 0 {
			t.Error("a third bank was read because of documents beside it")
		}
		c.didClose(uri("one/activeContext.md"))
		c.changeFolders([]string{root}, nil)
		c.awaitRule(uri("three/progress.md"), "broken-link", 1)
		c.changeFolders(nil, []string{root})
		c.awaitRule(uri("three/progress.md"), "broken-link", 0)
		c.awaitRule(uri("two/progress.md"), "broken-link", 1)
		c.awaitRule(uri("one/progress.md"), "broken-link", 0)
		c.end()
	})
}

func TestSingleFileModeFindsABankThatIsSaved(t *testing.T) {
	inEachModel(t, func(t *testing.T, m clientModel) {
		root := cleanPath(t.TempDir(), windows)
		uri := pathURI(root + "/memory-bank/activeContext.md")
		c := m.open(t)
		c.didOpen(uri, "# Active\n\n[x](gone.md)\n")
		c.publishes(uri)
		writeFile(t, root+"/memory-bank/activeContext.md", "# Active\n\n[x](gone.md)\n")
		c.didSave(uri)
		c.awaitRule(uri, "broken-link", 1)
		c.end()
	})
}

func TestNotesOutsideBanksHaveNothingRead(t *testing.T) {
	inEachModel(t, func(t *testing.T, m clientModel) {
		// The folder holds a bank, but nobody has named that folder.
		root := newBank(t, map[string]string{"memory-bank/activeContext.md": "# Active\n\n[x](gone.md)\n"})
		uri, active := pathURI(root+"/notes.md"), pathURI(root+"/memory-bank/activeContext.md")
		c := m.open(t)
		c.didOpen(uri, "[x](gone.md)\n")
		if count, _ := c.publishes(active); count != 0 {
			t.Error("a folder was searched for banks because of a note in it")
		}
		c.end()
	})
}
