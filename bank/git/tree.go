package git

import (
	"bytes"
	"sort"
	"strings"
)

// entry is what a tree has under a name; the zero value is nothing.
type entry struct {
	id ID
	// form is the first digits of the mode, which tell folders, files, links and submodules apart.
	form string
}

const (
	folderForm = "40"
	fileForm   = "100"
)

func (e entry) folder() bool { return e.form == folderForm }

// group are the paths that go on with the same name.
type group struct {
	name  string
	paths []string
	// folder tells that the name is that of a folder.
	folder bool
}

// groupsOf divides sorted paths, which agree in their first depth bytes, by the next name.
func groupsOf(paths []string, depth int) []group {
	var groups []group
	for len(paths) > 0 {
		name, _, folder := strings.Cut(paths[0][depth:], "/")
		end := 1
		if folder {
			prefix := paths[0][:depth+len(name)+1]
			end = sort.Search(len(paths), func(i int) bool { return !strings.HasPrefix(paths[i], prefix) })
		}
		groups = append(groups, group{name, paths[:end], folder})
		paths = paths[end:]
	}
	return groups
}

// entries returns what the tree has under the names of the groups.
func (r *Repository) entries(tree ID, groups []group) ([]entry, error) {
	text, err := r.object(tree, treeKind)
	if err != nil {
		return nil, err
	}
	wanted := make(map[string]int, len(groups))
	for i, g := range groups {
		wanted[g.name] = i
	}
	found := make([]entry, len(groups))
	for len(text) > 0 {
		head, rest, ok := bytes.Cut(text, []byte{0})
		mode, name, spaced := bytes.Cut(head, []byte(" "))
		if !ok || !spaced || len(rest) < len(ID{}) {
			return nil, errDamaged
		}
		if i, ok := wanted[string(name)]; ok {
			found[i] = entry{ID(rest[:len(ID{})]), formOf(mode)}
		}
		text = rest[len(ID{}):]
	}
	return found, nil
}

// formOf drops the permissions from a mode.
func formOf(mode []byte) string {
	mode = bytes.TrimPrefix(mode, []byte("0"))
	switch {
	case bytes.HasPrefix(mode, []byte(folderForm)):
		return folderForm
	case bytes.HasPrefix(mode, []byte(fileForm)):
		return fileForm
	}
	return string(mode)
}

// walkFiles calls visit with what a tree has at each of the sorted paths.
func (r *Repository) walkFiles(tree ID, paths []string, depth int, visit func(path string, e entry)) error {
	groups := groupsOf(paths, depth)
	found, err := r.entries(tree, groups)
	if err != nil {
		return err
	}
	for i, g := range groups {
		switch {
		case !g.folder:
			visit(g.paths[0], found[i])
		case found[i].folder():
			if err := r.walkFiles(found[i].id, g.paths, depth+len(g.name)+1, visit); err != nil {
				return err
			}
		}
	}
	return nil
}

// split divides the sorted paths of tree a by whether tree b has the same at them. Folders that
// are the same are not looked into. Permissions do not count.
func (r *Repository) split(a, b ID, paths []string, depth int) (same, other []string, err error) {
	if a == b {
		return paths, nil, nil
	}
	groups := groupsOf(paths, depth)
	inA, err := r.entries(a, groups)
	if err != nil {
		return nil, nil, err
	}
	inB, err := r.entries(b, groups)
	if err != nil {
		return nil, nil, err
	}
	for i, g := range groups {
		switch {
		case inA[i] == inB[i]:
			same = append(same, g.paths...)
		case g.folder && inA[i].folder() && inB[i].folder():
			deepSame, deepOther, err := r.split(inA[i].id, inB[i].id, g.paths, depth+len(g.name)+1)
			if err != nil {
				return nil, nil, err
			}
			same, other = append(same, deepSame...), append(other, deepOther...)
		default:
			other = append(other, g.paths...)
		}
	}
	return same, other, nil
}
