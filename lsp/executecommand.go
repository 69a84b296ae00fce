package lsp

import (
	"context"
	"encoding/json"
	"maps"
	"slices"

	"github.com/tliron/glsp"
	protocol "github.com/tliron/glsp/protocol_3_16"

	"cortex/bank"
	"cortex/markdown"
	"cortex/rules"
)

// commandParams are the parameters of workspace/executeCommand; of its arguments the first counts.
//
// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#executeCommandParams
type commandParams struct {
	protocol.WorkDoneProgressParams
	Command   string            `json:"command"`
	Arguments []json.RawMessage `json:"arguments"`
}

// commandArguments are those of all commands.
type commandArguments struct {
	// Rule is the name of the rule to explain.
	Rule string `json:"rule"`
	// DryRun asks what would be changed, without changing it.
	DryRun bool `json:"dryRun"`
	// Profile is the convention of the bank to start, Folder where it goes in the workspace folder at the URI Workspace.
	// Without a folder it goes where the profile usually has it; without a workspace there must be only one.
	Profile   string `json:"profile"`
	Folder    string `json:"folder"`
	Workspace string `json:"workspace"`
}

type command func(*view, *glsp.Context, commandArguments, *progress) (any, error)

// commands returns what can be executed, by name.
func commands() map[string]command {
	return map[string]command{
		"cortex.check":    (*view).checkCommand,
		"cortex.explain":  (*view).explainCommand,
		"cortex.fixAll":   (*view).fixAllCommand,
		"cortex.init":     (*view).initCommand,
		"cortex.overview": (*view).overviewCommand,
		"cortex.rescan":   (*view).rescanCommand,
	}
}

func commandNames() []string { return slices.Sorted(maps.Keys(commands())) }

func (v *view) executeCommand(c *glsp.Context, params *commandParams) (any, error) {
	run := commands()[params.Command]
	if run == nil {
		return nil, badArgument("unknown command %q: want one of %q", params.Command, commandNames())
	}
	var arguments commandArguments
	if len(params.Arguments) > 0 && json.Unmarshal(params.Arguments[0], &arguments) != nil {
		return nil, badArgument("bad argument of %q: want an object, such as {\"rule\": \"broken-link\", \"dryRun\": true}", params.Command)
	}
	p := v.begin(c, task{title: params.Command, token: params.WorkDoneToken, counts: true})
	defer p.end()
	return run(v, c, arguments, p)
}

// checkAnswer counts diagnostics by severity.
type checkAnswer struct {
	Files      int            `json:"files"`
	Severities map[string]int `json:"severities"`
	Rules      map[string]int `json:"rules"`
}

func (v *view) checkCommand(c *glsp.Context, _ commandArguments, p *progress) (any, error) {
	answer := checkAnswer{Severities: map[string]int{}, Rules: map[string]int{}}
	for i, f := range v.folders {
		results, err := f.snapshot.Check(c.Context, p.part(i, len(v.folders)))
		if err != nil {
			return nil, err
		}
		answer.Files += v.judged(f)
		for _, path := range v.reported(f, results) {
			for _, d := range results.Found.In(path) {
				answer.Severities[d.Severity.String()]++
				answer.Rules[d.Rule]++
			}
		}
	}
	return answer, nil
}

// judged counts the documents that a folder answers for.
func (v *view) judged(f folder) int {
	n := 0
	for _, b := range f.snapshot.Banks() {
		for _, path := range b.Paths {
			if v.answers(f, path) {
				n++
			}
		}
	}
	return n
}

// reported returns the files with diagnostics that a folder answers for, sorted.
func (v *view) reported(f folder, results *bank.Results) []string {
	paths := []string{}
	for path := range results.Found.All() {
		if v.answers(f, path) {
			paths = append(paths, path)
		}
	}
	slices.Sort(paths)
	return paths
}

func (v *view) explainCommand(_ *glsp.Context, arguments commandArguments, _ *progress) (any, error) {
	r := rules.Lookup(arguments.Rule)
	if r == nil {
		return nil, badArgument("unknown rule %q", arguments.Rule)
	}
	return r.Manual(), nil
}

// fixAnswer tells what was changed, or would be.
type fixAnswer struct {
	Applied bool           `json:"applied"`
	Fixed   map[string]int `json:"fixed"`
	Files   []string       `json:"files"`
}

// fixAllCommand applies all safe fixes of all folders that change texts, by an edit of the client.
func (v *view) fixAllCommand(c *glsp.Context, arguments commandArguments, p *progress) (any, error) {
	answer := fixAnswer{Fixed: map[string]int{}, Files: []string{}}
	var edit *protocol.WorkspaceEdit
	for i, f := range v.folders {
		var result *bank.FixResult
		fixes, err := v.freshEdit(c.Context, f, nil, func(f folder) ([]rules.Change, error) {
			// To fix is to check again.
			found, err := f.snapshot.Check(c.Context, p.part(2*i, 2*len(v.folders)))
			if err != nil {
				return nil, err
			}
			var options bank.FixOptions
			if len(v.folders) > 1 {
				options.Paths = v.reported(f, found)
			}
			result, err = f.snapshot.Fix(c.Context, options)
			if err != nil {
				return nil, err
			}
			return textChanges(result), nil
		})
		if err != nil {
			return nil, err
		}
		for rule, n := range result.Fixed {
			answer.Fixed[rule] += n
		}
		for _, change := range textChanges(result) {
			answer.Files = append(answer.Files, v.uri(f, change.Path))
		}
		edit = joinedEdits(edit, fixes)
	}
	if arguments.DryRun || len(answer.Files) == 0 || !v.client.appliesEdits {
		return answer, nil
	}
	var applied protocol.ApplyWorkspaceEditResponse
	label := "Apply all safe fixes"
	c.Call(protocol.ServerWorkspaceApplyEdit, protocol.ApplyWorkspaceEditParams{Label: &label, Edit: *edit}, &applied)
	answer.Applied = applied.Applied
	return answer, nil
}

// textChanges returns the edits that fixes make of texts that are there before and after.
func textChanges(r *bank.FixResult) []rules.Change {
	var changes []rules.Change
	for _, c := range r.Changes {
		if c.Old != nil && c.New != nil {
			changes = append(changes, rules.Change{Path: c.Path, Edits: markdown.Replacement(*c.Old, *c.New)})
		}
	}
	return changes
}

func (v *view) rescanCommand(c *glsp.Context, _ commandArguments, _ *progress) (any, error) {
	v.rescan(c.Context)
	return nil, nil
}

// wantRescan looks at everything on disk again. It may be called from any goroutine but the owner's.
func (s *server) wantRescan(ctx context.Context) {
	s.post(ctx, func(ctx context.Context) {
		for _, f := range s.folders {
			s.reread(ctx, f)
		}
	})
}
