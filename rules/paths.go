package rules

import (
	"path"
	"strings"
)

// joinPath is path.Join for a cleaned folder in the workspace, with one copy of most names.
func joinPath(dir, name string) string {
	from, rest := upFrom(dir, name)
	switch {
	case !plainPath(rest):
		return path.Clean(dir + "/" + name)
	case from == ".":
		return rest
	}
	return from + "/" + rest
}

// upFrom goes the way that a name begins with, "./" and "../", from a folder as far as that leads, and returns what is left.
func upFrom(dir, name string) (from, rest string) {
	for {
		switch up, ok := strings.CutPrefix(name, "../"); {
		case ok && dir != ".":
			dir, name = folderOf(dir), up
		case !strings.HasPrefix(name, "./"):
			return dir, name
		default:
			name = name[len("./"):]
		}
	}
}

// folderOf is path.Dir for a cleaned path in the workspace, which has no end to be cleaned.
func folderOf(name string) string {
	if i := strings.LastIndexByte(name, '/'); i >= 0 {
		return name[:i]
	}
	return "."
}

// plainPath tells names of which path.Clean, which looks at each byte, would change nothing, also behind a folder; it
// knows most of them.
func plainPath(name string) bool {
	if name == "" || name[0] == '/' || name[0] == '.' || name[len(name)-1] == '/' {
		return false
	}
	for {
		i := strings.IndexByte(name, '/')
		if i < 0 {
			return true
		}
		if name = name[i+1:]; name[0] == '/' || name[0] == '.' {
			return false
		}
	}
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
