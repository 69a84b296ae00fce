package lsp

import (
	"fmt"
	"sync/atomic"
	"testing"
	"testing/synctest"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

// TestATargetIsRenamedElsewhere renames what an open document leads to: in another document, by another program, in the editor.
func TestATargetIsRenamedElsewhere(t *testing.T) {
	inEachModel(t, func(t *testing.T, m clientModel) {
		root := newBank(t, map[string]string{"memory-bank/notes.md": "# Notes\n\n## Part\n"})
		active, notes, moved := pathURI(root+"/memory-bank/activeContext.md"), root+"/memory-bank/notes.md", root+"/memory-bank/moved.md"
		c := m.open(t, root)
		c.didOpen(active, "# Active\n\n[x](notes.md#part)\n")
		c.awaitRules(active, 0, 0)
		c.didOpen(pathURI(notes), "# Notes\n\n## Part\n")
		c.didChange(pathURI(notes), 2, whole("# Notes\n\n## Parts\n"))
		c.awaitRules(active, 0, 1)
		c.didClose(pathURI(notes)) // without saving
		c.awaitRules(active, 0, 0)
		rename(t, notes, moved)
		c.watched(protocol.FileChangeTypeDeleted, notes)
		c.watched(protocol.FileChangeTypeCreated, moved)
		c.awaitRules(active, 1, 0)
		c.didChange(active, 2, whole("# Active\n\n[x](moved.md#part)\n"))
		c.awaitRules(active, 0, 0)
		rename(t, moved, notes)
		c.notify("workspace/didRenameFiles", protocol.RenameFilesParams{Files: []protocol.FileRename{{OldURI: pathURI(moved), NewURI: pathURI(notes)}}})
		c.awaitRules(active, 1, 0)
		c.end()
	})
}

// awaitRules waits until a client shows that many links to no file and to no heading, and stays with that.
func (c *session) awaitRules(uri string, links, anchors int) {
	c.t.Helper()
	wanted := func(p published) bool {
		return len(p.of("broken-link")) == links && len(p.of("broken-anchor")) == anchors
	}
	c.await(uri, fmt.Sprintf("%d broken links and %d broken anchors", links, anchors), wanted)
	if c.publishes(uri); !wanted(c.shown[uri]) {
		c.t.Errorf("for a moment only, then %v", c.shown[uri].Diagnostics)
	}
}

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

func TestAFileIsWrittenByAnotherProgramWhileItIsClosed(t *testing.T) {
	inEachModel(t, func(t *testing.T, m clientModel) {
		root := newBank(t, map[string]string{"memory-bank/progress.md": "# Progress\n\n[x](activeContext.md#part)\n"})
		active, progress := pathURI(root+"/memory-bank/activeContext.md"), root+"/memory-bank/progress.md"
		c := m.open(t, root)
		c.didOpen(active, "# Active\n\n[p](progress.md#done)\n")
		c.awaitRules(active, 0, 1)
		c.awaitRules(pathURI(progress), 0, 1)
		writeFile(t, progress, "# Progress\n\n## Done\n\n[x](gone.md) [y](activeContext.md#active)\n")
		c.watched(protocol.FileChangeTypeChanged, progress)
		c.awaitRules(active, 0, 0)
		c.awaitRules(pathURI(progress), 1, 0)
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
			remove(t, file)
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

// TestAFolderIsRemovedFromTheWorkspace leaves nothing of what it held, though the bank of an open document stays until that is closed.
func TestAFolderIsRemovedFromTheWorkspace(t *testing.T) {
	inEachModel(t, func(t *testing.T, m clientModel) {
		broken := map[string]string{".cortex.yaml": "", "memory-bank/progress.md": "# Progress\n\n[x](gone.md)\n"}
		stays, leaves, used := newBank(t, broken), newBank(t, broken), newBank(t, broken)
		progress := func(root string) string { return pathURI(root + "/memory-bank/progress.md") }
		open := pathURI(used + "/memory-bank/activeContext.md")
		c := m.open(t, stays, leaves, used)
		c.didOpen(open, "# Active\n\n[x](gone.md)\n")
		for _, uri := range []string{progress(stays), progress(leaves), progress(used), open} {
			c.awaitRules(uri, 1, 0)
		}
		c.changeFolders(nil, []string{leaves, used})
		c.awaitRules(progress(leaves), 0, 0)
		c.awaitRules(progress(stays), 1, 0)
		c.awaitRules(open, 1, 0)
		c.didClose(open)
		c.awaitRules(open, 0, 0)
		c.awaitRules(progress(used), 0, 0)
		c.awaitRules(progress(stays), 1, 0)
		c.end()
	})
}

// TestAnEditWhileACheckIsRunning holds up a check that has come to its end and not been told.
func TestAnEditWhileACheckIsRunning(t *testing.T) {
	inEachModel(t, func(t *testing.T, m clientModel) {
		root := newBank(t, map[string]string{"memory-bank/progress.md": "# Progress\n\n[x](activeContext.md#part)\n"})
		active, progress := pathURI(root+"/memory-bank/activeContext.md"), pathURI(root+"/memory-bank/progress.md")
		var holds atomic.Bool
		begun, release := make(chan struct{}), make(chan struct{})
		c := connect(t, func(s *server) {
			guarded := s.diagnoser.guarded
			s.diagnoser.guarded = func(what string, run func()) {
				guarded(what, run)
				if holds.CompareAndSwap(true, false) {
					begun <- struct{}{}
					<-release
				}
			}
		})
		c.beginAs(m, root)
		good, bad := "# Active\n\n## Part\n", "# Active\n\n[x](gone.md)\n"
		c.didOpen(active, good)
		for version, texts := range [][2]string{{bad, good}, {good, bad}} {
			holds.Store(true)
			c.didChange(active, int32(2*version+2), whole(texts[0]))
			<-begun
			c.didChange(active, int32(2*version+3), whole(texts[1]))
			synctest.Wait()
			release <- struct{}{}
			c.awaitVersion(active, int32(2*version+3))
			c.awaitRules(active, version, 0)
			c.awaitRules(progress, 0, version)
		}
		c.end()
	})
}
