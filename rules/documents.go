package rules

import (
	"bytes"
	"cmp"
	"iter"
	"path"
	"slices"
	"strings"
	"sync"
	"sync/atomic"
)

// Documents is a list of a bank's documents. It is immutable and safe for
// concurrent use, and meant to be shared: what is derived from it is derived once.
type Documents struct {
	paths []string
	// byName finds documents by their folded names, byFolder by their folder; asked is how often these were to be found.
	byName   func() []namedDocument
	byFolder func() map[string][]documentRun
	asked    atomic.Int32
	tasks    func() taskNames
	// indexes are the indexes of tasks.
	indexes func() []string
	// occasions tells of each path when it is read.
	occasions func() []occasion

	root string
	mu   sync.Mutex
	// ofProfile holds what filesOf returned, meant what searched did.
	ofProfile map[*Profile]*knownFiles
	meant     map[nameSearch][]string
}

// nameSearch is the search for a name in a folder that a document leads to.
type nameSearch struct{ from, folder, name string }

// mostSearches bounds what a list remembers: each letter that somebody types in a broken link is another search.
const mostSearches = 5000

// fewAsked is how often documents are sooner looked for among all than these are sorted.
const fewAsked = 8

// NewDocuments returns the list of a bank by its root and the workspace-relative paths, which must be sorted and stay as they are.
func NewDocuments(root string, paths []string) *Documents {
	return &Documents{
		root: root, ofProfile: map[*Profile]*knownFiles{}, meant: map[nameSearch][]string{},
		paths:     paths,
		byName:    sync.OnceValue(func() []namedDocument { return documentsByName(paths) }),
		byFolder:  sync.OnceValue(func() map[string][]documentRun { return runsByFolder(paths) }),
		tasks:     sync.OnceValue(func() taskNames { return taskNamesAmong(paths) }),
		indexes:   sync.OnceValue(func() []string { return taskIndexesAmong(paths) }),
		occasions: sync.OnceValue(func() []occasion { return newOccasions(root, paths) }),
	}
}

func newOccasions(root string, paths []string) []occasion {
	all := make([]occasion, 0, len(paths))
	var in reading
	known := "?" // is no folder
	for _, p := range paths {
		folder, base := path.Split(strings.ToLower(relativeTo(root, p)))
		if folder != known { // most are where the one before is
			in, known = readingOf(folder), folder
		}
		all = append(all, in.occasion(base))
	}
	return all
}

func taskIndexesAmong(paths []string) []string {
	var indexes []string
	for _, p := range paths {
		if isTaskIndex(p) {
			indexes = append(indexes, p)
		}
	}
	return indexes
}

// Paths returns the sorted paths.
func (d *Documents) Paths() []string { return d.paths }

// occasion tells when the document at an index of Paths is read.
func (d *Documents) occasion(i int) occasion { return d.occasions()[i] }

// Namesakes returns the documents whose names equal name but for letter case and separators.
func (d *Documents) Namesakes(name string) []string {
	folded := foldSeparators(name)
	if d.asked.Add(1) > fewAsked {
		byName := d.byName()
		return d.named(folded, len(byName), func(i int) namedDocument { return byName[i] })
	}
	return filter(d.paths, func(p string) bool { return foldsTo(path.Base(p), folded) })
}

// in returns the documents of a folder.
func (d *Documents) in(folder string) []string {
	if d.asked.Add(1) > fewAsked {
		var paths []string
		for _, run := range d.byFolder()[folder] {
			paths = append(paths, d.paths[run.start:run.end]...)
		}
		return paths
	}
	return filter(d.paths, func(p string) bool { return (folder == "." || strings.HasPrefix(p, folder)) && path.Dir(p) == folder })
}

// ofTask returns the documents whose names begin with the identifier of a task.
func (d *Documents) ofTask(id string) []string {
	n := d.tasks()
	return d.named(id, len(n.byTask), func(i int) namedDocument { return n.all[n.byTask[i]] })
}

// taskIndexes returns the indexes of tasks.
func (d *Documents) taskIndexes() []string { return d.indexes() }

// ofTasks yields the documents whose names begin with the identifier of a task, with the identifiers.
func (d *Documents) ofTasks() iter.Seq2[string, string] {
	return func(yield func(path, id string) bool) {
		for _, t := range d.tasks().all {
			if !yield(d.paths[t.index], t.name) {
				return
			}
		}
	}
}

// knownFiles are the documents of a list that a profile knows.
type knownFiles struct {
	// existing are the paths of the profile's files in its order, "" for those that the bank has not. A file at the
	// right place wins over one in another folder.
	existing []string
	// core are the files at the bank's root that the profile describes by name, sorted, canonical the names that it has for them.
	core, canonical []string
	// odd is the one of them that is spelt in another way than all others, "" if there is none, and style the way of those.
	odd   string
	style spelling
}

// searched returns what a search finds, which goes through all names of a folder: once for a list, not at each keystroke.
func (d *Documents) searched(what nameSearch, search func() []string) []string {
	d.mu.Lock()
	found, known := d.meant[what]
	d.mu.Unlock()
	if known {
		return found
	}
	found = search()
	d.mu.Lock()
	defer d.mu.Unlock()
	if len(d.meant) >= mostSearches {
		clear(d.meant)
	}
	d.meant[what] = found
	return found
}

// Prepare works out what rules ask of the list in a bank of a profile, nil for none.
func (d *Documents) Prepare(profile *Profile) {
	d.occasions()
	if profile != nil {
		d.filesOf(profile)
	}
}

// filesOf returns the documents that a profile knows: the patterns are compared with a list once.
func (d *Documents) filesOf(profile *Profile) *knownFiles {
	d.mu.Lock()
	defer d.mu.Unlock()
	known := d.ofProfile[profile]
	if known == nil {
		known = &knownFiles{existing: d.existing(profile)}
		known.core, known.canonical = d.core(profile)
		known.odd, known.style = oddlySpelt(known.core, known.canonical)
		d.ofProfile[profile] = known
	}
	return known
}

func (d *Documents) existing(profile *Profile) []string {
	files := profile.Files
	existing, elsewhere := make([]string, len(files)), make([]string, len(files))
	exact, patterns := map[string][]int{}, []int(nil)
	for i := range files {
		if name := files[i].folded; strings.ContainsAny(name, `*?[\`) {
			patterns = append(patterns, i)
		} else {
			exact[name] = append(exact[name], i)
		}
	}
	var folded []byte
	for _, name := range d.paths {
		folded = appendFoldedName(folded[:0], relativeTo(d.root, name))
		start := bytes.LastIndexByte(folded, '/') + 1
		for _, i := range exact[string(folded)] {
			existing[i] = cmp.Or(existing[i], name)
		}
		if start > 0 {
			for _, i := range exact[string(folded[start:])] {
				elsewhere[i] = cmp.Or(elsewhere[i], name)
			}
		}
		patterns = slices.DeleteFunc(patterns, func(i int) bool { return existing[i] != "" })
		for _, i := range patterns {
			if rel := string(folded); matchFolded(files[i].folded, rel) {
				existing[i] = name
			} else if elsewhere[i] == "" && matchFolded(files[i].folded, rel[start:]) {
				elsewhere[i] = name
			}
		}
	}
	for i := range existing {
		existing[i] = cmp.Or(existing[i], elsewhere[i])
	}
	return existing
}

func (d *Documents) core(profile *Profile) (core, canonical []string) {
	for _, name := range d.paths {
		if strings.Contains(relativeTo(d.root, name), "/") {
			continue
		}
		if f := profile.file(path.Base(name)); f != nil && !isNamePattern(f.Name) {
			core, canonical = append(core, name), append(canonical, f.Name)
		}
	}
	return core, canonical
}
