package main

import (
	"path/filepath"
	"testing"
)

func TestAnEmptyFolderCanBeListed(t *testing.T) {
	folder := t.TempDir()
	if !readable(folder) {
		t.Error("an empty folder counts as one that cannot be listed")
	}
	if readable(filepath.Join(folder, "none")) {
		t.Error("a folder that cannot be opened counts as empty")
	}
}
