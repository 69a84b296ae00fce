package bank

import (
	"context"
	"errors"
	"slices"
	"strings"

	"cortex/rules"
)

// EditKind is what an EditOperation does.
type EditKind string

const (
	// ReplaceSection puts a text in the place of all that is below a heading. The heading stays.
	ReplaceSection EditKind = "replace_section"
	// AppendToSection puts a text at the end of a section: before its first subsection, unless the text is one itself.
	AppendToSection EditKind = "append_to_section"
	// PrependToSection puts a text after a heading; one that is a subsection itself goes before the first of them.
	PrependToSection EditKind = "prepend_to_section"
	// InsertAfterSection puts a section after another one and all that is below it.
	InsertAfterSection EditKind = "insert_after_section"
	// DeleteSection removes a heading with all that is below it.
	DeleteSection EditKind = "delete_section"
	// ReplaceText replaces a text that occurs exactly once, or all of them, in a section or the whole file.
	ReplaceText EditKind = "replace_text"
	// CreateFile makes a file that does not exist.
	CreateFile EditKind = "create_file"
	// RestoreVersion gives the file the text of a Version.
	RestoreVersion EditKind = "restore"
)

// EditKinds returns all kinds.
func EditKinds() []EditKind {
	return []EditKind{
		ReplaceSection, AppendToSection, PrependToSection, InsertAfterSection, DeleteSection, ReplaceText, CreateFile, RestoreVersion,
	}
}

// WholeDocument is the name of a section that stands for the whole file: its text after the front matter.
const WholeDocument = "*"

// EditOperation changes one text.
type EditOperation struct {
	Kind EditKind
	// Section names a section, as FindSection takes it, or is WholeDocument. For ReplaceText empty means the same.
	Section string
	// Text is what is put in, in lines that end in any way: they get the file's.
	Text string
	// Old is the text to replace, exactly; All replaces each.
	Old string
	All bool
	// Version is the number of what to restore, 0 for the newest.
	Version int
}

// EditRequest asks for operations on one file.
type EditRequest struct {
	Path string
	// Hash identifies the text that the caller has read; empty for a file that does not exist.
	Hash string
	// Operations are made in order, each on what the one before left.
	Operations []EditOperation
	// Reject refuses edits that cause an error or a warning.
	Reject bool
}

// Draft is what a request would do. Write does it.
type Draft struct {
	*Effect
	// Changes has one change, or none where the text stays as it is.
	Changes []FileChange

	// By is what the history calls it.
	By string

	snapshot *Snapshot
}

// Edit computes what a request does to a file, without writing anything. The error is a *Refusal for what cannot be done;
// where that is for the diagnostics that the edits would cause, the result tells them.
func (s *Snapshot) Edit(ctx context.Context, req EditRequest) (*Draft, error) {
	old, err := s.editable(req)
	if err != nil {
		return nil, err
	}
	e := &editor{snapshot: s, path: req.Path, text: old}
	for i, op := range req.Operations {
		if err := e.apply(op); err != nil {
			return nil, inOperation(err, i, len(req.Operations), op)
		}
	}
	done := &Draft{snapshot: s, By: "edit"}
	if old == nil || *old != *e.text {
		done.Changes = []FileChange{{Path: req.Path, Old: old, New: e.text}}
	}
	if len(req.Operations) == 1 && req.Operations[0].Kind == RestoreVersion {
		done.By = "restore"
	}
	if done.Effect, err = s.Effect(ctx, done.Changes); err != nil {
		return nil, err
	}
	grave := slices.IndexFunc(done.New, func(d rules.Diagnostic) bool { return d.Severity >= rules.Warning })
	if req.Reject && grave >= 0 {
		return done, refuse(WouldBreak, "the edits would cause %d diagnostics, such as %s: %s", len(done.New), done.New[grave].Rule, done.New[grave].Message)
	}
	return done, nil
}

// Write puts the edits on disk. It never follows symbolic links out of the bank.
func (d *Draft) Write(ctx context.Context) ([]FileChange, error) {
	done, err := d.snapshot.WriteConfined(ctx, d.By, d.Changes)
	if errors.Is(err, ErrStale) {
		return done, refuse(Stale, "%v: read it again and repeat the edit on what is there now", err)
	}
	return done, err
}

// inOperation says which of several operations was refused.
func inOperation(err error, i, n int, op EditOperation) error {
	var r *Refusal
	if n == 1 || !errors.As(err, &r) {
		return err
	}
	return refuse(r.Code, "edit %d of %d (%s), so that none was made: %s", i+1, n, op.Kind, r.Message)
}

// editable returns the text that a request is about, nil for a file that does not exist.
func (s *Snapshot) editable(req EditRequest) (*string, error) {
	if err := s.confine(req.Path); err != nil {
		return nil, err
	}
	f := s.File(req.Path)
	creates := len(req.Operations) > 0 && (req.Operations[0].Kind == CreateFile || req.Operations[0].Kind == RestoreVersion)
	switch {
	case len(req.Operations) == 0:
		return nil, refuse(NoMatch, "there is nothing to do: name at least one edit")
	case f == nil && s.stat(req.Path) != rules.NoFile:
		return nil, refuse(Outside, "%q exists but is no file of the memory bank: it is left out by git or by %s", req.Path, ConfigFile)
	case f == nil && creates:
		return nil, nil
	case f == nil:
		return nil, s.noFile(req.Path)
	case f.Err() != nil:
		return nil, refuse(NotFound, "%q cannot be read: %v", req.Path, f.Err())
	case !s.Judges(req.Path):
		return nil, refuse(Outside, "%q is no file of a memory bank", req.Path)
	case req.Operations[0].Kind == CreateFile:
		return nil, refuse(Exists, "%q exists already: read it and edit its sections, or replace_section %q", req.Path, WholeDocument)
	case req.Hash == "":
		return nil, refuse(Stale, "%q exists: read it and give the hash of what you read, so that nobody's change is lost", req.Path)
	case !strings.EqualFold(req.Hash, f.Hash()):
		return nil, refuse(Stale, "%q is not what you read: its hash is %s now, not %s. Read it again, and look whether the edit has been made already", req.Path, f.Hash(), req.Hash)
	}
	text := f.Text()
	return &text, nil
}

// noFile says which file may be meant.
func (s *Snapshot) noFile(p string) *Refusal {
	b := s.BankOf(p)
	if near, ok := rules.Nearest(p, b.Paths); ok {
		return refuse(NotFound, "there is no %q, did you mean %q?", p, near)
	}
	return refuse(NotFound, "there is no %q: make it with %s, or name one of the files of %q", p, CreateFile, b.Root)
}
