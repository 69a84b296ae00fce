package lsp

import (
	"os"
	"path/filepath"

	"cortex/bank"
)

// quietNotes are documents of which there is nothing to say: their results stay as the cache has them until somebody asks.
var quietNotes = map[string]string{
	"memory-bank/notes/n1.md":        "# Note\n\n## Goals\n\nSee [progress](../progress.md) and [the tech](../techContext.md).\n",
	"memory-bank/notes/n2.md":        "# Another\n\nSee [its goals](n1.md#goals).\n",
	"memory-bank/notes/deep/ü n3.md": "# Third\n\nSee [the first](../n1.md).\n",
}

// cached returns a cache with what there is at the beginning, to which it adds quiet documents.
func (w *walk) cached() *bank.Cache {
	w.t.Helper()
	for p, text := range quietNotes {
		if err := os.MkdirAll(filepath.Dir(filepath.Join(w.root, p)), 0o755); err != nil {
			w.t.Fatal(err)
		}
		writeFile(w.t, filepath.Join(w.root, p), text)
	}
	cache := bank.NewCache(w.t.TempDir(), "walk")
	f, err := bank.Open(w.t.Context(), w.root, bank.ScanOptions{Cache: cache})
	if err != nil {
		w.t.Fatal(err)
	}
	s, err := f.Complete(w.t.Context(), nil)
	if err != nil {
		w.t.Fatal(err)
	}
	if _, err := s.Check(w.t.Context(), nil); err != nil {
		w.t.Fatal(err)
	}
	if err := cache.Save(s); err != nil {
		w.t.Fatal(err)
	}
	return cache
}
