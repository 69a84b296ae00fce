package rules

import (
	"slices"
	"strings"
	"sync"
	"unicode/utf8"
)

// DetectProfile recognises a memory bank by one directory listing. Folder is the
// directory's path with slashes, as much of it as is known; names are what it
// holds, folders with a trailing slash, and the files of its folder tasks
// ("tasks/_index.md"). Letter case, "-" and "_" do not count.
//
// The result is false for what is no bank. A bank that follows no known
// convention closely enough has no profile.
func DetectProfile(folder string, names []string) (*Profile, bool) {
	d := listing{folder: "/" + foldName(folder), names: map[string]bool{}}
	known := signs()
	for _, n := range names {
		if folded := known.name(n); folded != "" {
			d.names[folded] = true
		}
	}
	for _, s := range known.all {
		if slices.ContainsFunc(s.any, d.fits) {
			return LookupProfile(s.profile), true
		}
	}
	return nil, false
}

// sign tells what banks of a profile are recognised by, with names folded.
type sign struct {
	profile string
	any     []Signature
}

// signTable are the signs of the built-in profiles, in the order of detection, and the names that they look for.
type signTable struct {
	all   []sign
	names map[string]string
}

var signs = sync.OnceValue(func() signTable {
	t := signTable{names: map[string]string{}}
	for _, b := range builtinProfiles {
		any := b.detect.folded()
		t.all = append(t.all, sign{b.name, any})
		for _, s := range any {
			t.add(s.All)
			t.add(s.None)
			for _, q := range s.Some {
				t.add(q.Of)
			}
		}
	}
	return t
})

func (t signTable) add(names []string) {
	for _, n := range names {
		t.names[n] = n
	}
}

// name folds a name that a sign looks for, "" for another: nearly all names of a large workspace are, and are not copied.
func (t signTable) name(n string) string {
	var buffer [64]byte
	folded := buffer[:0]
	for i := range len(n) {
		c := n[i]
		switch {
		case c >= utf8.RuneSelf || len(folded) == len(buffer):
			return t.names[foldName(n)]
		case c == '-' || c == '_':
			continue
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		}
		folded = append(folded, c)
	}
	return t.names[string(folded)]
}

// listing is a directory with everything folded, as signatures are, and no names but those that signs look for.
type listing struct {
	folder string
	names  map[string]bool
}

func (d listing) fits(s Signature) bool {
	return (len(s.Folders) == 0 || slices.ContainsFunc(s.Folders, d.isFolder)) &&
		d.count(s.All) == len(s.All) && d.count(s.None) == 0 &&
		!slices.ContainsFunc(s.Some, func(q Quorum) bool { return d.count(q.Of) < q.AtLeast })
}

func (d listing) isFolder(name string) bool { return strings.HasSuffix(d.folder, "/"+name) }

// count returns how many of the names exist.
func (d listing) count(names []string) int {
	n := 0
	for _, name := range names {
		if d.names[name] {
			n++
		}
	}
	return n
}
