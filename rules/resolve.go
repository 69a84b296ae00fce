package rules

import (
	"iter"
	"path"
	"strings"
)

// found tells how a link's target was resolved. People and agents write paths in
// these ways; they are tried in the order of the constants.
type found uint8

const (
	foundForeign   found = iota + 1 // not a path into this workspace, or none that can be known: a URL, a placeholder
	foundNowhere                    // a path, but nothing stands there
	foundRelative                   // relative to the linking file, as Markdown says
	foundBank                       // from the bank's root
	foundWorkspace                  // from the workspace's root
	foundByName                     // by its name, wherever in the bank it is
)

// resolution is where a link leads.
type resolution struct {
	by   found
	kind FileKind
	// path is workspace-relative and set if something was found there.
	path string
}

// target is the path of a link, taken apart. The three parts together are the path as written.
type target struct {
	prefix string // "mdc:", as Cursor writes
	path   string
	suffix string // "/", "?raw=1", ":12", ":12-20": what does not name the file
}

// parseTarget takes a link's decoded path apart. It returns false for what is no path at all: URLs.
func parseTarget(raw string) (target, bool) {
	var t target
	t.path, t.prefix = strings.TrimSpace(raw), ""
	if rest, ok := strings.CutPrefix(t.path, "mdc:"); ok {
		t.prefix, t.path = "mdc:", rest
	}
	end := suffixStart(t.path)
	t.path, t.suffix = t.path[:end], t.path[end:]
	if t.path == "" && strings.HasPrefix(t.suffix, "/") {
		t.path, t.suffix = "/", t.suffix[1:]
	}
	if strings.HasPrefix(t.path, "//") || strings.HasPrefix(t.path, `\\`) {
		return target{}, false
	}
	return t, t.path != "" && !hasScheme(t.path)
}

// suffixStart returns where in a path begins what does not name the file.
func suffixStart(p string) int {
	end := strings.IndexByte(p, '?')
	if end < 0 {
		end = lineStart(p)
	}
	if end > 0 && p[end-1] == '/' {
		end--
	}
	return end
}

// lineStart returns where the line or range at the end of a path begins, ":12",
// ":L12" or ":12-20", or the path's length.
func lineStart(p string) int {
	last := numberStart(p)
	if last == len(p) || last == 0 {
		return len(p)
	}
	if mark := p[last-1]; mark == '-' || mark == ':' {
		if first := numberStart(p[:last-1]); first < last-1 && first > 0 && p[first-1] == ':' {
			return first - 1
		}
	}
	if p[last-1] == ':' {
		return last - 1
	}
	return len(p)
}

// numberStart returns where the number at the end of s begins, with an "L" before it, or the length of s.
func numberStart(s string) int {
	end := len(s)
	for end > 0 && isDigit(s[end-1]) {
		end--
	}
	if end == len(s) {
		return end
	}
	return len(strings.TrimSuffix(s[:end], "L"))
}

// hasScheme tells a URL, or a path with the drive of Windows.
func hasScheme(p string) bool {
	for i := range len(p) {
		switch c := p[i] | 0x20; {
		case 'a' <= c && c <= 'z':
		case i > 0 && p[i] == ':':
			return true
		case i > 0 && ('0' <= p[i] && p[i] <= '9' || strings.IndexByte("+.-", p[i]) >= 0):
		default:
			return false
		}
	}
	return false
}

// ofOneMachine tells an absolute path that names a place on somebody's disk.
func ofOneMachine(p string) bool {
	if !strings.HasPrefix(p, "/") {
		return false
	}
	top, _, below := strings.Cut(p[1:], "/")
	switch top {
	case "Users", "home", "root", "tmp", "var", "etc", "opt", "usr", "mnt", "Volumes", "private":
		return below
	}
	return false
}

var placeholderBytes = newByteSet("{}<>$*|[]")

// isPlaceholder tells what stands for a name in templates and descriptions.
func isPlaceholder(p string) bool {
	if placeholderBytes.anyIn(p) || strings.HasPrefix(p, "~") || strings.HasPrefix(p, "@") {
		return true
	}
	if user, host, ok := strings.Cut(p, "@"); ok && user != "" && host != "" && !strings.Contains(p, "/") {
		return true
	}
	return strings.Contains(p, "...") || strings.Contains(p, "path/to/") ||
		placeholderStarts.anyIn(p) && containsAny(p, []string{"…", "YYYY", "XX", "NNN"})
}

var placeholderStarts = newByteSet("…YXN")

// forms yields the readings of the target's path, the likeliest first.
func (t target) forms() iter.Seq[string] {
	return func(yield func(string) bool) {
		if !yield(t.path) || strings.Contains(t.suffix, "?") && !yield(t.path+t.suffix) {
			return
		}
		if strings.Contains(t.path, `\`) {
			yield(strings.ReplaceAll(t.path, `\`, "/"))
		}
	}
}

// knowable tells whether the absence of the target says anything: it is not a
// placeholder, a path of one machine, or a route of a web site, and names a file or a folder.
func (t target) knowable() bool {
	if isPlaceholder(t.path) || ofOneMachine(t.path) {
		return false
	}
	if strings.HasPrefix(t.path, "/") {
		return path.Ext(t.path) != ""
	}
	return strings.ContainsAny(t.path+t.suffix, `./\`)
}

// base is a folder that a path may be meant from.
type base struct {
	dir string
	by  found
}

// bases returns the folders that a form of a target in the file named from may start at. One that comes again is zero.
func bases(bankRoot, from, form string) [3]base {
	relative, bank, workspace := base{folderOf(from), foundRelative}, base{bankRoot, foundBank}, base{".", foundWorkspace}
	order := [3]base{relative, bank, workspace}
	if strings.HasPrefix(form, "/") {
		order = [3]base{workspace, bank}
	}
	for i, b := range order {
		if i > 0 && b.dir == order[0].dir || i > 1 && b.dir == order[1].dir {
			order[i] = base{}
		}
	}
	return order
}

// resolve finds the target of a link in the file named from. Raw is the link's
// path, percent-decoded and without the fragment.
func resolve(ws Workspace, from, raw string) resolution {
	t, ok := parseTarget(raw)
	if !ok {
		return resolution{by: foundForeign}
	}
	bankRoot := ws.Bank().Root
	for form := range t.forms() {
		for _, b := range bases(bankRoot, from, form) {
			if b.by == 0 {
				continue
			}
			if p, kind := statFile(ws, joinPath(b.dir, form)); kind != NoFile {
				return resolution{b.by, kind, p}
			}
		}
	}
	if !t.knowable() || !plainPath(t.path) && outside(joinPath(path.Dir(from), t.path)) {
		return resolution{by: foundForeign}
	}
	return resolution{by: foundNowhere}
}

// statFile returns what stands at a workspace-relative path, or at the path with
// ".md" where the link leaves it out, and the path itself.
func statFile(ws Workspace, name string) (string, FileKind) {
	if outside(name) {
		return "", NoFile
	}
	if kind := ws.Stat(name); kind != NoFile {
		return name, kind
	}
	if path.Ext(name) == "" {
		return name + ".md", ws.Stat(name + ".md")
	}
	return "", NoFile
}

// write returns how a link in the file named from names another file in place of
// t: from the same kind of start, with the same prefix and suffix. Bracketed tells that it stands in <>.
func (t target) write(from, to string, bracketed bool) string {
	switch {
	case strings.HasPrefix(t.path, "/"):
		to = "/" + to
	case t.prefix == "":
		to = RelativePath(from, to)
		if strings.HasPrefix(t.path, "./") && !strings.HasPrefix(to, "../") {
			to = "./" + to
		}
	}
	return t.prefix + EscapeTarget(to+t.suffix, bracketed)
}

// EscapeTarget percent-encodes what would end a link's destination or be read as something else; bracketed tells that it stands in <>.
func EscapeTarget(s string, bracketed bool) string {
	if !strings.ContainsAny(s, "%#<>\\\n\r\t ()") {
		return s
	}
	pairs := []string{"%", "%25", "#", "%23", "<", "%3C", ">", "%3E", `\`, "%5C", "\n", "%0A", "\r", "%0D", "\t", "%09"}
	if !bracketed {
		pairs = append(pairs, " ", "%20", "(", "%28", ")", "%29")
	}
	return strings.NewReplacer(pairs...).Replace(s)
}
