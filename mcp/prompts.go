package mcp

import (
	"context"
	"fmt"
	"strings"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

// prompt is what a user may have said to the model by choosing it from a menu.
type prompt struct {
	name, title, description string
	arguments                []*sdk.PromptArgument
	// words returns what is said, with the arguments that are given.
	words func(given map[string]string) string
}

// prompts returns all prompts. It is the one such list.
func prompts() []prompt {
	return []prompt{
		{
			"load_memory_bank", "Load the memory bank", "Read what a task needs from the memory bank before it begins.",
			[]*sdk.PromptArgument{{Name: "task", Description: "what is to be done", Required: true}},
			func(given map[string]string) string {
				return fmt.Sprintf("Before you begin, load what you need from the project's memory bank: call bank_load_context with the task below, "+
					"read more with bank_read or bank_search where that is not enough, and tell me in a few lines what you take from it.\n\nTask: %s", given["task"])
			},
		},
		{
			"update_memory_bank", "Update the memory bank", "Write what has changed into the memory bank.",
			[]*sdk.PromptArgument{{Name: "what", Description: "what has changed; without: all of this session"}},
			func(given map[string]string) string {
				what := given["what"]
				if what == "" {
					what = "what was done, decided and learned in this session"
				}
				return fmt.Sprintf("Update the project's memory bank with the following. Call bank_overview, read the sections concerned with bank_read, change them "+
					"with bank_edit, a section at a time and with the hash that you read, and take out what is no longer true. Finish with bank_validate and mend "+
					"what your edits caused.\n\nWhat has changed: %s", what)
			},
		},
		{
			"review_memory_bank", "Review the memory bank", "Find what is wrong, stale or missing in the memory bank.",
			[]*sdk.PromptArgument{{Name: "path", Description: "only this file"}, {Name: "section", Description: "only this section of it"}},
			func(given map[string]string) string {
				scope := "the project's memory bank"
				if given["path"] != "" {
					scope = fmt.Sprintf("%q of the project's memory bank", strings.Trim(given["path"]+"#"+given["section"], "#"))
				}
				return fmt.Sprintf("Review %s. Call bank_validate with min_severity=information, look up with bank_explain what you are not sure about, and read "+
					"with bank_read what is concerned. Then tell me what is wrong, stale, contradicting or missing, the gravest first, and what you would change. Change nothing yet.", scope)
			},
		},
		{
			"init_memory_bank", "Start a memory bank", "Make a memory bank for this project.",
			[]*sdk.PromptArgument{{Name: "profile", Description: "the convention it follows"}},
			func(given map[string]string) string {
				profile := ""
				if given["profile"] != "" {
					profile = fmt.Sprintf(" with profile=%q", given["profile"])
				}
				return fmt.Sprintf("Start a memory bank for this project: call bank_init%s to see what would be made, and again with apply=true. Then fill its files from what "+
					"the project itself says (its README, its code, its documents), section by section with bank_edit, and leave out what you do not know. "+
					"Finish with bank_validate.", profile)
			},
		},
	}
}

// addPrompts offers the prompts; a server that only reads offers those that change nothing.
func (s *Server) addPrompts() {
	for _, p := range prompts() {
		if s.readOnly && p.name != "load_memory_bank" && p.name != "review_memory_bank" {
			continue
		}
		told := &sdk.Prompt{Name: p.name, Title: p.title, Description: p.description, Arguments: p.arguments}
		s.sdk.AddPrompt(told, func(_ context.Context, r *sdk.GetPromptRequest) (*sdk.GetPromptResult, error) {
			return p.said(r.Params.Arguments)
		})
	}
}

func (p prompt) said(given map[string]string) (*sdk.GetPromptResult, error) {
	for _, a := range p.arguments {
		if a.Required && strings.TrimSpace(given[a.Name]) == "" {
			return nil, protocolError(refuse(codeBadArgument, "argument %q is missing: %s", a.Name, a.Description))
		}
	}
	message := &sdk.PromptMessage{Role: "user", Content: &sdk.TextContent{Text: p.words(given)}}
	return &sdk.GetPromptResult{Description: p.description, Messages: []*sdk.PromptMessage{message}}, nil
}
