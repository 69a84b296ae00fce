package lsp

import (
	"math/rand/v2"
	"os"
	"path/filepath"
	"reflect"
	"strings"
	"testing"
	"time"

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
			if err := os.Remove(gone); err != nil {
				t.Fatal(err)
			}
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
		if err := os.RemoveAll(root + "/memory-bank/notes"); err != nil {
			t.Fatal(err)
		}
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
		if err := os.Rename(root+"/memory-bank", root+"/away"); err != nil {
			t.Fatal(err)
		}
		c.watched(protocol.FileChangeTypeDeleted, root+"/memory-bank")
		c.awaitRule(uri, "broken-link", 0)
		if err := os.Rename(root+"/away", root+"/memory-bank"); err != nil {
			t.Fatal(err)
		}
		c.watched(protocol.FileChangeTypeCreated, root+"/memory-bank")
		c.awaitRule(uri, "broken-link", 1)
		c.end()
	})
}

func TestConfigurationOnDiskIsFollowed(t *testing.T) {
	inEachModel(t, func(t *testing.T, m clientModel) {
		root := newBank(t, map[string]string{"memory-bank/activeContext.md": "# Active\n\n[x](gone.md)\n"})
		uri := pathURI(root + "/memory-bank/activeContext.md")
		config := root + "/.cortex.yaml"
		c := m.open(t, root)
		c.awaitRule(uri, "broken-link", 1)
		writeFile(t, config, "rules:\n  broken-link: off\nnonsense: 1\n")
		c.watched(protocol.FileChangeTypeCreated, config)
		c.awaitRule(uri, "broken-link", 0)
		c.await(pathURI(config), "a mistake", func(p published) bool {
			return len(p.Diagnostics) == 1 && p.Diagnostics[0].Range.Start.Line == 2
		})
		if err := os.Remove(config); err != nil {
			t.Fatal(err)
		}
		c.watched(protocol.FileChangeTypeDeleted, config)
		c.awaitRule(uri, "broken-link", 1)
		c.end()
	})
}

func TestMistakesOfAnOpenConfigurationStandInItsText(t *testing.T) {
	inEachModel(t, func(t *testing.T, m clientModel) {
		root := newBank(t, map[string]string{".cortex.yaml": "nonsense: 1\n"})
		uri := pathURI(root + "/.cortex.yaml")
		c := m.open(t, root)
		c.awaitRule(uri, "config", 1)
		c.didOpen(uri, "# A comment.\nnonsense: 1\n")
		c.await(uri, "a mistake in line 1", func(p published) bool {
			return len(p.Diagnostics) == 1 && p.Diagnostics[0].Range.Start.Line == 1
		})
		c.didChange(uri, 2, whole("check: change\n"))
		c.awaitRule(uri, "config", 0)
		c.didClose(uri)
		c.awaitRule(uri, "config", 1)
		c.end()
	})
}

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

func TestWorkspaceThatVanishesTakesItsDiagnosticsAlong(t *testing.T) {
	inEachModel(t, func(t *testing.T, m clientModel) {
		root := newBank(t, map[string]string{"memory-bank/activeContext.md": "# Active\n\n[x](gone.md)\n"})
		uri := pathURI(root + "/memory-bank/activeContext.md")
		c := m.open(t, root)
		c.awaitRule(uri, "broken-link", 1)
		if err := os.RemoveAll(root); err != nil {
			t.Fatal(err)
		}
		c.watched(protocol.FileChangeTypeDeleted, root)
		c.awaitRule(uri, "broken-link", 0)
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

func TestTwoFolders(t *testing.T) {
	inEachModel(t, func(t *testing.T, m clientModel) {
		broken := map[string]string{"memory-bank/activeContext.md": "# Active\n\n[x](gone.md)\n"}
		one, two := newBank(t, broken), newBank(t, broken)
		first, second := pathURI(one+"/memory-bank/activeContext.md"), pathURI(two+"/memory-bank/activeContext.md")
		c := m.open(t, one)
		c.awaitRule(first, "broken-link", 1)
		c.notify("workspace/didChangeWorkspaceFolders", protocol.DidChangeWorkspaceFoldersParams{
			Event: protocol.WorkspaceFoldersChangeEvent{Added: []protocol.WorkspaceFolder{{URI: pathURI(two)}}, Removed: []protocol.WorkspaceFolder{}},
		})
		c.awaitRule(second, "broken-link", 1)
		c.didOpen(second, "# Active\n")
		c.awaitRule(second, "broken-link", 0)
		c.notify("workspace/didChangeWorkspaceFolders", protocol.DidChangeWorkspaceFoldersParams{
			Event: protocol.WorkspaceFoldersChangeEvent{Added: []protocol.WorkspaceFolder{}, Removed: []protocol.WorkspaceFolder{{URI: pathURI(one)}}},
		})
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

// publishes counts what is published for a file from now until nothing happens any more.
func (c *session) publishes(uri string) (count int, last published) {
	time.Sleep(time.Second)
	for {
		select {
		case p := <-c.published:
			if c.shown[p.URI] = p; p.URI == uri {
				count, last = count+1, p
			}
		default:
			return count, last
		}
	}
}

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
			c.notify("workspace/didChangeConfiguration", map[string]any{"settings": map[string]any{"cortex": map[string]any{"check": "save"}}})
		}, false},
		{"settings that are asked for", "", func(c *session, root string) {
			c.settings = map[string]any{"check": "save"}
			c.begin(`{"workspace": {"configuration": true, "didChangeWatchedFiles": {"dynamicRegistration": true}}}`, root)
			c.awaitCall("workspace/configuration")
		}, false},
		{"the configuration wins", "check: change\n", func(c *session, root string) {
			c.begin(watching, root)
			c.notify("workspace/didChangeConfiguration", map[string]any{"settings": map[string]any{"cortex": map[string]any{"check": "save"}}})
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
