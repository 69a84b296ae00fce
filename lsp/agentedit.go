package lsp

import (
	"context"
	"fmt"
	"io/fs"
	"path"
	"slices"
	"strings"
	"time"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"cortex/bank/attach"
	"cortex/markdown"
	"cortex/rules"
)

const (
	// restTime is how long nobody must have typed before an agent's edit is made. Editors collect for up to 150 ms what they tell,
	// and apply an edit to what they have not told yet.
	restTime = 200 * time.Millisecond
	// longestRest bounds the wait for that, longestApply that for the editor's answer, longestEcho that for the new texts.
	longestRest  = 5 * time.Second
	longestApply = 10 * time.Second
	longestEcho  = 2 * time.Second
)

// agentEditLabel is what an editor may show beside the undo of an agent's edit.
const agentEditLabel = "Edit by an agent"

// refuseAgent returns the error of an edit that is not made. The message says what to do.
func refuseAgent(format string, args ...any) error {
	return &attach.Refusal{Message: fmt.Sprintf(format, args...)}
}

// outdated returns the error of an edit of a text that is not there any more.
func outdated(format string, args ...any) error {
	return &attach.Refusal{Stale: true, Message: fmt.Sprintf(format, args...)}
}

// Apply implements attach.Editor.
func (s *shownBank) Apply(ctx context.Context, changes []attach.Change) error {
	err := refuseAgent("the language server has a defect, which its log tells: save and close the file in the editor, and call again")
	s.server.guarded("an agent's edit", func() { err = s.apply(ctx, changes) })
	return err
}

func (s *shownBank) apply(ctx context.Context, changes []attach.Change) error {
	select {
	case s.turn <- struct{}{}:
		defer func() { <-s.turn }()
	case <-ctx.Done():
		return ctx.Err()
	}
	v, err := s.rested(ctx)
	if err != nil {
		return err
	}
	edit, err := s.agentEdit(v, changes)
	if err != nil {
		return err
	}
	if err := s.ask(ctx, edit); err != nil {
		return err
	}
	if !s.await(ctx, longestEcho, func(v *view) bool { return s.shows(v, changes) }) {
		return outdated("the editor does not show what the edit was to make: read again, and look whether it has been made")
	}
	return nil
}

// ask has the editor make an edit.
func (s *shownBank) ask(ctx context.Context, edit *protocol.WorkspaceEdit) error {
	ctx, cancel := context.WithTimeout(ctx, longestApply)
	defer cancel()
	label := agentEditLabel
	var answer protocol.ApplyWorkspaceEditResponse
	err := s.server.conn.Call(ctx, protocol.ServerWorkspaceApplyEdit, protocol.ApplyWorkspaceEditParams{Label: &label, Edit: *edit}, &answer)
	switch {
	case ctx.Err() != nil:
		return refuseAgent("the editor has not answered: look whether it waits for its user, and read again")
	case err != nil:
		return refuseAgent("the editor refuses the edit (%v): save and close the file there, and call again", err)
	case !answer.Applied && answer.FailureReason != nil:
		return refuseAgent("the editor has not made the edit (%s): save and close the file there, and call again", *answer.FailureReason)
	case !answer.Applied:
		return refuseAgent("the editor has not made the edit: save and close the file there, and call again")
	}
	return nil
}

// rested returns the view when no document of the bank has changed for a while.
func (s *shownBank) rested(ctx context.Context) (*view, error) {
	end := time.Now().Add(longestRest)
	for time.Now().Before(end) {
		before := s.Documents()
		if !s.await(ctx, restTime, func(*view) bool { return !slices.Equal(before, s.Documents()) }) {
			return s.latest.Load(), ctx.Err()
		}
	}
	return nil, refuseAgent("somebody is typing in the editor: call again in a while")
}

// await tells whether something becomes true of a view before the limit or ctx ends.
func (s *shownBank) await(ctx context.Context, limit time.Duration, holds func(*view) bool) bool {
	end := time.NewTimer(limit)
	defer end.Stop()
	for {
		v := s.latest.Load()
		if holds(v) {
			return true
		}
		select {
		case <-v.replaced:
		case <-end.C:
			return false
		case <-ctx.Done():
			return false
		}
	}
}

// agentEdit converts changes, each with the version that it is about.
func (s *shownBank) agentEdit(v *view, changes []attach.Change) (*protocol.WorkspaceEdit, error) {
	can := v.client
	if !can.appliesEdits || !can.documentChanges && !can.createFiles && !can.renameFiles {
		return nil, refuseAgent("the editor does not let others change what is open in it: save and close the file there, and call again")
	}
	f, b, ok := s.located(v)
	if !ok {
		return nil, outdated("the editor has closed the memory bank: call again")
	}
	var wanted []rules.Change
	for _, c := range changes {
		rel := path.Join(b.Root, c.Path)
		switch {
		case !fs.ValidPath(c.Path) || c.To != "" && !fs.ValidPath(c.To):
			return nil, refuseAgent("%q is no path within the memory bank: name a file as bank_overview lists it", c.Path)
		case c.To != "" && !can.renameFiles:
			return nil, refuseAgent("the editor does not let others rename what is open in it: close %q there, and call again", c.Path)
		case c.To != "":
			wanted = append(wanted, rules.Change{Path: rel, Rename: path.Join(b.Root, c.To)})
			continue
		case c.Old == nil || c.New == nil:
			return nil, refuseAgent("%q is open in the editor: close it there, and call again", c.Path)
		}
		if err := v.editable(f, rel, *c.Old); err != nil {
			return nil, err
		}
		wanted = append(wanted, rules.Change{Path: rel, Edits: markdown.Replacement(*c.Old, *c.New)})
	}
	return &protocol.WorkspaceEdit{DocumentChanges: v.documentChanges(f, wanted)}, nil
}

// editable returns an error unless the editor has a document open with that text.
func (v *view) editable(f folder, rel, text string) error {
	d, known := v.document(v.uri(f, rel)), f.snapshot.File(rel)
	switch {
	case d == nil:
		return outdated("%q has been closed in the editor: call again", rel)
	case d.lost:
		return refuseAgent("the editor has another text of %q than its language server: save and close it there, and call again", rel)
	case known == nil || !known.Has(text):
		return outdated("%q has been changed in the editor: read it again and repeat the edit on what is there now", rel)
	}
	return nil
}

// shows tells whether the editor has made changes.
func (s *shownBank) shows(v *view, changes []attach.Change) bool {
	f, b, ok := s.located(v)
	if !ok {
		return false
	}
	renamed := func(p string) string {
		for _, c := range changes {
			if rest, within := strings.CutPrefix(p, c.Path); c.To != "" && within && (rest == "" || rest[0] == '/') {
				return c.To + rest
			}
		}
		return p
	}
	for _, c := range changes {
		d := v.document(v.uri(f, path.Join(b.Root, renamed(c.Path))))
		if c.New != nil && (d == nil || d.text != *c.New) {
			return false
		}
		if c.To != "" && slices.ContainsFunc(s.Documents(), func(d attach.Document) bool { return renamed(d.Path) != d.Path }) {
			return false
		}
	}
	return true
}
