package mcp

import (
	"context"
	"errors"
	"slices"
	"strings"

	"cortex/bank"
	"cortex/bank/attach"
)

// editorEdit are changes that an editor is to make.
type editorEdit struct {
	socket, bank string
	changes      []bank.FileChange
}

// put makes changes: in the editor that has a file open, and on disk elsewhere. Editors come first: if one refuses, nothing
// has happened.
func (c *call) put(ctx context.Context, a *changeAnswer, v *view, by string, changes []bank.FileChange, toDisk diskWriter) error {
	// What was opened while the changes were judged counts, too.
	now, err := c.current(ctx)
	if err != nil {
		return err
	}
	edits, rest, err := now.open.assign(changes)
	if err != nil {
		return err
	}
	var done []bank.FileChange
	for _, e := range edits {
		if err := e.apply(ctx); err != nil {
			return a.wrote(done, err)
		}
		kept, err := v.Keep(context.WithoutCancel(ctx), by, e.changes)
		if err != nil {
			a.remark("the history lacks what was there before: %v", err)
		}
		done = append(done, kept...)
		a.remark("changed in the editor, where it can be undone and is not saved yet: %s", bank.FirstFew(pathsOf(e.changes)))
	}
	if len(rest) > 0 {
		written, err := toDisk(rest)
		return a.wrote(append(done, written...), err)
	}
	return a.wrote(done, nil)
}

// diskWriter puts changes on disk, and returns those that it has made.
type diskWriter func([]bank.FileChange) ([]bank.FileChange, error)

func pathsOf(changes []bank.FileChange) []string {
	var paths []string
	for _, c := range changes {
		paths = append(paths, c.Path)
	}
	return slices.Compact(paths)
}

// assign tells which changes are for which editor; the rest is for the disk.
func (o *opened) assign(changes []bank.FileChange) (edits []*editorEdit, rest []bank.FileChange, err error) {
	if o == nil {
		return nil, changes, nil
	}
	for _, c := range changes {
		d, err := o.editorFor(c)
		switch {
		case err != nil:
			return nil, nil, err
		case d == nil:
			rest = append(rest, c)
			continue
		}
		i := slices.IndexFunc(edits, func(e *editorEdit) bool { return e.socket == d.socket })
		if i < 0 {
			i, edits = len(edits), append(edits, &editorEdit{socket: d.socket, bank: d.bank})
		}
		edits[i].changes = append(edits[i].changes, c)
	}
	return edits, rest, nil
}

// editorFor returns a document of the editor that is to make a change, nil if no editor has open what changes.
func (o *opened) editorFor(c bank.FileChange) (*openDocument, error) {
	var concerned []openDocument
	for p, documents := range o.documents {
		if p == c.Path || c.To != "" && bank.Below(p, c.Path) {
			concerned = append(concerned, documents...)
		}
	}
	if len(concerned) == 0 {
		return nil, nil
	}
	first := &concerned[0]
	switch elsewhere := func(d openDocument) bool { return d.socket != first.socket }; {
	case slices.ContainsFunc(concerned, func(d openDocument) bool { return d.Unknown }):
		return nil, refuse(codeDirtyInEditor, "the editor that has %q open cannot tell its text: save and close it there, and call again", c.Path)
	case c.To == "" && c.New == nil:
		return nil, refuse(codeDirtyInEditor, "%q is open in an editor and would be removed: close it there, and call again", c.Path)
	case c.To != "" && slices.ContainsFunc(concerned, elsewhere):
		return nil, refuse(codeDirtyInEditor, "%q is open in several editors: close it in all but one, and call again", c.Path)
	case c.To != "":
		return first, nil
	}
	return chosen(c, concerned)
}

// chosen returns the document with the text that a change is about: several editors may have a file open.
func chosen(c bank.FileChange, documents []openDocument) (*openDocument, error) {
	i := slices.IndexFunc(documents, func(d openDocument) bool { return c.Old != nil && d.Text == *c.Old })
	if i < 0 {
		return nil, refuse(codeStale, "%q has been changed in the editor: read it again and repeat the edit on what is there now", c.Path)
	}
	return &documents[i], nil
}

// apply has the editor make the changes.
func (e *editorEdit) apply(ctx context.Context) error {
	names := strings.Join(pathsOf(e.changes), ", ")
	client, err := attach.Dial(e.socket)
	if err != nil {
		return refuse(codeDirtyInEditor, "the editor that has %s open cannot be reached (%v): call again", names, err)
	}
	defer client.Close()
	inBank := func(p string) string {
		if p == "" {
			return ""
		}
		return strings.TrimPrefix(p, e.bank+"/")
	}
	var changes []attach.Change
	for _, c := range e.changes {
		changes = append(changes, attach.Change{Path: inBank(c.Path), Old: c.Old, New: c.New, To: inBank(c.To)})
	}
	err = client.Apply(ctx, changes)
	var refused *attach.Refusal
	switch {
	case err == nil || ctx.Err() != nil:
		return ctx.Err()
	case errors.As(err, &refused) && refused.Stale:
		return refuse(codeStale, "%s: %s", names, refused.Message)
	case errors.As(err, &refused):
		return refuse(codeDirtyInEditor, "%s: %s", names, refused.Message)
	}
	return refuse(codeDirtyInEditor, "the editor that has %s open does not say whether it has made the edit (%v): read again and look", names, err)
}
