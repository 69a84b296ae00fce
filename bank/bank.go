package bank

import (
	"slices"
	"strings"
	"sync"

	"cortex/rules"
)

// Bank is a memory bank that was found or declared.
type Bank struct {
	// Root is the bank's folder.
	Root string
	// Profile is nil if no convention was recognised.
	Profile *rules.Profile
	// Declared tells that the configuration names the profile.
	Declared bool
	// Paths are the bank's files, sorted.
	Paths []string

	// documents are the paths as rules see them.
	documents *rules.Documents
	// names are the names of the paths as completion looks at them.
	names func() []fileName
	// pathsHash identifies the list of paths.
	pathsHash func() textHash
}

// list settles which files the bank has.
func (b *Bank) list(paths []string) {
	slices.Sort(paths)
	b.Paths, b.documents = paths, rules.NewDocuments(b.Root, paths)
	b.names = sync.OnceValue(func() []fileName { return fileNames(paths) })
	b.pathsHash = sync.OnceValue(func() textHash { return hashPaths(paths) })
}

// owns tells whether a file at p belongs to the bank, unless a bank further inside claims it.
func (b *Bank) owns(p string) bool {
	if !Below(p, b.Root) {
		return false
	}
	return b.Profile.Owns(b.relative(p))
}

// relative returns the path of a file of the bank from the bank's root.
func (b *Bank) relative(p string) string { return strings.TrimPrefix(p, b.Root+"/") }

// has tells whether p is among the bank's files.
func (b *Bank) has(p string) bool {
	_, found := slices.BinarySearch(b.Paths, p)
	return found
}

// rules describes the bank to the rules.
func (b *Bank) rules() rules.Bank {
	return rules.Bank{Root: b.Root, Profile: b.Profile, Declared: b.Declared}
}
