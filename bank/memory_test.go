package bank

import (
	"context"
	"io/fs"
	"maps"
	"os"
	"path/filepath"
	"slices"
	"sync/atomic"
	"testing"
	"testing/fstest"

	"cortex/markdown"
	"cortex/rules"
)

// clineNames are the files of a bank that is recognised.
var clineNames = []string{
	"activeContext.md", "productContext.md", "progress.md", "projectbrief.md", "systemPatterns.md", "techContext.md",
}

// inMemory makes a workspace of texts by path.
func inMemory(texts map[string]string) fstest.MapFS {
	files := fstest.MapFS{}
	for p, text := range texts {
		files[p] = &fstest.MapFile{Data: []byte(text)}
	}
	return files
}

// withBank adds a recognised bank with empty files, unless the texts have them already.
func withBank(folder string, texts map[string]string) map[string]string {
	all := map[string]string{}
	for _, name := range clineNames {
		all[folder+"/"+name] = ""
	}
	maps.Copy(all, texts)
	return all
}

// onDisk writes texts below a new folder.
func onDisk(t *testing.T, texts map[string]string) string {
	t.Helper()
	root := t.TempDir()
	for p, text := range texts {
		writeText(t, root, p, text)
	}
	return root
}

func writeText(t *testing.T, root, p, text string) {
	t.Helper()
	name := filepath.Join(root, filepath.FromSlash(p))
	if err := os.MkdirAll(filepath.Dir(name), 0o777); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(name, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// memoryFolder returns a folder that has not been read yet.
func memoryFolder(files fs.FS, e *engine) *Folder {
	return newFolder("/memory", func() (fs.FS, func(), error) { return files, func() {}, nil }, e)
}

// rescan reads the folder's disk, with all files of its banks, and returns the snapshot that results.
func rescan(t *testing.T, f *Folder, opts ScanOptions) *Snapshot {
	t.Helper()
	s := list(t, f, opts)
	if err := s.learn(t.Context(), bankPaths(s), opts.Progress); err != nil {
		t.Fatal(err)
	}
	return s
}

// list looks at the folder's disk and returns the snapshot that results, whose files are read when somebody asks.
func list(t *testing.T, f *Folder, opts ScanOptions) *Snapshot {
	t.Helper()
	d, err := scan(t.Context(), f.Snapshot(), opts)
	if err != nil {
		t.Fatal(err)
	}
	return f.Apply(Change{Kind: OnDisk, Disk: d})
}

// readChanged tells the folder that paths changed on disk.
func readChanged(t *testing.T, f *Folder, paths ...string) *Snapshot {
	t.Helper()
	d, err := Read(t.Context(), f.Snapshot(), paths, ScanOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return f.Apply(Change{Kind: OnDisk, Disk: d})
}

func mustCheck(t *testing.T, s *Snapshot) *Results {
	t.Helper()
	r, err := s.Check(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	return r
}

// paths returns the judged paths of all banks.
func paths(s *Snapshot) []string {
	var all []string
	for _, b := range s.Banks() {
		all = append(all, b.Paths...)
	}
	slices.Sort(all)
	return all
}

// countingEngine is the real one, counting what it parses.
func countingEngine(parsed *atomic.Int64) *engine {
	e := newEngine()
	e.parse = func(path, text string) *markdown.Document {
		parsed.Add(1)
		return markdown.Parse(path, text)
	}
	return e
}

// fakeEngine judges documents with check and banks not at all.
func fakeEngine(check func(doc *markdown.Document, ws rules.Workspace) []rules.Diagnostic) *engine {
	e := newEngine()
	e.check = func(_ context.Context, doc *markdown.Document, ws rules.Workspace, _ rules.Settings) []rules.Diagnostic {
		return check(doc, ws)
	}
	e.checkBank = func(context.Context, rules.Workspace, rules.Settings, *rules.Survey) []rules.Diagnostic { return nil }
	return e
}

// messages returns "rule: message" of the diagnostics on a file.
func messages(r *Results, p string) []string {
	var all []string
	for _, d := range r.Found.In(p) {
		all = append(all, d.Rule+": "+d.Message)
	}
	return all
}
