package lsp

import (
	"context"
	"slices"
	"strings"

	"github.com/tliron/glsp"
	protocol "github.com/tliron/glsp/protocol_3_16"

	"cortex/bank"
	"cortex/markdown"
	"cortex/rules"
)

// maxSilenced is how many diagnostics in a range are offered to be ignored: finding out how takes some time for each.
const maxSilenced = 10

// codeAction offers the fixes of the diagnostics that are pointed at, all safe fixes
// of the document where they are asked for, and refactorings. The diagnostics are those of the view's text,
// whatever else the client believes.
func (v *view) codeAction(c *glsp.Context, params *codeActionParams) (any, error) {
	d := v.document(params.TextDocument.URI)
	if d == nil || d.lost || !v.client.codeActions {
		return nil, nil
	}
	f, rel, ok := v.locate(d.path)
	if !ok || !f.snapshot.Scanned() || !f.snapshot.Judges(rel) && !f.snapshot.HasSettings(rel) {
		return nil, nil
	}
	actions := []protocol.CodeAction{}
	if wanted(params.Context.Only, protocol.CodeActionKindQuickFix) {
		results, err := f.snapshot.Check(c.Context, nil)
		if err != nil {
			return nil, err
		}
		found := v.pointedAt(results.Found.In(rel), f.lines(rel), params)
		for _, x := range found {
			actions = append(actions, v.quickFixes(c.Context, f, x, x.Fixes)...)
		}
		if params.Context.TriggerKind == triggeredAutomatically && !v.client.lazyActions {
			found = v.beginning(found, f.lines(rel), params.Range.Start)
		}
		silences, err := v.silences(c.Context, f, found[:min(len(found), maxSilenced)])
		if err != nil {
			return nil, err
		}
		actions = append(actions, silences...)
	}
	if len(params.Context.Only) > 0 && wanted(params.Context.Only, codeActionKindFixAll) {
		fixes, err := f.snapshot.Fix(c.Context, bank.FixOptions{Paths: []string{rel}})
		if err != nil {
			return nil, err
		}
		actions = append(actions, v.fixAll(f, rel, fixes)...)
	}
	actions = append(actions, v.refactorings(c, f, d, rel, params)...)
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

// silences makes actions of the ways to ignore diagnostics. Several of one rule are ignored in a file, or everywhere, by one.
func (v *view) silences(ctx context.Context, f folder, found []rules.Diagnostic) ([]protocol.CodeAction, error) {
	var actions []protocol.CodeAction
	for _, d := range found {
		ways, err := v.waysToIgnore(ctx, f, d)
		if err != nil {
			return nil, err
		}
		for _, action := range v.quickFixes(ctx, f, d, ways) {
			i := slices.IndexFunc(actions, func(a protocol.CodeAction) bool { return a.Title == action.Title })
			if i < 0 || strings.HasSuffix(action.Title, "line") {
				actions = append(actions, action)
			} else {
				actions[i].Diagnostics = append(actions[i].Diagnostics, action.Diagnostics...)
			}
		}
	}
	return actions, nil
}

// waysToIgnore returns the ways to ignore a diagnostic. A client that asks for edits when it needs them is offered more than may be
// possible: trying takes longer than the cursor stays in a place.
func (v *view) waysToIgnore(ctx context.Context, f folder, d rules.Diagnostic) ([]rules.Fix, error) {
	if v.client.lazyActions {
		return f.snapshot.UntriedSilences(d), nil
	}
	return f.snapshot.Silences(ctx, d)
}

// quickFixes makes an action of each of some fixes of a diagnostic that the client can carry out. One that asks for edits
// when it needs them gets them then. A fix of a text that is another by now is left out: soon there is one for that.
func (v *view) quickFixes(ctx context.Context, f folder, d rules.Diagnostic, fixes []rules.Fix) []protocol.CodeAction {
	safe := 0
	for _, fix := range fixes {
		if fix.Safe {
			safe++
		}
	}
	var actions []protocol.CodeAction
	for _, fix := range fixes {
		edit := v.workspaceEdit(f, fix.Changes)
		if edit == nil || !v.client.lazyActions && !v.isFresh(ctx, f, fix.Changes) {
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
		if doc := v.document(v.uri(f, d.Path)); v.client.lazyActions && doc != nil {
			action.Edit, action.Data = nil, lazyData{URI: doc.uri, Version: doc.version, Rule: d.Rule, Bytes: named(d)}
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
		edit := v.workspaceEdit(f, []rules.Change{{Path: rel, Edits: markdown.Replacement(*c.Old, *c.New)}})
		if edit == nil {
			continue
		}
		kind := codeActionKindFixAll
		return []protocol.CodeAction{{Title: "Apply all safe fixes", Kind: &kind, Edit: edit}}
	}
	return nil
}
