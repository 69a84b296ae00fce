package rules

import (
	"path"
	"sort"
	"strings"

	"cortex/markdown"
)

// MaxIncludeDepth is how many levels of includes are resolved.
const MaxIncludeDepth = 5

// includeFound tells what stands where an include points.
type includeFound uint8

const (
	includeOutside includeFound = iota + 1
	includeMissing
	includeFolder
	includeFile
)

// resolveInclude returns the workspace-relative path that an include names: relative
// to the file, then from the bank's root. Only files below the bank's root are found;
// for a missing one it is the path relative to the file if that is inside, else the other.
func resolveInclude(ws Workspace, from, raw string) (string, includeFound) {
	if hasScheme(raw) {
		return raw, includeOutside
	}
	root := ws.Bank().Root
	form := strings.ReplaceAll(raw, `\`, "/")
	dirs := []string{path.Dir(from), root}
	if strings.HasPrefix(form, "/") {
		dirs = dirs[1:]
	}
	first := ""
	for _, dir := range dirs {
		p := path.Join(dir, form)
		if !within(root, p) && p != root {
			continue
		}
		switch ws.Stat(p) {
		case RegularFile:
			return p, includeFile
		case Directory:
			return p, includeFolder
		}
		if first == "" {
			first = p
		}
	}
	if first == "" {
		return raw, includeOutside
	}
	return first, includeMissing
}

// region is a part of a document that an include puts in its place.
type region struct {
	path string
	span markdown.Span
}

// includer follows includes. It asks for every document once.
type includer struct {
	ws        Workspace
	documents map[string]*markdown.Document
	// sections hold the first section of every name, by document.
	sections map[string]map[string]*markdown.Section
}

func newIncluder(ws Workspace) *includer {
	return &includer{ws, map[string]*markdown.Document{}, map[string]map[string]*markdown.Section{}}
}

func (r *includer) document(name string) *markdown.Document {
	doc, ok := r.documents[name]
	if !ok {
		doc = r.ws.Document(name)
		r.documents[name] = doc
	}
	return doc
}

// target returns what an include in the file named from puts in its place, and
// whether includes in there are followed. The option "lines" is left aside.
func (r *includer) target(from string, inc markdown.Include) (region, bool) {
	if inc.Path == "" || !IsRecursive(inc) {
		return region{}, false
	}
	name, found := resolveInclude(r.ws, from, inc.Path)
	if found != includeFile {
		return region{}, false
	}
	doc := r.document(name)
	if doc == nil {
		return region{}, false
	}
	return r.region(doc, inc.Section)
}

// region returns a section's body, or all of a document if the name is empty. False tells that there is no such section.
func (r *includer) region(doc *markdown.Document, section string) (region, bool) {
	if section == "" {
		return region{doc.Path, markdown.Span{End: len(doc.Text)}}, true
	}
	s := r.section(doc, section)
	if s == nil {
		return region{}, false
	}
	return region{doc.Path, s.Body}, true
}

// section returns the first section whose heading is name, compared without letter
// case and extra space, else the one whose slug it is; nil if there is none.
func (r *includer) section(doc *markdown.Document, name string) *markdown.Section {
	byName := r.sections[doc.Path]
	if byName == nil {
		byName = sectionsByName(doc)
		r.sections[doc.Path] = byName
	}
	return namedSection(byName, name)
}

// sectionsByName returns the first section of every folded title, and of every slug with "#" before it.
func sectionsByName(doc *markdown.Document) map[string]*markdown.Section {
	byName := map[string]*markdown.Section{}
	for s := range doc.All() {
		for _, key := range []string{foldTitle(s.Title), "#" + strings.ToLower(s.Slug)} {
			if byName[key] == nil {
				byName[key] = s
			}
		}
	}
	return byName
}

func namedSection(byName map[string]*markdown.Section, name string) *markdown.Section {
	if s := byName[foldTitle(name)]; s != nil {
		return s
	}
	return byName["#"+strings.ToLower(name)]
}

func foldTitle(title string) string {
	return strings.ToLower(strings.Join(strings.Fields(title), " "))
}

// includes returns the includes that stand in a region.
func (r *includer) includes(g region) []markdown.Include {
	all := r.document(g.path).Includes
	lo := sort.Search(len(all), func(i int) bool { return all[i].Span.Start >= g.span.Start })
	hi := sort.Search(len(all), func(i int) bool { return all[i].Span.Start >= g.span.End })
	return all[lo:hi]
}

// IsRecursive tells whether the includes in what is included are resolved too.
func IsRecursive(inc markdown.Include) bool {
	for _, o := range inc.Options {
		if strings.EqualFold(o.Key, "recursive") && strings.EqualFold(o.Value, "false") {
			return false
		}
	}
	return true
}
