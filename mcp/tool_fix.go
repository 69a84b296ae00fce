package mcp

import (
	"context"
	"slices"

	"cortex/bank"
)

type fixInput struct {
	Paths  []string `json:"paths,omitempty" doc:"only these files or folders"`
	Rules  []string `json:"rules,omitempty" doc:"only these rules"`
	Unsafe bool     `json:"unsafe" default:"false" doc:"also fixes that may change the meaning"`
	Apply  bool     `json:"apply" default:"false" doc:"write; else only show"`
	Diff   string   `json:"diff,omitempty" enum:"none|stat|full" doc:"how much of the diff to answer: full if only shown, else stat, unless set"`
}

func fixTool() Tool {
	return newTool(Tool{
		Name:        "bank_fix",
		Title:       "Apply fixes",
		Description: "Mends what bank_validate finds and knows a fix for.",
		Effect:      Destroys,
	}, (*call).fix)
}

func (c *call) fix(ctx context.Context, in fixInput) (changeAnswer, error) {
	if err := knownRules(in.Rules); err != nil {
		return changeAnswer{}, err
	}
	v, err := c.informed(ctx)
	if err != nil {
		return changeAnswer{}, err
	}
	chosen, err := v.selection(in.Paths)
	if err != nil {
		return changeAnswer{}, err
	}
	opts := bank.FixOptions{Paths: []string{}, Rules: in.Rules, Unsafe: in.Unsafe}
	for _, p := range v.files() {
		if slices.ContainsFunc(chosen, func(folder string) bool { return bank.Below(p, folder) }) {
			opts.Paths = append(opts.Paths, p)
		}
	}
	if len(in.Rules) == 0 {
		opts.Rules = nil
	}
	fixed, err := v.Fix(ctx, opts)
	if err != nil {
		return changeAnswer{}, err
	}
	return c.finish(ctx, v, "fix", fixed.Changes, in.Apply, in.Diff)
}
