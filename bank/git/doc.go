// Package git reads what a git repository knows about some of its files: when the
// last commit changed each, how many commits came after it, and when the first
// commit was made. It runs no program and writes nothing.
//
// [Open] finds the repository of a folder: with loose objects and packs, alternates,
// linked work trees and shallow clones. What it does not understand, such as SHA-256
// repositories and reftables, damage, and what exceeds a limit are errors; no content of
// a repository makes it panic or take memory without bound.
//
// A [Repository] holds files open from the first look at a commit until Close and is for one goroutine.
package git
