package rules

import (
	"path"
	"strings"
	"unicode"
)

// suggestion is a file that a link to nothing probably means.
type suggestion struct {
	path string
	// sure tells that there is no doubt: a fix may be applied in bulk.
	sure bool
	// spelling tells that only letter case and separators of the name differ, in the folder that the link names.
	spelling bool
}

// suggestTarget looks for the one file that a target may mean which exists
// nowhere. Meant is where the target would be, workspace-relative. It asks for
// more than a rule may for every link: call it only for a broken one.
func suggestTarget(ws Workspace, from string, t target, meant string) (suggestion, bool) {
	siblings, elsewhere := documentsBy(ws, path.Dir(meant), from)
	name := path.Base(meant)
	if s, ok := only(matching(siblings, sameName(name))); ok {
		return suggestion{s, true, true}, true
	}
	if s, ok := suggestDepth(ws, from, t); ok {
		return s, true
	}
	if !isMarkdown(name) {
		return suggestion{}, false
	}
	if s, ok := only(matching(siblings, startsWith(name))); ok {
		return suggestion{path: s}, true
	}
	if s, ok := only(matching(elsewhere, sameName(name))); ok && !isGeneric(name) {
		return suggestion{path: s, sure: within(ws.Bank().Root, meant)}, true
	}
	s, ok := only(nearestPaths(name, siblings))
	return suggestion{path: s}, ok
}

// suggestDepth looks for the target from every folder above the linking file:
// the number of "../" is what people and agents get wrong most.
func suggestDepth(ws Workspace, from string, t target) (suggestion, bool) {
	rest := t.path
	for _, up := range []string{"/", "./", "../"} {
		for strings.HasPrefix(rest, up) {
			rest = rest[len(up):]
		}
	}
	if rest == "" {
		return suggestion{}, false
	}
	var all []string
	for dir := path.Dir(from); ; dir = path.Dir(dir) {
		if p := path.Join(dir, rest); p != from && !outside(p) && ws.Stat(p) != NoFile {
			all = append(all, p)
		}
		if dir == "." {
			break
		}
	}
	s, ok := only(all)
	return suggestion{path: s, sure: strings.Contains(rest, "/")}, ok
}

// documentsBy returns the bank's documents in a folder, and the others, without the one named except.
func documentsBy(ws Workspace, dir, except string) (in, others []string) {
	for _, p := range ws.Documents() {
		switch {
		case p == except:
		case path.Dir(p) == dir:
			in = append(in, p)
		default:
			others = append(others, p)
		}
	}
	return in, others
}

func matching(paths []string, match func(name string) bool) []string {
	var out []string
	for _, p := range paths {
		if match(path.Base(p)) {
			out = append(out, p)
		}
	}
	return out
}

// only returns the element of a slice that has one.
func only(paths []string) (string, bool) {
	if len(paths) != 1 {
		return "", false
	}
	return paths[0], true
}

// sameName matches names that differ in letter case and separators at most.
func sameName(name string) func(string) bool {
	folded := foldSeparators(name)
	return func(other string) bool { return foldSeparators(other) == folded }
}

func foldSeparators(name string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r == '_' || r == ' ' {
			return -1
		}
		return unicode.ToLower(r)
	}, name)
}

// startsWith matches names that go on where name ends: "TASK004-search.md" for "TASK004.md".
func startsWith(name string) func(string) bool {
	stem := strings.ToLower(strings.TrimSuffix(name, path.Ext(name)))
	return func(other string) bool {
		rest, ok := strings.CutPrefix(strings.ToLower(other), stem)
		return ok && len(stem) > 2 && rest != "" && strings.ContainsRune("-_ .", rune(rest[0])) && path.Ext(other) == path.Ext(name)
	}
}

// isGeneric tells names that mean another file in every folder.
func isGeneric(name string) bool {
	switch foldSeparators(strings.TrimSuffix(name, path.Ext(name))) {
	case "readme", "index":
		return true
	}
	return false
}

// nearestPaths returns the paths whose names are nearest to name by edit distance.
func nearestPaths(name string, paths []string) []string {
	byName := map[string][]string{}
	var names []string
	for _, p := range paths {
		byName[path.Base(p)] = append(byName[path.Base(p)], p)
		names = append(names, path.Base(p))
	}
	var out []string
	for _, n := range allNearest(name, sameNumbers(name, names)) {
		out = append(out, byName[n]...)
	}
	return out
}
