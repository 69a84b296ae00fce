package bank

import (
	"time"

	"cortex/markdown"
	"cortex/rules"
)

// Overview is what a bank is at a glance.
type Overview struct {
	*Bank
	Files []FileOverview
	// Tokens is what all files together cost a model to read, Session what those that it reads in every session do, and Budget what the
	// rule token-budget allows for the latter.
	Tokens, Session rules.Tokens
	Budget          int
	// Missing are the names of files that the profile requires and that are not there.
	Missing []string
}

// FileOverview is a file of a bank at a glance.
type FileOverview struct {
	Path string
	// Role is a word for what the file is for: see rules.RoleOf.
	Role   string
	Tokens rules.Tokens
	// Budget is what the rule token-budget allows for the file, 0 for one that it leaves alone. Session tells that the file counts
	// for the budget of the bank.
	Budget  int
	Session bool
	// Changed is when the text was last changed, as version control or else the disk knows; zero for what an editor holds.
	Changed time.Time
	// Unsaved tells that an editor holds another text than the disk.
	Unsaved bool
}

// countedExactly bounds in bytes the banks whose tokens are counted for an overview: those of larger ones are estimated,
// since a first count takes 0.1 ms for each KB.
const countedExactly = 2 << 20

// Overview describes a bank of the snapshot.
func (s *Snapshot) Overview(b *Bank) Overview {
	budget := rules.BudgetOf(b.rules(), s.disk.settings)
	o := Overview{
		Bank: b, Tokens: rules.Tokens{Exact: true}, Session: rules.Tokens{Exact: true},
		Budget:  budget.Bank,
		Missing: b.documents.Missing(b.Profile),
	}
	size := 0
	for _, p := range b.Paths {
		size += s.File(p).Size()
	}
	for _, p := range b.Paths {
		f := s.File(p)
		rel := b.relative(p)
		file := FileOverview{Path: p, Role: rules.RoleOf(b.Profile, rel), Session: rules.ReadInEverySession(rel), Changed: s.changed(f), Unsaved: s.Unsaved(p)}
		if !rules.IsHistory(rel) {
			file.Budget = budget.File
		}
		if size <= countedExactly {
			file.Tokens = s.Tokens(p, markdown.Span{End: f.Size()})
		} else if digest := f.content.digested(s.engine); digest != nil {
			file.Tokens = digest.Tokens()
		}
		o.Tokens = o.Tokens.Plus(file.Tokens)
		if file.Session {
			o.Session = o.Session.Plus(file.Tokens)
		}
		o.Files = append(o.Files, file)
	}
	return o
}

// Unsaved tells whether an editor holds another text of a file than the disk.
func (s *Snapshot) Unsaved(path string) bool {
	f := s.overlay[path]
	if f == nil {
		return false
	}
	saved := s.Saved(path)
	return saved == nil || !saved.content.same(f.content)
}

// Saved returns a file of a bank as the disk has it, whatever an editor holds; nil if there is none.
func (s *Snapshot) Saved(path string) *File { return s.disk.files[path] }

// changed returns when the text of a file was last changed. The disk alone would tell when it was checked out.
func (s *Snapshot) changed(f *File) time.Time {
	if known := s.commits.rules(); known != nil {
		if h := known.Files[f.Path]; h != nil && !h.Last.IsZero() && h.Committed.Is(f.Text()) {
			return h.Last
		}
	}
	modified := f.content.learn().lastImprint().modified
	if s.overlay[f.Path] != nil || modified == 0 {
		return time.Time{}
	}
	return time.Unix(0, modified)
}
