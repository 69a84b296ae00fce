package mcp

import (
	"context"
	"slices"
	"strings"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"cortex/bank"
	"cortex/markdown"
	"cortex/rules"
)

// maxCompletions is how many values the protocol allows in an answer.
const maxCompletions = 100

// complete proposes values of an argument of a prompt or of a resource's name.
func (s *Server) complete(ctx context.Context, r *sdk.CompleteRequest) (*sdk.CompleteResult, error) {
	all, err := s.callOf(r).candidates(ctx, r.Params)
	if err != nil && refusal(err).code != codeNoBank {
		return nil, protocolError(err)
	}
	fitting := fitting(all, r.Params.Argument.Value)
	shown := append([]string{}, fitting[:min(len(fitting), maxCompletions)]...)
	return &sdk.CompleteResult{Completion: sdk.CompletionResultDetails{
		Values: shown, Total: len(fitting), HasMore: len(shown) < len(fitting),
	}}, nil
}

// candidates returns all values that an argument can have, none for one whose values nobody knows.
func (c *call) candidates(ctx context.Context, p *sdk.CompleteParams) ([]string, error) {
	switch {
	case p.Argument.Name == "profile":
		return profileNames(), nil
	case p.Argument.Name == "id" && p.Ref.URI == ruleTemplate:
		return ruleNames(), nil
	case p.Argument.Name == "path", p.Argument.Name == "section":
		v, err := c.current(ctx)
		if err != nil {
			return nil, err
		}
		if p.Argument.Name == "path" {
			return v.files(), nil
		}
		return v.sectionTitles(p.Context)
	}
	return nil, nil
}

// sectionTitles returns the sections of the file that another argument names.
func (v *view) sectionTitles(given *sdk.CompleteContext) ([]string, error) {
	if given == nil || given.Arguments["path"] == "" {
		return nil, nil
	}
	path, err := v.file(given.Arguments["path"])
	if err != nil {
		return nil, err
	}
	var titles []string
	v.eachSection(path, func(_ int, s *markdown.Section) { titles = append(titles, bank.OneLine(s.Title)) })
	return titles, nil
}

// fitting returns the values that have the typed text in them, those that begin with it first.
func fitting(all []string, typed string) []string {
	typed = strings.ToLower(typed)
	var first, rest []string
	for _, value := range all {
		switch lower := strings.ToLower(value); {
		case strings.HasPrefix(lower, typed):
			first = append(first, value)
		case strings.Contains(lower, typed):
			rest = append(rest, value)
		}
	}
	return slices.Concat(first, rest)
}

func ruleNames() []string {
	var names []string
	for _, r := range rules.All() {
		names = append(names, r.Name)
	}
	return names
}

func profileNames() []string {
	var names []string
	for _, p := range rules.Profiles() {
		names = append(names, p.Name)
	}
	return names
}
