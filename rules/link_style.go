package rules

import (
	"path"
	"strings"

	"cortex/markdown"
)

// LinkStyle is where the links of a document start from, and how they say so.
type LinkStyle uint8

const (
	LinkRelative      LinkStyle = iota // from the file: "a.md", "../a.md"
	linkDotted                         // from the file: "./a.md"
	linkFromBank                       // from the bank's root
	linkFromWorkspace                  // from the workspace's root
	linkSlash                          // from the workspace's root: "/a.md"
	linkCursor                         // from the workspace's root: "mdc:a.md"
	linkStyles
)

// LinkStyleOf returns the style of most links of a document to files; LinkRelative where none is in the majority.
func LinkStyleOf(ws Workspace, doc *markdown.Document) LinkStyle {
	var counts [linkStyles]int
	total := 0
	for d := range destinations(doc) {
		t, ok := parseTarget(d.path)
		if !ok {
			continue
		}
		if r := resolve(ws, doc.Path, d.path); r.by > foundNowhere {
			total++
			counts[styleOf(t, r.by)]++
		}
	}
	for style, n := range counts {
		if 2*n > total {
			return LinkStyle(style)
		}
	}
	return LinkRelative
}

func styleOf(t target, by found) LinkStyle {
	switch {
	case t.prefix != "":
		return linkCursor
	case strings.HasPrefix(t.path, "/"):
		return linkSlash
	case by == foundBank:
		return linkFromBank
	case by == foundWorkspace:
		return linkFromWorkspace
	case strings.HasPrefix(t.path, "./"):
		return linkDotted
	}
	return LinkRelative
}

// Path returns how a link in the file named from names another file, both workspace-relative. It is not escaped.
func (s LinkStyle) Path(b Bank, from, to string) string {
	switch s {
	case linkFromBank:
		if within(b.Root, to) {
			return relativeTo(b.Root, to)
		}
	case linkFromWorkspace:
		return to
	case linkSlash:
		return "/" + to
	case linkCursor:
		return "mdc:" + to
	case linkDotted:
		if p := RelativePath(from, to); !strings.HasPrefix(p, "../") {
			return "./" + p
		}
	}
	return RelativePath(from, to)
}

// LinkFolder returns the folder that the beginning of a link's target in the file named from means, written as it
// is up to its last slash and percent-decoded. False if there is none in the workspace.
func LinkFolder(ws Workspace, from, written string) (string, bool) {
	written = strings.TrimPrefix(written, "mdc:")
	for _, b := range bases(ws.Bank().Root, from, written) {
		if dir := path.Join(b.dir, written); !outside(dir) && ws.Stat(dir) == Directory {
			return dir, true
		}
	}
	return "", false
}
