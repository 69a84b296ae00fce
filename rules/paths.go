package rules

import (
	"path"
	"strings"
)

// joinPath is path.Join for a folder that has a name, with one copy at most.
func joinPath(dir, name string) string {
	if dir != "." || strings.HasPrefix(name, "/") {
		joined := dir + "/" + name
		if plainPath(name) {
			return joined
		}
		return path.Clean(joined)
	}
	if plainPath(name) {
		return name
	}
	return path.Clean(name)
}

// plainPath tells names of which path.Clean, which looks at each byte, would change nothing, also behind a folder; it
// knows most of them.
func plainPath(name string) bool {
	return name != "" && name[0] != '/' && name[0] != '.' && name[len(name)-1] != '/' &&
		!strings.Contains(name, "//") && !strings.Contains(name, "/.")
}

// outside tells whether a cleaned path leaves the workspace.
func outside(name string) bool { return name == ".." || strings.HasPrefix(name, "../") }

// within tells whether a cleaned path lies in a folder.
func within(dir, name string) bool {
	return dir == "." && !outside(name) || strings.HasPrefix(name, dir+"/")
}

// isMarkdown tells by the name whether a file is Markdown.
func isMarkdown(name string) bool {
	switch strings.ToLower(path.Ext(name)) {
	case ".md", ".markdown", ".mdc":
		return true
	}
	return false
}

// RelativePath returns the way from a file to another one, both workspace-relative.
func RelativePath(from, to string) string {
	dir := path.Dir(from)
	up := ""
	for dir != "." && to != dir && !strings.HasPrefix(to, dir+"/") {
		dir = path.Dir(dir)
		up += "../"
	}
	if dir != "." {
		to = strings.TrimPrefix(strings.TrimPrefix(to, dir), "/")
	}
	if to == "" || to == "." {
		return strings.TrimSuffix(up+".", "/.")
	}
	return up + to
}
