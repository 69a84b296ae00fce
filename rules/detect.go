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
	of := namesOfSigns()
	for _, n := range names {
		if name := foldedAmong(of, n); name != "" {
			d.names[name] = true
		}
	}
	for _, s := range signs() {
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

// signs are those of the built-in profiles, in the order of detection.
var signs = sync.OnceValue(func() []sign {
	var all []sign
	for _, b := range builtinProfiles {
		all = append(all, sign{b.name, b.detect.folded()})
	}
	return all
})

// namesOfSigns are all names that signs look for, each under itself.
var namesOfSigns = sync.OnceValue(func() map[string]string {
	names := map[string]string{}
	for _, s := range signs() {
		for _, one := range s.any {
			for _, n := range one.names() {
				names[n] = n
			}
		}
	}
	return names
})

// foldedAmong folds a name that is among some, "" for another: nearly all names of a large workspace are, and are not copied.
func foldedAmong(names map[string]string, n string) string {
	var buffer [64]byte
	folded := buffer[:0]
	for i := range len(n) {
		c := n[i]
		switch {
		case c >= utf8.RuneSelf || len(folded) == len(buffer):
			return names[foldName(n)]
		case c == '-' || c == '_':
			continue
		case 'A' <= c && c <= 'Z':
			c += 'a' - 'A'
		}
		folded = append(folded, c)
	}
	return names[string(folded)]
}

// names are those that the signature looks for.
func (s Signature) names() []string {
	all := slices.Concat(s.All, s.None)
	for _, q := range s.Some {
		all = append(all, q.Of...)
	}
	return all
}

// listing is what signatures look at of a directory, with everything folded, as they are.
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
