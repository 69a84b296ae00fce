package lsp

import (
	"encoding/json"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/tliron/glsp"
	protocol "github.com/tliron/glsp/protocol_3_16"

	"cortex/bank"
)

// compare waits until nothing happens any more and compares what the client shows with what there is.
func (w *walk) compare() {
	w.t.Helper()
	if !w.watches {
		time.Sleep(2 * pollInterval)
	}
	for range 5 {
		time.Sleep(refreshPause)
		synctest.Wait()
		w.drain()
	}
	shown, want := map[string][]protocol.Diagnostic{}, map[string][]protocol.Diagnostic{}
	for uri, p := range w.c.shown {
		if len(p.Diagnostics) > 0 {
			shown[uri] = p.Diagnostics
		}
	}
	afresh := w.afresh()
	w.compareAnswers(afresh)
	for i, f := range afresh {
		w.compareTexts(w.latest.Load().folders[i].snapshot, f.snapshot)
		if w.silent {
			continue
		}
		results, err := f.snapshot.Check(w.t.Context(), nil)
		if err != nil {
			w.t.Fatal(err)
		}
		for rel, found := range results.Found.All() {
			if inner, _, _ := w.latest.Load().locate(joined(f.root, rel)); inner.root != f.root {
				continue
			}
			wire := w.latest.Load().encoded(f, found)
			var diagnostics []protocol.Diagnostic
			if err := json.Unmarshal(wire, &diagnostics); err != nil {
				w.t.Fatal(err)
			}
			want[w.latest.Load().uri(f, rel)] = diagnostics
		}
	}
	if diff := cmp.Diff(want, shown); diff != "" {
		w.t.Errorf("the client does not show what there is, -want +got:\n%s", diff)
	}
}

// compared are the requests whose answers follow from nothing but the texts that there are.
var compared = []string{
	"textDocument/definition", "textDocument/references", "textDocument/documentHighlight", "textDocument/prepareCallHierarchy", "textDocument/documentLink",
	"textDocument/hover", "textDocument/codeLens", "textDocument/foldingRange", "textDocument/selectionRange", "textDocument/documentSymbol",
	"textDocument/semanticTokens/range", "textDocument/inlayHint", "textDocument/codeAction", "textDocument/prepareRename", "textDocument/rename",
	"workspace/symbol", "workspace/willRenameFiles", "workspace/executeCommand",
}

// compareAnswers compares answers about a document with those of a server that begins now.
func (w *walk) compareAnswers(folders []folder) {
	w.t.Helper()
	now := w.latest.Load()
	anew := *now
	anew.folders, anew.latest, anew.semantic = folders, new(atomic.Pointer[view]), newSemanticResults()
	anew.latest.Store(&anew)
	p := w.pick(walkFiles)
	if len(w.open) > 0 && w.random.IntN(3) > 0 {
		p = w.pick(slices.Sorted(maps.Keys(w.open)))
	}
	params := w.params(p)
	params["command"] = "cortex.fixAll" // dry
	text, err := json.Marshal(params)
	if err != nil {
		w.t.Fatal(err)
	}
	for _, method := range compared {
		if diff := cmp.Diff(w.answerOf(&anew, method, text), w.answerOf(now, method, text)); diff != "" {
			w.t.Errorf("%s about %s %v is answered otherwise by a new server, -new +got:\n%s", method, p, params["position"], diff)
		}
	}
}

// answerOf returns the answer to a request in a view, or why there is none.
func (w *walk) answerOf(v *view, method string, params json.RawMessage) any {
	w.t.Helper()
	handlers := w.server.requests(v)
	handlers.SetInitialized(true)
	silent := func(string, any) {}
	result, known, valid, err := handlers.Handle(&glsp.Context{Method: method, Params: params, Context: w.t.Context(), Notify: silent})
	if !known || !valid {
		w.t.Fatalf("%s: %v", method, err)
	}
	if err != nil {
		return err.Error()
	}
	var answer any
	text, err := json.Marshal(result)
	if err != nil || json.Unmarshal(text, &answer) != nil {
		w.t.Fatal(err)
	}
	return answer
}

// compareTexts compares the files of banks in two snapshots.
func (w *walk) compareTexts(got, want *bank.Snapshot) {
	w.t.Helper()
	texts := func(s *bank.Snapshot) map[string]string {
		all := map[string]string{}
		for _, b := range s.Banks() {
			for _, p := range b.Paths {
				all[p] = s.File(p).Text()
			}
		}
		return all
	}
	if diff := cmp.Diff(texts(want), texts(got)); diff != "" {
		w.t.Errorf("the server has other files than there are, -want +got:\n%s", diff)
	}
}

// afresh reads the folders of the session as a server does that begins now.
func (w *walk) afresh() []folder {
	var folders []folder
	for _, f := range w.latest.Load().folders {
		anew := bank.NewFolder(filepath.FromSlash(f.root), f.snapshot.Extent()...)
		if _, err := os.Stat(f.root); err == nil {
			anew.Apply(scanned(w.t, anew))
		}
		for p, text := range w.open {
			if rel, ok := relative(f.root, w.root+"/"+p); ok {
				anew.Apply(bank.Change{Kind: bank.Edited, Path: rel, Text: text})
			}
		}
		folders = append(folders, folder{root: f.root, snapshot: anew.Snapshot(), settings: f.settings})
	}
	return folders
}
