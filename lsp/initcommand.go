package lsp

import (
	"errors"
	"fmt"
	"slices"

	"github.com/sourcegraph/jsonrpc2"
	"github.com/tliron/glsp"
	protocol "github.com/tliron/glsp/protocol_3_16"

	"cortex/bank"
	"cortex/rules"
)

// initAnswer tells what was created, or would be, by URI.
type initAnswer struct {
	Applied bool     `json:"applied"`
	Created []string `json:"created"`
	// Existing are files that stay as they are.
	Existing []string `json:"existing"`
	// Undeclared tells that there is a configuration that does not declare the profile.
	Undeclared bool `json:"undeclared"`
}

// initCommand starts a bank by an edit of the client. What exists already stays as it is.
func (v *view) initCommand(c *glsp.Context, arguments commandArguments, _ *progress) (any, error) {
	f, err := v.workspaceFolder(arguments.Workspace)
	if err != nil {
		return nil, err
	}
	profile := rules.LookupProfile(arguments.Profile)
	if profile == nil {
		return nil, badArgument("unknown profile %q: want one of %q", arguments.Profile, profileNames())
	}
	plan, err := bank.PlanInit(c.Context, f.snapshot.Root(), bank.InitOptions{Profile: profile, Folder: arguments.Folder, Declare: true})
	if err != nil {
		return nil, err
	}
	answer := initAnswer{Created: []string{}, Existing: []string{}, Undeclared: plan.Undeclared}
	for _, p := range plan.Existing {
		answer.Existing = append(answer.Existing, v.uri(f, p))
	}
	var changes []rules.Change
	for _, change := range plan.Changes {
		answer.Created = append(answer.Created, v.uri(f, change.Path))
		changes = append(changes, rules.Change{Path: change.Path, Create: change.New})
	}
	if arguments.DryRun || len(changes) == 0 {
		return answer, nil
	}
	answer.Applied = true
	return answer, v.apply(c, "Start a memory bank", v.workspaceEdit(f, changes))
}

// workspaceFolder returns the workspace folder at a URI; without one the only one that there is.
func (v *view) workspaceFolder(uri string) (folder, error) {
	root, _ := uriPath(uri, windows)
	i := slices.IndexFunc(v.folders, func(f folder) bool { return f.root == root })
	switch {
	case i >= 0:
		return v.folders[i], nil
	case uri == "" && len(v.folders) == 1:
		return v.folders[0], nil
	case uri == "":
		return folder{}, badArgument("there are %d workspace folders: say in \"workspace\" which one, by its URI", len(v.folders))
	}
	return folder{}, badArgument("%q is no workspace folder", uri)
}

func profileNames() []string {
	var names []string
	for _, p := range rules.Profiles() {
		names = append(names, p.Name)
	}
	return slices.Sorted(slices.Values(names))
}

// badArgument refuses the arguments of a command.
func badArgument(format string, values ...any) error {
	return &jsonrpc2.Error{Code: jsonrpc2.CodeInvalidParams, Message: fmt.Sprintf(format, values...)}
}

// apply has the client carry out an edit; nil for one that it cannot. An error says why that was not done.
func (v *view) apply(c *glsp.Context, label string, edit *protocol.WorkspaceEdit) error {
	if !v.client.appliesEdits || edit == nil {
		return errors.New("the editor does not let language servers create files: run \"cortex init\" instead")
	}
	var answer protocol.ApplyWorkspaceEditResponse
	c.Call(protocol.ServerWorkspaceApplyEdit, protocol.ApplyWorkspaceEditParams{Label: &label, Edit: *edit}, &answer)
	switch {
	case answer.Applied:
		return nil
	case answer.FailureReason != nil && *answer.FailureReason != "":
		return fmt.Errorf("the editor did not carry out the edit: %s", *answer.FailureReason)
	}
	return errors.New("the editor did not carry out the edit")
}
