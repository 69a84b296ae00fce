package lsp

import (
	"encoding/json"
	"errors"
	"io/fs"
	"maps"
	"os"
	"path"
	"path/filepath"
	"slices"
	"strings"

	"github.com/sourcegraph/jsonrpc2"
	protocol "github.com/tliron/glsp/protocol_3_16"

	"cortex/markdown"
)

// walkEdit is a WorkspaceEdit as clients read it.
type walkEdit struct {
	Changes         map[string][]protocol.TextEdit
	DocumentChanges []struct {
		Kind, URI, OldURI, NewURI string
		TextDocument              struct {
			URI     string
			Version *int32
		}
		Edits []protocol.TextEdit
	}
}

// refactor renames what stands somewhere in an open document, lets links follow a file that the editor renames, or takes an action,
// and applies the edit.
func (w *walk) refactor(p string) {
	if len(w.open) == 0 {
		w.openFile(w.pick(walkFiles[:3]))
		return
	}
	open := w.pick(slices.Sorted(maps.Keys(w.open)))
	switch w.random.IntN(4) {
	case 0:
		w.moveFile(p, w.pick(walkFiles))
	case 1:
		w.act(open)
	default:
		w.renameIn(open)
	}
}

// renameIn renames a heading, a label or what a link of a document leads to.
func (w *walk) renameIn(p string) {
	params := w.params(p)
	text := w.open[p]
	var places []int
	for i := range text {
		if strings.HasPrefix(text[i:], "# ") || strings.HasPrefix(text[i:], "](") || strings.HasPrefix(text[i:], "[ref") {
			places = append(places, i+2)
		}
	}
	if len(places) == 0 {
		return
	}
	params["position"] = referencePosition(text, places[w.random.IntN(len(places))], w.encoding)
	params["newName"] = w.pick([]string{"Goals", "New 🚀 name", "n9", "n9.md", "日本語", "Title"})
	var edit *walkEdit
	if w.sent("textDocument/rename", params, &edit) && edit != nil {
		w.renamed++
		w.apply(edit)
	}
}

// moveFile renames a file or folder as an editor does.
func (w *walk) moveFile(p, to string) {
	if _, err := os.Stat(filepath.Join(w.root, p)); err != nil || p == to {
		return
	}
	if _, err := os.Stat(filepath.Join(w.root, to)); err == nil {
		return
	}
	files := map[string]any{"files": []map[string]any{{"oldUri": w.uri(p), "newUri": w.uri(to)}}}
	var edit *walkEdit
	if w.sent("workspace/willRenameFiles", files, &edit) && edit != nil {
		w.apply(edit)
	}
	w.moved(p, to)
	w.c.notify("workspace/didRenameFiles", files)
}

// moved gives a file another path on disk, and as what the editor has open.
func (w *walk) moved(p, to string) {
	text, isOpen := w.open[p]
	w.close(p)
	w.close(to)
	w.makeFolder(path.Dir(to))
	switch err := os.Rename(filepath.Join(w.root, p), filepath.Join(w.root, to)); {
	case err == nil:
		w.report(protocol.FileChangeTypeDeleted, p)
		w.report(protocol.FileChangeTypeCreated, to)
	case !isOpen || !errors.Is(err, fs.ErrNotExist): // else only the editor has it
		w.t.Fatal(err)
	}
	if isOpen {
		w.open[to], w.versions[to] = text, 1
		w.c.didOpen(w.uri(to), text)
	}
}

// act takes one of the actions at a place of a document.
func (w *walk) act(p string) {
	var actions []map[string]any
	if !w.sent("textDocument/codeAction", w.params(p), &actions) || len(actions) == 0 {
		return
	}
	var action struct{ Edit *walkEdit }
	if w.sent("codeAction/resolve", actions[w.random.IntN(len(actions))], &action) && action.Edit != nil {
		w.apply(action.Edit)
	}
}

// sent sends a request and tells whether it was answered rather than refused with a reason.
func (w *walk) sent(method string, params, answer any) bool {
	w.log[len(w.log)-1] += " " + method
	err := w.c.call(method, params, answer)
	var refused *jsonrpc2.Error
	if errors.As(err, &refused) && (refused.Code == codeContentModified || refused.Code == codeRequestFailed) {
		return false
	}
	if err != nil {
		w.t.Errorf("%s: %v", method, err)
	}
	return err == nil
}

// apply carries out an edit as clients do. What it says must be about the texts that there are.
func (w *walk) apply(edit *walkEdit) {
	for uri, edits := range edit.Changes {
		w.applyTo(w.path(uri), edits)
	}
	for _, c := range edit.DocumentChanges {
		switch c.Kind {
		case "create":
			w.put(w.path(c.URI), "")
		case "rename":
			w.moved(w.path(c.OldURI), w.path(c.NewURI))
		default:
			p := w.path(c.TextDocument.URI)
			if _, isOpen := w.open[p]; isOpen != (c.TextDocument.Version != nil) || isOpen && *c.TextDocument.Version != w.versions[p] {
				said, _ := json.Marshal(c.TextDocument)
				w.t.Errorf("an edit of %s, whose version is %d", said, w.versions[p])
			}
			w.applyTo(p, c.Edits)
		}
	}
}

func (w *walk) path(uri string) string {
	file, _ := uriPath(uri, windows)
	p, ok := relative(w.root, file)
	if !ok {
		w.t.Fatalf("an edit of %q, outside the workspace", uri)
	}
	return p
}

// applyTo edits one text, in the editor or on disk, from its end to its beginning.
func (w *walk) applyTo(p string, edits []protocol.TextEdit) {
	text, isOpen := w.open[p]
	mark := ""
	if !isOpen {
		data, err := os.ReadFile(filepath.Join(w.root, p))
		if err != nil {
			w.t.Errorf("an edit of %s, which is not there", p)
			return
		}
		if text = string(data); strings.HasPrefix(text, "\ufeff") {
			mark, text = "\ufeff", text[len("\ufeff"):]
		}
	}
	lines := markdown.NewLineIndex(text)
	span := func(e protocol.TextEdit) markdown.Span { return w.encoding.rangeSpan(lines, e.Range) }
	slices.SortStableFunc(edits, func(a, b protocol.TextEdit) int { return span(b).Start - span(a).Start })
	var changes []any
	end := len(text)
	for _, e := range edits {
		s := span(e)
		if w.encoding.spanRange(lines, s) != e.Range || s.End > end {
			w.t.Errorf("the edit %v of %s overlaps another one or is out of bounds", e, p)
			return
		}
		end = s.Start
		text = text[:s.Start] + e.NewText + text[s.End:]
		changes = append(changes, protocol.TextDocumentContentChangeEvent{Range: &e.Range, Text: e.NewText})
	}
	if !isOpen {
		w.put(p, mark+text)
		return
	}
	w.versions[p]++
	w.open[p] = text
	w.c.didChange(w.uri(p), w.versions[p], changes...)
}
