package lsp

import (
	"slices"
	"strings"

	"github.com/tliron/glsp"
	protocol "github.com/tliron/glsp/protocol_3_16"

	"cortex/bank"
	"cortex/rules"
)

// codeAction offers the fixes of the diagnostics that touch a range, and all safe fixes
// of the document where they are asked for. What the client believes to be the
// diagnostics does not matter: they are those of the view's text.
func (v *view) codeAction(c *glsp.Context, params *protocol.CodeActionParams) (any, error) {
	d := v.document(params.TextDocument.URI)
	if d == nil || !v.client.codeActions {
		return nil, nil
	}
	f, rel, ok := v.locate(d.path)
	if !ok || f.lines(rel) == nil || !f.snapshot.Scanned() {
		return nil, nil
	}
	actions := []protocol.CodeAction{}
	if wanted(params.Context.Only, protocol.CodeActionKindQuickFix) {
		results, err := f.snapshot.Check(c.Context, nil)
		if err != nil {
			return nil, err
		}
		for _, found := range v.touching(results.ByPath[rel], f.lines(rel), params.Range) {
			actions = append(actions, v.quickFixes(f, found)...)
		}
	}
	if len(params.Context.Only) > 0 && wanted(params.Context.Only, codeActionKindFixAll) {
		fixes, err := f.snapshot.Fix(c.Context, bank.FixOptions{Paths: []string{rel}})
		if err != nil {
			return nil, err
		}
		actions = append(actions, v.fixAll(f, rel, fixes)...)
	}
	// An edit without versions would be applied to whatever the text is by now.
	if v.stale(d) {
		return nil, contentModified()
	}
	return actions, nil
}

// wanted tells whether a kind of action is asked for: kinds are a hierarchy, and
// nothing named means everything.
//
// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#codeActionKind
func wanted(only []protocol.CodeActionKind, kind protocol.CodeActionKind) bool {
	return len(only) == 0 || slices.ContainsFunc(only, func(o protocol.CodeActionKind) bool {
		return o == "" || o == kind || strings.HasPrefix(kind, o+".")
	})
}

// quickFixes makes an action of each fix that the client can carry out.
func (v *view) quickFixes(f folder, d rules.Diagnostic) []protocol.CodeAction {
	safe := 0
	for _, fix := range d.Fixes {
		if fix.Safe {
			safe++
		}
	}
	var actions []protocol.CodeAction
	for _, fix := range d.Fixes {
		edit := v.workspaceEdit(f, fix.Changes)
		if edit == nil {
			continue
		}
		kind := protocol.CodeActionKindQuickFix
		action := protocol.CodeAction{
			Title:       fix.Title,
			Kind:        &kind,
			Diagnostics: []protocol.Diagnostic{v.diagnostic(f, d)},
			Edit:        edit,
		}
		if preferred := fix.Safe && safe == 1; preferred && v.client.preferred {
			action.IsPreferred = &preferred
		}
		actions = append(actions, action)
	}
	return actions
}

// fixAll makes one action of the safe fixes of one document; none if there is nothing to fix.
func (v *view) fixAll(f folder, rel string, fixes *bank.FixResult) []protocol.CodeAction {
	for _, c := range fixes.Changes {
		if c.Path != rel || c.Old == nil || c.New == nil || *c.Old == *c.New {
			continue
		}
		edit := v.workspaceEdit(f, []rules.Change{{Path: rel, Edits: replacement(*c.Old, *c.New)}})
		if edit == nil {
			continue
		}
		kind := codeActionKindFixAll
		return []protocol.CodeAction{{Title: "Apply all safe fixes", Kind: &kind, Edit: edit}}
	}
	return nil
}
