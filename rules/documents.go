package rules

import (
	"bytes"
	"cmp"
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
	byName   func() namedPaths
	byFolder func() map[string][]string
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

// taskNames finds documents by the identifier of the task that they are about.
type taskNames struct {
	byTask namedPaths
	// all are the documents with an identifier.
	all []taskPath
}

// namedPaths are documents by a name, sorted: of tens of thousands a map takes several times as much.
type namedPaths []namedPath

type namedPath struct{ name, path string }

func (all namedPaths) sort() {
	slices.SortStableFunc(all, func(a, b namedPath) int { return strings.Compare(a.name, b.name) })
}

// named returns the documents with a name.
func (all namedPaths) named(name string) []string {
	start, _ := slices.BinarySearchFunc(all, name, func(n namedPath, name string) int { return strings.Compare(n.name, name) })
	var paths []string
	for i := start; i < len(all) && all[i].name == name; i++ {
		paths = append(paths, all[i].path)
	}
	return paths
}

// taskPath is a document whose name begins with the identifier of a task.
type taskPath struct{ path, id string }

// NewDocuments returns the list of a bank by its root and the workspace-relative paths, which must be sorted and stay as they are.
func NewDocuments(root string, paths []string) *Documents {
	return &Documents{
		root: root, ofProfile: map[*Profile]*knownFiles{}, meant: map[nameSearch][]string{},
		paths:     paths,
		byName:    sync.OnceValue(func() namedPaths { return pathsByName(paths) }),
		byFolder:  sync.OnceValue(func() map[string][]string { return pathsByFolder(paths) }),
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

func pathsByName(paths []string) namedPaths {
	byName := make(namedPaths, len(paths))
	for i, p := range paths {
		byName[i] = namedPath{foldSeparators(path.Base(p)), p}
	}
	byName.sort()
	return byName
}

func pathsByFolder(paths []string) map[string][]string {
	byFolder := map[string][]string{}
	for len(paths) > 0 {
		folder, n := path.Dir(paths[0]), 1
		for n < len(paths) && path.Dir(paths[n]) == folder {
			n++
		}
		byFolder[folder] = append(byFolder[folder], paths[:n]...)
		paths = paths[n:]
	}
	return byFolder
}

func taskNamesAmong(paths []string) taskNames {
	var n taskNames
	for _, p := range paths {
		if id := fileID(p); id != "" {
			n.byTask = append(n.byTask, namedPath{id, p})
			n.all = append(n.all, taskPath{p, id})
		}
	}
	n.byTask.sort()
	return n
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
		return d.byName().named(folded)
	}
	return filter(d.paths, func(p string) bool { return foldsTo(path.Base(p), folded) })
}

// in returns the documents of a folder.
func (d *Documents) in(folder string) []string {
	if d.asked.Add(1) > fewAsked {
		return d.byFolder()[folder]
	}
	return filter(d.paths, func(p string) bool { return (folder == "." || strings.HasPrefix(p, folder)) && path.Dir(p) == folder })
}

// ofTask returns the documents whose names begin with the identifier of a task.
func (d *Documents) ofTask(id string) []string { return d.tasks().byTask.named(id) }

// taskIndexes returns the indexes of tasks.
func (d *Documents) taskIndexes() []string { return d.indexes() }

// ofTasks returns the documents whose names begin with the identifier of a task.
func (d *Documents) ofTasks() []taskPath { return d.tasks().all }

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
