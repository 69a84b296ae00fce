package mcp

import (
	"context"
	"strings"

	"cortex/bank"
)

type loadContextInput struct {
	Task        string   `json:"task" max:"4000" doc:"what is to be done, or a question, in words"`
	TokenBudget int      `json:"token_budget" default:"4000" min:"200" max:"40000"`
	Include     []string `json:"include,omitempty" max:"50" doc:"files, folders or patterns to take first"`
	Exclude     []string `json:"exclude,omitempty" max:"50" doc:"files, folders or patterns to leave out"`
	Detail      string   `json:"detail" enum:"full|outline" default:"full" doc:"outline names the sections without their text"`
}

func loadContextTool() Tool {
	return newTool(Tool{
		Name:  "bank_load_context",
		Title: "Load what a task needs",
		Description: "What to read for a task, within a budget of tokens: core files, the sections that match the task, what those link to, and the " +
			"newest entries. Sections are whole; a line in brackets above each, beginning with a number that no text of the bank has there, tells path > section, tokens, why, and the file's hash. The end tells what was left out.",
		Effect: Reads,
	}, (*call).loadContext)
}

func (c *call) loadContext(ctx context.Context, in loadContextInput) (prose, error) {
	if strings.TrimSpace(in.Task) == "" {
		return "", refuse(codeBadArgument, `argument "task" is empty: say what is to be done`)
	}
	v, err := c.withCommits(ctx)
	if err != nil {
		return "", err
	}
	found, err := v.LoadContext(ctx, bank.ContextQuery{
		Task: in.Task, Budget: in.TokenBudget, Folder: v.scope,
		Include: in.Include, Exclude: in.Exclude, Outline: in.Detail == "outline",
	})
	if err != nil {
		return "", err
	}
	return prose(found.Text), nil
}
