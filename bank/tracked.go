package bank

import (
	"bytes"
	"path/filepath"
	"slices"
	"strings"

	"cortex/bank/git"
)

// trackedFiles are the Markdown files of a workspace that git tracks, sorted. Git
// ignores no file that it tracks, whatever its ignore files say.
type trackedFiles []string

// readTracked asks the index of the repository around the workspace; without one nothing is tracked.
func readTracked(root string) trackedFiles {
	if real, err := filepath.EvalSymlinks(root); err == nil {
		root = real
	}
	r, err := git.Open(root)
	if err != nil {
		return nil
	}
	defer r.Close()
	prefix, err := filepath.Rel(r.WorkTree, root)
	if err != nil {
		return nil
	}
	below := []byte(filepath.ToSlash(prefix) + "/")
	if prefix == "." {
		below = nil
	}
	paths, err := r.Tracked(func(p []byte) bool { return bytes.HasPrefix(p, below) && isMarkdown(string(p)) })
	if err != nil {
		return nil
	}
	for i, p := range paths {
		paths[i] = p[len(below):]
	}
	return paths
}

// has tells whether git tracks the file, or a Markdown file in the folder, at p.
func (t trackedFiles) has(p string, isDir bool) bool {
	if !isDir {
		_, found := slices.BinarySearch(t, p)
		return found
	}
	i, _ := slices.BinarySearch(t, p+"/")
	return i < len(t) && strings.HasPrefix(t[i], p+"/")
}
