package lsp

import (
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"testing"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"cortex/rules"
)

// TestEditsAreOfWhatTheDiskHas writes files that nobody reports before it asks for edits of them.
func TestEditsAreOfWhatTheDiskHas(t *testing.T) {
	const before, after = "# A\n\n[x](progress.md#goal)\n", "# A\n\nWritten by somebody else.\n\n[x](progress.md#goal)\n"
	at := func(line, character uint32) protocol.Position {
		return protocol.Position{Line: line, Character: character}
	}
	tests := []struct {
		name string
		ask  func(c *session, uri string) (edit protocol.WorkspaceEdit)
	}{
		{"a heading", func(c *session, uri string) (edit protocol.WorkspaceEdit) {
			params := protocol.RenameParams{NewName: "Aim"}
			params.TextDocument.URI, params.Position = uri, at(2, 4)
			c.mustCall("textDocument/rename", params, &edit)
			return edit
		}},
		{"a file", func(c *session, uri string) (edit protocol.WorkspaceEdit) {
			files := []protocol.FileRename{{OldURI: uri, NewURI: strings.Replace(uri, "progress", "state", 1)}}
			c.mustCall("workspace/willRenameFiles", protocol.RenameFilesParams{Files: files}, &edit)
			return edit
		}},
		{"a section", func(c *session, uri string) (edit protocol.WorkspaceEdit) {
			for title, action := range c.actions(uri, protocol.Range{Start: at(2, 4), End: at(2, 4)}, "refactor.move") {
				if strings.Contains(title, "techContext.md") {
					c.mustCall("codeAction/resolve", action, &action)
					return *action.Edit
				}
			}
			t.Error("nothing is offered")
			return edit
		}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			const text = "# Progress\n\n## Goal\n\nText.\n"
			root := newBank(t, map[string]string{"memory-bank/progress.md": text, "memory-bank/activeContext.md": before})
			file := root + "/memory-bank/activeContext.md"
			c := open(t, root)
			c.didOpen(pathURI(root+"/memory-bank/progress.md"), text)
			c.awaitVersion(pathURI(root+"/memory-bank/progress.md"), 1)
			if got := c.outline(pathURI(file)); got != "A" {
				t.Fatalf("before the file is written its title is %q", got)
			}
			writeFile(t, root+"/written", after) // in one step: the server may look at the disk at any time
			rename(t, root+"/written", file)
			edit := test.ask(c, pathURI(root+"/memory-bank/progress.md"))
			if lines := editedLines(t, edit, pathURI(file)); !slices.Equal(lines, []uint32{4}) {
				t.Errorf("lines %d are edited, want the link's", lines)
			}
			c.end()
		})
	}
}

// editedLines returns the lines of a document at which edits of it begin.
func editedLines(t *testing.T, edit protocol.WorkspaceEdit, uri string) []uint32 {
	t.Helper()
	var lines []uint32
	for _, change := range edit.DocumentChanges {
		c, ok := change.(protocol.TextDocumentEdit)
		if !ok || c.TextDocument.URI != uri {
			continue
		}
		for _, e := range c.Edits {
			raw, err := json.Marshal(e)
			var at protocol.TextEdit
			if err = errors.Join(err, json.Unmarshal(raw, &at)); err != nil {
				t.Fatal(err)
			}
			lines = append(lines, at.Range.Start.Line)
		}
	}
	return lines
}

// TestFixesAreOfWhatTheDiskHas rewrites the configuration, which a fix edits, and reports nothing.
func TestFixesAreOfWhatTheDiskHas(t *testing.T) {
	const switchOff = `Switch "broken-link" off in .cortex.yaml`
	for _, lazy := range []bool{true, false} {
		root := newBank(t, map[string]string{".cortex.yaml": "banks: [memory-bank]\n"})
		uri := pathURI(root + "/memory-bank/progress.md")
		capabilities := ableClient
		if !lazy {
			capabilities = strings.Replace(ableClient, `"resolveSupport": {"properties": ["edit"]}`, `"resolveSupport": null`, 1)
		}
		c := connect(t, nil)
		c.begin(capabilities, root)
		c.didOpen(uri, "# P\n\n[x](gone.md)\n")
		c.awaitRule(uri, "broken-link", 1)
		if _, offered := c.actions(uri, all())[switchOff]; !offered {
			t.Errorf("lazy %v: it is not offered while nothing has changed", lazy)
		}
		writeFile(t, root+"/.cortex.yaml", "# Ours.\nbanks: [memory-bank]\nrules:\n  size-budget: off\n")
		action, offered := c.actions(uri, all())[switchOff]
		switch {
		case offered != lazy:
			t.Errorf("lazy %v: offered %v", lazy, offered)
		case lazy && !slices.Equal(editedLines(t, *action.Edit, pathURI(root+"/.cortex.yaml")), []uint32{3}):
			t.Errorf("the edit is %+v", action.Edit)
		}
		c.end()
	}
}

// TestAnEditIsMadeAnew changes texts while an edit is made.
func TestAnEditIsMadeAnew(t *testing.T) {
	root := newBank(t, map[string]string{"memory-bank/notes.md": "# Notes\n"})
	s := newServer(Options{})
	f := s.addFolder(root)
	f.bank.Apply(scanned(t, f.bank))
	s.changed(nil)
	put := func(name, text string) {
		s.put(&document{uri: pathURI(root + "/memory-bank/" + name), path: root + "/memory-bank/" + name, text: text})
	}
	put("open.md", "# Open\n")
	about := s.view.document(pathURI(root + "/memory-bank/open.md"))
	edit := func(about *document, attempt func(n int)) (attempts int, err error) {
		v := s.view
		made, err := v.freshEdit(t.Context(), v.folders[0], about, func(f folder) ([]rules.Change, error) {
			attempts++
			attempt(attempts)
			x, err := f.snapshot.RenamableAt("memory-bank/notes.md", 2)
			if err != nil {
				return nil, err
			}
			return f.snapshot.Rename(t.Context(), x, "Other")
		})
		if (made == nil) == (err == nil) {
			t.Errorf("edit %v, error %v", made, err)
		}
		return attempts, err
	}
	if n, err := edit(about, func(int) { put("notes.md", "# Notes\n") }); n != 1 || err != nil {
		t.Errorf("the same text: %d attempts, %v", n, err)
	}
	if n, err := edit(about, func(n int) { put("notes.md", "# Notes\n"+strings.Repeat("x", min(n, 2))) }); n != 3 || err != nil {
		t.Errorf("other texts: %d attempts, %v", n, err)
	}
	_, err := edit(nil, func(n int) { put("notes.md", "# Notes\n"+strings.Repeat("y", n)) })
	wantCode(t, err, codeContentModified)
	_, err = edit(about, func(int) { put("open.md", "# Open, changed\n") })
	wantCode(t, err, codeContentModified)
}

// TestNoEditIsMadeOfNothing has a text change so that there is nothing to be changed any more.
func TestNoEditIsMadeOfNothing(t *testing.T) {
	root := newBank(t, map[string]string{"memory-bank/notes.md": "# Notes\n"})
	s := newServer(Options{})
	f := s.addFolder(root)
	f.bank.Apply(scanned(t, f.bank))
	s.changed(nil)
	attempts := 0
	made, err := s.view.freshEdit(t.Context(), s.view.folders[0], nil, func(folder) ([]rules.Change, error) {
		if attempts++; attempts > 1 {
			return nil, nil
		}
		s.put(&document{uri: pathURI(root + "/memory-bank/notes.md"), path: root + "/memory-bank/notes.md", text: "# Other\n"})
		return []rules.Change{{Path: "memory-bank/notes.md"}}, nil
	})
	if made != nil || err != nil || attempts != 2 {
		t.Errorf("made %+v, %v, in %d attempts", made, err, attempts)
	}
}

// TestWhatIsGoneIsNotRenamed takes a file away that no document of a bank is, and reports nothing.
func TestWhatIsGoneIsNotRenamed(t *testing.T) {
	root := newBank(t, map[string]string{"memory-bank/progress.md": "# P\n\n![x](img.png)\n", "memory-bank/img.png": "x"})
	uri := pathURI(root + "/memory-bank/progress.md")
	c := open(t, root)
	c.didOpen(uri, "# P\n\n![x](img.png)\n")
	c.awaitVersion(uri, 1)
	rename := func() error {
		params := protocol.RenameParams{NewName: "new.png"}
		params.TextDocument.URI, params.Position = uri, protocol.Position{Line: 2, Character: 6}
		var edit protocol.WorkspaceEdit
		return c.call("textDocument/rename", params, &edit)
	}
	if err := rename(); err != nil {
		t.Errorf("it is there: %v", err)
	}
	remove(t, root+"/memory-bank/img.png")
	wantCode(t, rename(), codeRequestFailed)
	c.end()
}

// TestAnEditIsNotMadeOfTextsThatAreLost takes a file away before its text was ever read.
func TestAnEditIsNotMadeOfTextsThatAreLost(t *testing.T) {
	const linking = "memory-bank/activeContext.md"
	for _, test := range []struct {
		name      string
		meanwhile func(file string) // after the first attempt
		attempts  int
		edited    []uint32
	}{
		{"it stays away", func(string) {}, 2, nil},
		{"there is another", func(file string) { writeFile(t, file, "# A\n\n[x](progress.md#goal)\n") }, 2, []uint32{2}},
		{"it cannot be read", func(file string) { writeFile(t, file+"/x.png", "") }, maxAttempts, nil},
	} {
		root := newBank(t, map[string]string{"memory-bank/progress.md": "# P\n\n## Goal\n", linking: "[x](progress.md#goal)\n"})
		s := newServer(Options{})
		f := s.addFolder(root)
		f.bank.Apply(scanned(t, f.bank))
		s.changed(nil)
		remove(t, root+"/"+linking)
		attempts := 0
		edit, err := s.view.freshEdit(t.Context(), s.view.folders[0], nil, func(f folder) ([]rules.Change, error) {
			attempts++
			x, err := f.snapshot.RenamableAt("memory-bank/progress.md", 8)
			if err != nil {
				return nil, err
			}
			changes, err := f.snapshot.Rename(t.Context(), x, "Aim")
			if attempts == 1 {
				test.meanwhile(root + "/" + linking)
			}
			return changes, err
		})
		if attempts != test.attempts {
			t.Errorf("%s: %d attempts, want %d", test.name, attempts, test.attempts)
		}
		if test.attempts == maxAttempts {
			wantCode(t, err, codeContentModified)
			continue
		}
		if err != nil || edit == nil {
			t.Errorf("%s: %v, %v", test.name, edit, err)
			continue
		}
		var lines []uint32
		for _, e := range edit.Changes[pathURI(root+"/"+linking)] {
			lines = append(lines, e.Range.Start.Line)
		}
		if !slices.Equal(lines, test.edited) {
			t.Errorf("%s: lines %d are edited, want %d", test.name, lines, test.edited)
		}
	}
}
