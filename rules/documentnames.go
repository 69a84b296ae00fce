package rules

import (
	"path"
	"slices"
	"sort"
	"strings"
)

// namedDocument is a document, by its index among the paths, with a name. Of tens of thousands sorted lists take a fraction of what
// maps of paths do.
type namedDocument struct {
	name  string
	index int32
}

// documentRun are documents one after the other, up to the one at end.
type documentRun struct{ start, end int32 }

// taskNames finds documents by the identifier of the task that they are about.
type taskNames struct {
	// all are the documents with an identifier, byTask their places there in the order of the identifiers.
	all    []namedDocument
	byTask []int32
}

// inOneText returns the same with names that share memory: as texts of their own they leave it full of holes.
func inOneText(all []namedDocument) []namedDocument {
	var text strings.Builder
	for _, d := range all {
		text.WriteString(d.name)
	}
	rest, shared := text.String(), slices.Clone(all)
	for i, d := range all {
		shared[i].name, rest = rest[:len(d.name)], rest[len(d.name):]
	}
	return shared
}

// named returns the paths of the documents with a name, the i-th of n in the order of names being at(i).
func (d *Documents) named(name string, n int, at func(i int) namedDocument) []string {
	var paths []string
	for i := sort.Search(n, func(i int) bool { return at(i).name >= name }); i < n && at(i).name == name; i++ {
		paths = append(paths, d.paths[at(i).index])
	}
	return paths
}

func documentsByName(paths []string) []namedDocument {
	byName := make([]namedDocument, len(paths))
	for i, p := range paths {
		byName[i] = namedDocument{foldSeparators(path.Base(p)), int32(i)}
	}
	slices.SortStableFunc(byName, func(a, b namedDocument) int { return strings.Compare(a.name, b.name) })
	return inOneText(byName)
}

func runsByFolder(paths []string) map[string][]documentRun {
	byFolder := map[string][]documentRun{}
	for start := 0; start < len(paths); {
		folder, end := path.Dir(paths[start]), start+1
		for end < len(paths) && path.Dir(paths[end]) == folder {
			end++
		}
		byFolder[folder] = append(byFolder[folder], documentRun{int32(start), int32(end)})
		start = end
	}
	return byFolder
}

func taskNamesAmong(paths []string) taskNames {
	var all []namedDocument
	for i, p := range paths {
		if id := fileID(p); id != "" {
			all = append(all, namedDocument{id, int32(i)})
		}
	}
	n := taskNames{inOneText(all), make([]int32, len(all))}
	for i := range n.byTask {
		n.byTask[i] = int32(i)
	}
	slices.SortStableFunc(n.byTask, func(a, b int32) int { return strings.Compare(n.all[a].name, n.all[b].name) })
	return n
}
