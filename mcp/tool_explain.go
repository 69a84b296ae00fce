package mcp

import (
	"context"

	"cortex/rules"
)

type explainInput struct {
	Rule string `json:"rule" doc:"name of the rule, as bank_validate gives it"`
}

func explainTool() Tool {
	return newTool(Tool{
		Name:        "bank_explain",
		Title:       "Explain a rule",
		Description: "What a rule of bank_validate means, why it matters, a bad and a good example, its options and how to switch it off.",
		Effect:      Reads,
	}, (*call).explain)
}

func (c *call) explain(_ context.Context, in explainInput) (prose, error) {
	if r := rules.Lookup(in.Rule); r != nil {
		return prose(r.Manual()), nil
	}
	return "", unknownRule(in.Rule)
}
