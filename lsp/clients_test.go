package lsp

import (
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

const (
	brokenLine = "- 🚀 Landing 🎉: [report](progres.md)."
	fixedLine  = "- 🚀 Landing 🎉: [report](progress.md)."
)

// editor is a client whose initialize parameters are kept in testdata/initialize, as it
// sent them but for capabilities that play no part here.
type editor struct {
	name     string
	encoding positionEncodingKind
	// versioned edits instead of plain changes; creates files.
	versioned, creates bool
	// watches files and is asked for settings.
	watches, asked bool
	model          clientModel
}

func editors() []editor {
	return []editor{
		{name: "vscode-languageclient-11", encoding: inUTF16, versioned: true, creates: true, watches: true, asked: true, model: likeVSCode},
		{name: "neovim-0.12", encoding: inUTF8, creates: true, asked: true, model: likeNeovim},
		{name: "helix-25.07", encoding: inUTF8, versioned: true, creates: true, watches: true, asked: true, model: likeNeovim},
		{name: "eglot-1.17", encoding: inUTF8, versioned: true, watches: true, asked: true, model: pushed},
		{name: "eglot-1.9", encoding: inUTF16, versioned: true, watches: true, asked: true, model: pushed},
		{name: "ale-3.3", encoding: inUTF16, model: pushed},
		{name: "kate-22.12", encoding: inUTF16, model: pushed},
	}
}

func TestEveryEditor(t *testing.T) {
	files, err := filepath.Glob("testdata/initialize/*.json")
	if err != nil || len(files) != len(editors()) {
		t.Fatalf("%d files of parameters (%v), want %d", len(files), err, len(editors()))
	}
	for _, e := range editors() {
		t.Run(e.name, func(t *testing.T) { inBubble(t, e.drive) })
	}
}

// drive plays a whole session: a broken link behind emoji is reported where it stands, mended
// by the edit that a fix offers, and gone.
func (e editor) drive(t *testing.T) {
	root := newBank(t, nil)
	params, err := os.ReadFile(filepath.Join("testdata", "initialize", e.name+".json"))
	if err != nil {
		t.Fatal(err)
	}
	params = []byte(strings.ReplaceAll(strings.ReplaceAll(string(params), "file:///workspace", pathURI(root)), `"/workspace"`, `"`+root+`"`))
	c := connect(t, nil)
	c.puller = newPuller(c, e.model)
	var result struct {
		Capabilities struct {
			PositionEncoding   positionEncodingKind
			DiagnosticProvider *struct{ WorkspaceDiagnostics bool }
		}
	}
	c.mustCall("initialize", json.RawMessage(params), &result)
	if p := result.Capabilities.DiagnosticProvider; (p != nil) != (e.model != pushed) || p != nil && p.WorkspaceDiagnostics != (e.model == likeVSCode) {
		t.Errorf("diagnostics can be asked for: %+v; it comes to them: %s", p, e.model)
	}
	if result.Capabilities.PositionEncoding != e.encoding {
		t.Errorf("encoding %q, want %q", result.Capabilities.PositionEncoding, e.encoding)
	}
	c.notify("initialized", struct{}{})
	if e.watches {
		c.awaitCall("client/registerCapability")
	}
	if e.asked {
		c.awaitCall("workspace/configuration")
	}

	uri := pathURI(root + "/memory-bank/activeContext.md")
	text := "# Active\n\n" + brokenLine + "\n"
	c.didOpen(uri, text)
	found := c.awaitRule(uri, "broken-link", 1).Diagnostics[0]
	if want := e.targetRange(); found.Range != want {
		t.Errorf("reported at %v, want %v", found.Range, want)
	}
	actions := c.actions(uri, protocol.Range{Start: found.Range.Start, End: found.Range.Start}, "quickfix")
	if _, ok := actions[`Create file "memory-bank/progres.md"`]; ok != e.creates {
		t.Errorf("creating a file offered: %v, want %v; actions %q", ok, e.creates, titles(actions))
	}
	change := actions[`Change to "progress.md"`]
	if change.Edit == nil || len(change.Diagnostics) != 1 || change.Diagnostics[0].Range != found.Range {
		t.Fatalf("no such fix of the diagnostic: %q %+v", titles(actions), change)
	}
	edit := e.textEdit(t, uri, change.Edit)
	if got := e.encoding.edited(text, nil, []contentChange{{Range: &edit.Range, Text: edit.NewText}}); !strings.Contains(got, fixedLine) {
		t.Errorf("the fix makes %q, want the line %q", got, fixedLine)
	}
	c.didChange(uri, 2, protocol.TextDocumentContentChangeEvent{Range: &edit.Range, Text: edit.NewText})
	c.awaitRule(uri, "broken-link", 0)
	c.end()
}

// targetRange is where the broken target stands, in the editor's units.
func (e editor) targetRange() protocol.Range {
	text := "\n\n" + brokenLine
	start := strings.Index(text, "progres.md")
	return protocol.Range{
		Start: referencePosition(text, start, e.encoding),
		End:   referencePosition(text, start+len("progres.md"), e.encoding),
	}
}

// textEdit returns the only edit, which must have the form that the editor understands.
func (e editor) textEdit(t *testing.T, uri string, w *protocol.WorkspaceEdit) protocol.TextEdit {
	t.Helper()
	if !e.versioned {
		if len(w.DocumentChanges) > 0 || len(w.Changes[uri]) != 1 {
			t.Fatalf("edit is %+v, want one under changes", w)
		}
		return w.Changes[uri][0]
	}
	if len(w.Changes) > 0 || len(w.DocumentChanges) != 1 {
		t.Fatalf("edit is %+v, want one under documentChanges", w)
	}
	change, ok := w.DocumentChanges[0].(protocol.TextDocumentEdit)
	if !ok || change.TextDocument.URI != uri || change.TextDocument.Version == nil || *change.TextDocument.Version != 1 || len(change.Edits) != 1 {
		t.Fatalf("edit is %+v, want one of version 1 of %q", w.DocumentChanges[0], uri)
	}
	return change.Edits[0].(protocol.TextEdit)
}

func TestWatchersCoverWhatDiagnosticsDependOn(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		c := open(t)
		params := c.awaitCall("client/registerCapability")
		for _, glob := range []string{`"**/*.[mM][dD]"`, `"**/.cortex.yaml"`, `"**/.cortex/validation.json"`, `"**/*.{yaml,yml}"`, `"**/.gitignore"`, `{"globPattern":"**/*","kind":5}`} {
			if !strings.Contains(params, glob) {
				t.Errorf("%s is not watched: %s", glob, params)
			}
		}
		c.end()
	})
}

func TestRootsAreFoundHoweverTheClientNamesThem(t *testing.T) {
	tests := []struct{ params, want string }{
		{`{"workspaceFolders": [{"uri": "file:///a"}, {"uri": "file:///b"}], "rootUri": "file:///c"}`, "/a /b"},
		{`{"workspaceFolders": null, "rootUri": "file:///c", "rootPath": "/d"}`, "/c"},
		{`{"workspaceFolders": [], "rootUri": "file:///c"}`, "/c"},
		{`{"rootPath": "/d/"}`, "/d"},
		{`{"rootUri": null, "rootPath": null}`, ""},
		{`{"rootUri": "untitled:x"}`, ""},
		{`{"workspaceFolders": [{"uri": "memfs:/a"}, {"uri": "file:///b"}]}`, "/b"},
	}
	for _, tt := range tests {
		var params initializeParams
		if err := json.Unmarshal([]byte(tt.params), &params); err != nil {
			t.Fatal(err)
		}
		if got := roots(params); !slices.Equal(got, strings.Fields(tt.want)) {
			t.Errorf("roots of %s are %q, want %q", tt.params, got, tt.want)
		}
	}
}
