package lsp

import (
	"context"
	"fmt"
	"slices"

	"github.com/sourcegraph/jsonrpc2"
	"github.com/tliron/glsp"
	protocol "github.com/tliron/glsp/protocol_3_16"

	"cortex/bank"
	"cortex/rules"
)

// refactoringKind returns the kind of code action that a refactoring is.
func refactoringKind(k bank.RefactoringKind) protocol.CodeActionKind {
	switch k {
	case bank.Extract, bank.Share:
		return protocol.CodeActionKindRefactorExtract
	case bank.Inline:
		return protocol.CodeActionKindRefactorInline
	case bank.Organize:
		return codeActionKindOrganize
	}
	return codeActionKindMove
}

// maxMoves is how many documents a section can be moved to if nobody asked for moves: the likeliest.
const maxMoves = 8

// lazyData is what comes back with an action whose edit is asked for: what it is about, and a refactoring or the
// diagnostic that the action of this title is for.
type lazyData struct {
	URI         string            `json:"uri"`
	Version     int32             `json:"version"`
	Refactoring *bank.Refactoring `json:"refactoring,omitempty"`
	Rule        string            `json:"rule,omitempty"`
	Bytes       diagnosticData    `json:"bytes"`
}

// refactorings makes actions of what can be done with what stands at the start of a range. Their edits are made when
// the client asks for them; for one that never does now, if it asks for such actions and so not while somebody types.
func (v *view) refactorings(c *glsp.Context, f folder, d *document, rel string, params *codeActionParams) []protocol.CodeAction {
	only, moves := params.Context.Only, 0
	if len(only) == 0 && !v.client.lazyActions {
		return nil
	}
	var actions []protocol.CodeAction
	for _, r := range f.snapshot.Refactorings(rel, v.client.encoding.positionOffset(f.lines(rel), params.Range.Start)) {
		kind := refactoringKind(r.Kind)
		if r.Kind == bank.Move {
			moves++
		}
		asked := wanted(only, kind) && (len(only) > 0 || r.Kind != bank.Organize && moves <= maxMoves)
		if !asked || r.Kind == bank.Extract && !v.client.createFiles || r.Kind == bank.Retitle && !v.client.renameFiles {
			continue
		}
		action := protocol.CodeAction{Title: r.Title, Kind: &kind}
		if v.client.lazyActions {
			action.Data = lazyData{URI: params.TextDocument.URI, Version: d.version, Refactoring: &r}
		} else if edit, err := v.refactoringEdit(c, f, d, r); err != nil || edit == nil {
			continue
		} else {
			action.Edit = edit
		}
		actions = append(actions, action)
	}
	return actions
}

// refactoringEdit returns the edit of a refactoring of a document, nil if it changes nothing.
func (v *view) refactoringEdit(c *glsp.Context, f folder, d *document, r bank.Refactoring) (*protocol.WorkspaceEdit, error) {
	return v.freshEdit(c.Context, f, d, func(f folder) ([]rules.Change, error) { return f.snapshot.Refactor(c.Context, r) })
}

// lazyAction is an action that comes back for its edit.
type lazyAction struct {
	Title       string                   `json:"title"`
	Kind        *protocol.CodeActionKind `json:"kind,omitempty"`
	Diagnostics []protocol.Diagnostic    `json:"diagnostics,omitempty"`
	IsPreferred *bool                    `json:"isPreferred,omitempty"`
	Data        *lazyData                `json:"data,omitempty"`
	Edit        *protocol.WorkspaceEdit  `json:"edit,omitempty"`
}

// codeActionResolve adds the edit to an action. The error tells why there is none.
func (v *view) codeActionResolve(c *glsp.Context, action *lazyAction) (any, error) {
	if action.Data == nil || action.Edit != nil {
		return action, nil
	}
	f, rel, ok := v.banked(action.Data.URI)
	d := v.document(action.Data.URI)
	if !ok || d == nil || d.version != action.Data.Version {
		return nil, contentModified()
	}
	edit, err := v.lazyEdit(c, f, d, rel, action)
	if err != nil {
		return nil, err
	}
	if edit == nil {
		edit = &protocol.WorkspaceEdit{}
	}
	action.Edit = edit
	return action, nil
}

// lazyEdit returns the edit of an action, nil if it changes nothing.
func (v *view) lazyEdit(c *glsp.Context, f folder, d *document, rel string, action *lazyAction) (*protocol.WorkspaceEdit, error) {
	if r := action.Data.Refactoring; r != nil {
		return v.refactoringEdit(c, f, d, *r)
	}
	return v.freshEdit(c.Context, f, d, func(f folder) ([]rules.Change, error) { return f.lazyFix(c.Context, rel, action) })
}

// lazyFix returns the changes of the fix that an action stands for.
func (f folder) lazyFix(ctx context.Context, rel string, action *lazyAction) ([]rules.Change, error) {
	results, err := f.snapshot.Check(ctx, nil)
	if err != nil {
		return nil, err
	}
	titled := func(fix rules.Fix) bool { return fix.Title == action.Title }
	for _, x := range results.Found.In(rel) {
		if x.Rule != action.Data.Rule || named(x) != action.Data.Bytes {
			continue
		}
		if i := slices.IndexFunc(x.Fixes, titled); i >= 0 {
			return x.Fixes[i].Changes, nil
		}
		if slices.ContainsFunc(f.snapshot.UntriedSilences(x), titled) {
			return f.silence(ctx, x, titled)
		}
	}
	return nil, contentModified()
}

// silence returns the changes of a way to ignore a diagnostic. The error tells that this one is none.
func (f folder) silence(ctx context.Context, d rules.Diagnostic, wanted func(rules.Fix) bool) ([]rules.Change, error) {
	ways, err := f.snapshot.Silences(ctx, d)
	if err != nil {
		return nil, err
	}
	if i := slices.IndexFunc(ways, wanted); i >= 0 {
		return ways[i].Changes, nil
	}
	message := fmt.Sprintf("there is no place for a comment that ignores %q and changes nothing else", d.Rule)
	return nil, &jsonrpc2.Error{Code: codeRequestFailed, Message: message}
}
