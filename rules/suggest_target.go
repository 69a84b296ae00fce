package rules

import (
	"path"
	"strings"
	"unicode"
	"unicode/utf8"
)

const (
	// maxSuggestScans bounds how often one run goes through all names for one that is near.
	maxSuggestScans = 100
	// maxSuggestGuesses bounds how often one run asks for a file in folders that nobody named.
	maxSuggestGuesses = 50
	// minSimilar is how many bytes a name needs without its extension for likeness to mean anything.
	minSimilar = 5
)

// suggestion is a file that a link to nothing probably means.
type suggestion struct {
	path string
	// sure tells that there is no doubt: a fix may be applied in bulk.
	sure bool
	// spelling tells that only letter case and separators of the name differ, in the folder that the link names.
	spelling bool
}

// targetSuggester finds what the broken links of one document may mean. It asks
// for the list of documents, on which every new file depends: only where a link is broken.
type targetSuggester struct {
	ws   Workspace
	from string
	// scans and guesses count towards their bounds.
	scans, guesses int
	// list is nil before it is asked for.
	list *Documents
}

func newTargetSuggester(ws Workspace, from string) *targetSuggester {
	return &targetSuggester{ws: ws, from: from}
}

func (s *targetSuggester) documents() *Documents {
	if s.list == nil {
		s.list = s.ws.Documents()
	}
	return s.list
}

// others returns the paths without that of the linking file, which nobody means.
func (s *targetSuggester) others(paths []string) []string {
	return filter(paths, func(p string) bool { return p != s.from })
}

// suggest looks for the one file that a target may mean which exists nowhere.
// Meant is where the target would be, workspace-relative.
func (s *targetSuggester) suggest(t target, meant string) (suggestion, bool) {
	name := path.Base(meant)
	namesakes := s.others(s.documents().Namesakes(name))
	inFolder := func(p string) bool { return path.Dir(p) == path.Dir(meant) }
	if p, ok := only(filter(namesakes, inFolder)); ok {
		return suggestion{p, true, true}, true
	}
	if p, ok := only(s.atOtherDepth(t)); ok {
		return suggestion{path: p, sure: strings.Contains(path.Clean(withoutUps(t.path)), "/")}, true
	}
	ours := within(s.ws.Bank().Root, meant)
	if p, ok := only(namesakes); ok && isMarkdown(name) && !isGeneric(name) {
		return suggestion{path: p, sure: ours}, true
	}
	if !ours {
		if p, ok := only(s.putAwayNear(meant)); ok {
			return suggestion{path: p}, true
		}
	}
	if !isMarkdown(name) {
		return suggestion{}, false
	}
	p, ok := only(s.nearby(path.Dir(meant), name))
	return suggestion{path: p}, ok
}

// atOtherDepth looks for the target from every folder above the linking file: the
// number of "../" is what people and agents get wrong most.
func (s *targetSuggester) atOtherDepth(t target) []string {
	rest := withoutUps(t.path)
	if rest == "" {
		return nil
	}
	var all []string
	for dir := path.Dir(s.from); ; dir = path.Dir(dir) {
		if p := path.Join(dir, rest); p != s.from && within(".", p) && s.ws.Stat(p) != NoFile {
			all = append(all, p)
		}
		if dir == "." {
			return all
		}
	}
}

// putAwayFolders are where documents go that are done with, next to their folder or in it.
var putAwayFolders = []string{"archive", "archived", "completed", "deprecated", "done", "legacy", "old"}

// putAwayNear looks for a file in the folders for what is done with. It asks for a folder first: there are few of them, of which nearly
// none is there, while each broken link names another file.
func (s *targetSuggester) putAwayNear(meant string) []string {
	dir, name := path.Split(meant)
	if s.guesses++; s.guesses > maxSuggestGuesses || !within(".", meant) {
		return nil
	}
	var all []string
	for _, folder := range putAwayFolders {
		for _, base := range []string{dir, path.Dir(path.Clean(dir))} {
			in := path.Join(base, folder)
			if s.ws.Stat(in) == NoFile {
				continue
			}
			if p := path.Join(in, name); s.ws.Stat(p) == RegularFile {
				all = append(all, p)
			}
		}
	}
	return all
}

// withoutUps returns a path without the slashes, "./" and "../" at its start.
func withoutUps(form string) string {
	for {
		rest := strings.TrimLeft(form, "/")
		rest = strings.TrimPrefix(strings.TrimPrefix(rest, "./"), "../")
		if rest == form {
			return rest
		}
		form = rest
	}
}

// nearby returns the documents of a folder whose names go on where name ends, else
// those within a few letters of it.
func (s *targetSuggester) nearby(dir, name string) []string {
	if s.scans++; s.scans > maxSuggestScans {
		return nil
	}
	// The name may be a part of a text, which need not be kept.
	what := nameSearch{s.from, strings.Clone(dir), strings.Clone(name)}
	return s.documents().searched(what, func() []string { return s.searchNear(dir, name) })
}

func (s *targetSuggester) searchNear(dir, name string) []string {
	siblings := s.others(s.documents().in(dir))
	if longer := filter(siblings, func(p string) bool { return goesOn(path.Base(p), name) }); len(longer) > 0 {
		return longer
	}
	// The extension is no evidence that two names are one.
	stem, ext := withoutExt(name), path.Ext(name)
	if len(stem) < minSimilar {
		return nil
	}
	var stems []string
	for _, p := range siblings {
		if s := withoutExt(path.Base(p)); len(s) >= minSimilar && path.Ext(p) == ext {
			stems = append(stems, s)
		}
	}
	near := allNearest(stem, sameNumbers(stem, stems))
	for i, s := range near {
		near[i] = path.Join(dir, s+ext)
	}
	return near
}

func withoutExt(name string) string { return strings.TrimSuffix(name, path.Ext(name)) }

// goesOn tells whether a longer name begins with name, up to the border of a word:
// "TASK004-search.md" for "TASK004.md".
func goesOn(longer, name string) bool {
	stem := strings.TrimSuffix(name, path.Ext(name))
	rest, ok := strings.CutPrefix(strings.ToLower(longer), strings.ToLower(stem))
	return ok && len(stem) > 2 && rest != "" && strings.IndexByte("-_ .", rest[0]) >= 0 && path.Ext(longer) == path.Ext(name)
}

func filter(paths []string, keep func(string) bool) []string {
	var out []string
	for _, p := range paths {
		if keep(p) {
			out = append(out, p)
		}
	}
	return out
}

// only returns the element of a slice that has one.
func only(all []string) (string, bool) {
	if len(all) != 1 {
		return "", false
	}
	return all[0], true
}

// foldSeparators makes names equal that differ in letter case and separators only.
func foldSeparators(name string) string {
	return strings.Map(func(r rune) rune {
		if isSeparator(r) {
			return -1
		}
		return unicode.ToLower(r)
	}, name)
}

func isSeparator(r rune) bool { return r == '-' || r == '_' || r == ' ' }

// foldsTo tells whether foldSeparators returns folded for a name.
func foldsTo(name, folded string) bool {
	for _, r := range name {
		if isSeparator(r) {
			continue
		}
		next, size := utf8.DecodeRuneInString(folded)
		if size == 0 || next != unicode.ToLower(r) {
			return false
		}
		folded = folded[size:]
	}
	return folded == ""
}

// isGeneric tells names that mean another file in every folder.
func isGeneric(name string) bool {
	switch foldSeparators(strings.TrimSuffix(name, path.Ext(name))) {
	case "readme", "index":
		return true
	}
	return false
}
