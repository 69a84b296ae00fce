package lsp

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"cortex/bank"
)

// newBank writes the files of a bank and returns the workspace that holds it, in this
// package's form.
func newBank(t testing.TB, files map[string]string) string {
	t.Helper()
	root := t.TempDir()
	writeBank(t, root)
	for name, text := range files {
		writeFile(t, filepath.Join(root, filepath.FromSlash(name)), text)
	}
	return cleanPath(root, windows)
}

func writeBank(t testing.TB, root string) {
	t.Helper()
	for _, name := range []string{"projectbrief.md", "productContext.md", "activeContext.md", "systemPatterns.md", "techContext.md", "progress.md"} {
		writeFile(t, filepath.Join(root, "memory-bank", name), "# "+strings.TrimSuffix(name, ".md")+"\n")
	}
}

func writeFile(t testing.TB, file, text string) {
	t.Helper()
	if err := os.MkdirAll(filepath.Dir(file), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(file, []byte(text), 0o644); err != nil {
		t.Fatal(err)
	}
}

// scanned reads a folder that has not been read.
func scanned(t testing.TB, f *bank.Folder) bank.Change {
	t.Helper()
	disk, err := bank.Read(t.Context(), f.Snapshot(), nil, bank.ScanOptions{})
	if err != nil {
		t.Fatal(err)
	}
	return bank.Change{Kind: bank.OnDisk, Disk: disk}
}

func rename(t testing.TB, from, to string) {
	t.Helper()
	if err := os.Rename(filepath.FromSlash(from), filepath.FromSlash(to)); err != nil {
		t.Fatal(err)
	}
}

// remove deletes a file or folder.
func remove(t testing.TB, file string) {
	t.Helper()
	if err := os.RemoveAll(filepath.FromSlash(file)); err != nil {
		t.Fatal(err)
	}
}
