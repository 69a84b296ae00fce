package mcp

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"cortex/bank"
)

type editInput struct {
	Path     string          `json:"path"`
	IfHash   string          `json:"if_hash,omitempty" doc:"hash that bank_read gave; needed unless the file is new"`
	Edits    []editOperation `json:"edits" min:"1" max:"50" doc:"made in order, all or none"`
	OnIssues string          `json:"on_issues" enum:"warn|reject" default:"warn" doc:"reject: write nothing that causes errors or warnings"`
	DryRun   bool            `json:"dry_run" default:"false"`
	Diff     string          `json:"diff,omitempty" enum:"none|stat|full" doc:"how much of the diff to answer: full for a dry run, else stat, unless set"`
}

type editOperation struct {
	Op      string  `json:"op" enum:"replace_section|append_to_section|prepend_to_section|insert_after_section|delete_section|replace_text|create_file|restore"`
	Section string  `json:"section,omitempty" doc:"heading, or \"Parent > Child\"; * for all of the file"`
	Text    *string `json:"text,omitempty" doc:"Markdown to put in, \"\" to remove what is replaced; a replaced section keeps its heading"`
	Old     string  `json:"old,omitempty" doc:"replace_text: what to replace, exactly; once in the file or section unless all"`
	All     bool    `json:"all,omitempty"`
	Version int     `json:"version,omitempty" doc:"restore: number as bank_read lists with versions=true; without: the last"`
}

func editTool() Tool {
	return newTool(Tool{
		Name:  "bank_edit",
		Title: "Edit a file by section",
		Description: "Writes to one file: replaces, adds or deletes sections, replaces an exact text, creates the file, or restores an earlier version. " +
			"Answers with the new hash and only the issues that these edits cause or resolve. A file that changed since you read it is refused as stale.",
		Effect: Destroys,
	}, (*call).edit)
}

func (c *call) edit(ctx context.Context, in editInput) (changeAnswer, error) {
	v, err := c.informed(ctx)
	if err != nil {
		return changeAnswer{}, err
	}
	path, err := v.fileOrNew(in.Path, in.Edits[0].Op == string(bank.CreateFile))
	if err != nil {
		return changeAnswer{}, err
	}
	if !bank.Below(path, v.scope) {
		return changeAnswer{}, refuse(codeOutside, "%q is not in %q, which is served: name a file as bank_overview lists it", path, v.scope)
	}
	request := bank.EditRequest{Path: path, Hash: in.IfHash, Reject: in.OnIssues == "reject"}
	for _, op := range in.Edits {
		if err := op.check(); err != nil {
			return changeAnswer{}, err
		}
		request.Operations = append(request.Operations, op.operation())
	}
	draft, err := v.Edit(ctx, request)
	if err != nil {
		return changeAnswer{}, withIssues(err, draft)
	}
	a := told(v.Snapshot, draft.Effect, diffForm(in.Diff, !in.DryRun))
	switch {
	case len(draft.Changes) == 0:
		a.remark("the file has that text already")
	case in.DryRun:
		a.remark("nothing is written: this was a dry run")
	default:
		return a, c.put(ctx, &a, v, draft.By, draft.Changes, func([]bank.FileChange) ([]bank.FileChange, error) { return draft.Write(ctx) })
	}
	return a, nil
}

func (op editOperation) operation() bank.EditOperation {
	done := bank.EditOperation{Kind: bank.EditKind(op.Op), Section: op.Section, Old: op.Old, All: op.All, Version: op.Version}
	if op.Text != nil {
		done.Text = *op.Text
	}
	return done
}

// check refuses an operation that lacks a field, which somebody forgot, or has one that it would pass over.
func (op editOperation) check() error {
	needed, others := fieldsOf(bank.EditKind(op.Op))
	for _, field := range []struct {
		name  string
		given bool
		hint  string
	}{
		{"section", op.Section != "", ": name a heading, or * for all of the file"},
		{"text", op.Text != nil, `: give "" to remove what is there`},
		{"old", op.Old != "", ": quote what is to be replaced"},
		{name: "all", given: op.All},
		{name: "version", given: op.Version != 0},
	} {
		isNeeded := slices.Contains(needed, field.name)
		switch {
		case isNeeded && !field.given:
			return refuse(codeBadArgument, "%s needs %q%s", op.Op, field.name, field.hint)
		case field.given && !isNeeded && !slices.Contains(others, field.name):
			return refuse(codeBadArgument, "%s has no use for %q: leave it out, or choose another op", op.Op, field.name)
		}
	}
	return nil
}

// fieldsOf returns the names of the fields that an operation needs, and of others that it takes.
func fieldsOf(kind bank.EditKind) (needed, others []string) {
	switch kind {
	case bank.DeleteSection:
		return []string{"section"}, nil
	case bank.ReplaceText:
		return []string{"old", "text"}, []string{"section", "all"}
	case bank.CreateFile:
		return []string{"text"}, nil
	case bank.RestoreVersion:
		return nil, []string{"version"}
	}
	return []string{"section", "text"}, nil
}

// withIssues adds to an error the diagnostics that edits would cause, if it is for them.
func withIssues(err error, draft *bank.Draft) error {
	var r *bank.Refusal
	if draft == nil || !errors.As(err, &r) {
		return err
	}
	var b strings.Builder
	fmt.Fprintf(&b, "nothing is written, since the edits would cause %s: mend them, or leave on_issues out\n", bank.Plural(len(draft.New), "issue"))
	for i, d := range draft.New {
		if i == maxIssues {
			b.WriteString("...\n")
			break
		}
		b.WriteString(d.Path + ": " + issueLine(draft.After, d) + "\n")
	}
	return refuse(errorCode(r.Code), "%s", b.String())
}
