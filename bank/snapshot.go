package bank

import (
	"context"

	"cortex/markdown"
	"cortex/rules"
)

// Snapshot is the state of a folder at one moment. It is immutable and safe for
// concurrent use.
type Snapshot struct {
	root string
}

// Root returns the folder's absolute path.
func (s *Snapshot) Root() string { return s.root }

// Version counts the snapshots of a folder from 0, the empty one before the first Scanned change.
func (s *Snapshot) Version() uint64 { return 0 }

// Scanned tells whether the folder has been read: before, nothing can be judged.
func (s *Snapshot) Scanned() bool { return false }

// Config returns the configuration in force; never nil.
func (s *Snapshot) Config() *Config { return nil }

// Banks returns the banks, sorted by root.
func (s *Snapshot) Banks() []*Bank { return nil }

// BankOf returns the innermost bank that the path belongs to, nil if it is in none.
func (s *Snapshot) BankOf(path string) *Bank { return nil }

// File returns a file of a bank, or one that an editor has open; nil for others.
func (s *Snapshot) File(path string) *File { return nil }

// Document returns the parsed file, nil where File is nil or has an error. The
// first call for a text parses it in the caller's goroutine.
func (s *Snapshot) Document(path string) *markdown.Document { return nil }

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
}

// File is one Markdown file of a snapshot: the editor's text if it has the file open, else the disk's.
type File struct {
	Path string
	Text string
	// Open tells that an editor has the file open; Version is then the editor's.
	Open    bool
	Version int32
	// Err tells why the file could not be read; Text is then empty.
	Err error
}

// Lines returns the line index of the file's text, made at the first call.
func (f *File) Lines() *markdown.LineIndex { return nil }

// Results are the diagnostics of one check.
type Results struct {
	// ByPath holds the diagnostics of each file that has any, in order of position.
	// A slice that did not change since an earlier check of the same folder is the
	// same slice.
	ByPath map[string][]rules.Diagnostic
	// Files counts the files judged; Checked those of them whose result was not reused.
	Files, Checked int
}

// All returns every diagnostic, sorted by path and position.
func (r *Results) All() []rules.Diagnostic { return nil }

// Check judges every bank, concurrently. Results of documents whose text,
// settings and looked-up neighbours are unchanged since an earlier check of the
// same folder are reused. The error is ctx's.
func (s *Snapshot) Check(ctx context.Context, progress Progress) (*Results, error) {
	return &Results{}, nil
}

// FixOptions selects what Fix applies.
type FixOptions struct {
	// Paths limits fixes to these files; nil means all.
	Paths []string
	// Rules limits fixes to these rules; nil means all.
	Rules []string
	// Unsafe also applies the first fix of diagnostics that have no safe one.
	Unsafe bool
}

// FixResult is what Fix would change.
type FixResult struct {
	// Changes are sorted by path; at most one per file.
	Changes []FileChange
	// Fixed counts applied fixes by rule.
	Fixed map[string]int
	// Left are the diagnostics of the folder after the changes.
	Left *Results
	// Converged is false if the bound on passes was reached while fixes were still found.
	Converged bool
}

// FileChange is one file before and after. Old is nil for a file that is
// created, New nil for one that is gone; a rename is one of each.
type FileChange struct {
	Path     string
	Old, New *string
}

// Fix computes what applying fixes in bulk would change, without changing
// anything: it works on snapshots of its own until nothing more is found.
// Fixes that conflict wait for the next pass.
func (s *Snapshot) Fix(ctx context.Context, opts FixOptions) (*FixResult, error) {
	return &FixResult{}, nil
}
