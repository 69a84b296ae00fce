package bank

import (
	"io/fs"
	"path"
	"strings"

	"github.com/go-git/go-git/v5/plumbing/format/gitignore"
)

// ignoreFile is git's name for the patterns of one folder.
const ignoreFile = ".gitignore"

// ignore holds the patterns of one .gitignore file and, through parent, of those
// in the folders above. It is immutable; nil ignores nothing.
type ignore struct {
	parent *ignore
	// depth counts the path elements of the folder that the patterns are relative to.
	depth    int
	patterns []ignorePattern
}

type ignorePattern struct {
	gitignore.Pattern
	// byName tells a pattern without an inner slash: it looks at the last path element only.
	byName bool
}

// readIgnore returns the ignore in force in folder, given the one above it. An
// unreadable file counts as empty, and so does a pipe, which would wait for its writer.
func readIgnore(files fs.FS, folder, name string, parent *ignore) *ignore {
	p := path.Join(folder, name)
	if info, err := fs.Stat(files, p); err != nil || !info.Mode().IsRegular() || info.Size() > defaultMaxFileSize {
		return parent
	}
	text, err := fs.ReadFile(files, p)
	if err != nil {
		return parent
	}
	patterns := parseIgnore(string(text))
	if len(patterns) == 0 {
		return parent
	}
	return &ignore{parent: parent, depth: len(elements(folder)), patterns: patterns}
}

func parseIgnore(text string) []ignorePattern {
	var patterns []ignorePattern
	for line := range strings.Lines(strings.TrimPrefix(text, "\uFEFF")) {
		line = strings.TrimRight(line, "\r\n")
		if strings.TrimSpace(line) == "" || strings.HasPrefix(line, "#") {
			continue
		}
		bare := strings.TrimSuffix(strings.TrimRight(strings.TrimPrefix(line, "!"), " "), "/")
		patterns = append(patterns, ignorePattern{
			Pattern: gitignore.ParsePattern(line, nil),
			byName:  !strings.Contains(bare, "/"),
		})
	}
	return patterns
}

// match tells whether git ignores the path with these elements. The folders
// above it are taken not to be ignored: ask about them first.
func (g *ignore) match(elems []string, isDir bool) bool {
	for ; g != nil; g = g.parent {
		rel := elems[g.depth:]
		for i := len(g.patterns) - 1; i >= 0; i-- {
			p, subject := g.patterns[i], rel
			if p.byName {
				subject = rel[len(rel)-1:]
			}
			if m := p.Match(subject, isDir); m != gitignore.NoMatch {
				return m == gitignore.Exclude
			}
		}
	}
	return false
}

// elements splits a workspace-relative path; "." has none.
func elements(p string) []string {
	if p == "." {
		return nil
	}
	return strings.Split(p, "/")
}
