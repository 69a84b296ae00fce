package lsp

import (
	"encoding/json"
	"os"
	"path/filepath"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"
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
	for i, f := range w.afresh() {
		w.compareTexts(w.server.view.folders[i].snapshot, f.snapshot)
		if w.silent {
			continue
		}
		results, err := f.snapshot.Check(w.t.Context(), nil)
		if err != nil {
			w.t.Fatal(err)
		}
		for rel, found := range results.ByPath {
			if inner, _, _ := w.server.view.locate(joined(f.root, rel)); inner.root != f.root {
				continue
			}
			wire, _ := w.server.view.encoded(f, found)
			var diagnostics []protocol.Diagnostic
			if err := json.Unmarshal(wire, &diagnostics); err != nil {
				w.t.Fatal(err)
			}
			want[w.server.view.uri(f, rel)] = diagnostics
		}
	}
	if diff := cmp.Diff(want, shown); diff != "" {
		w.t.Errorf("the client does not show what there is, -want +got:\n%s", diff)
	}
}

// compareTexts compares the files of banks in two snapshots.
func (w *walk) compareTexts(got, want *bank.Snapshot) {
	w.t.Helper()
	texts := func(s *bank.Snapshot) map[string]string {
		all := map[string]string{}
		for _, b := range s.Banks() {
			for _, p := range b.Paths {
				all[p] = s.File(p).Text
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
	for _, f := range w.server.view.folders {
		anew := bank.NewFolder(filepath.FromSlash(f.root))
		if _, err := os.Stat(f.root); err == nil {
			anew.Apply(scanned(w.t, f.root))
		}
		for p, text := range w.open {
			if rel, ok := relative(f.root, w.root+"/"+p); ok {
				anew.Apply(bank.Change{Kind: bank.Edited, Path: rel, Text: text})
			}
		}
		folders = append(folders, folder{root: f.root, snapshot: anew.Snapshot()})
	}
	return folders
}
