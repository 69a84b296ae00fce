package mcp

import (
	"context"
	"time"

	"cortex/bank"
	"cortex/rules"
)

// maxListed bounds the files of all banks that an overview lists; the others can be found by searching.
const maxListed = 300

type overviewInput struct {
	Files bool `json:"files" default:"false" doc:"list the files with role, tokens, date and hash"`
}

type overviewAnswer struct {
	// Workspace is the absolute path that all paths are relative to.
	Workspace      string        `json:"workspace"`
	Banks          []bankSummary `json:"banks"`
	Unsaved        []string      `json:"unsaved"`
	EditorAttached bool          `json:"editor_attached"`
	ReadOnly       bool          `json:"read_only"`
}

type bankSummary struct {
	Path    string `json:"path"`
	Profile string `json:"profile,omitempty"`
	// Declared tells a profile that the configuration names from one that was only recognised.
	Declared bool `json:"declared"`
	Files    int  `json:"files"`
	Tokens   int  `json:"tokens"`
	// Estimated tells that the tokens of a very large bank are not counted.
	Estimated bool     `json:"estimated,omitempty"`
	Budget    int      `json:"budget"`
	Errors    int      `json:"errors"`
	Warnings  int      `json:"warnings"`
	Missing   []string `json:"missing"`
	// Listed are the files, if they were asked for; Omitted counts those beyond the limit.
	Listed  []fileSummary `json:"listed,omitempty"`
	Omitted int           `json:"omitted,omitempty"`
}

type fileSummary struct {
	Path    string `json:"path"`
	Role    string `json:"role"`
	Tokens  int    `json:"tokens"`
	Updated string `json:"updated,omitempty"`
	Hash    string `json:"hash"`
}

func overviewTool() Tool {
	return newTool(Tool{
		Name:        "bank_overview",
		Title:       "Look at the memory bank",
		Description: "The memory banks of the project: profile, number of files, tokens and their budget, errors, what is missing; with files=true every file.",
		Effect:      Reads,
	}, (*call).overview)
}

func (c *call) overview(ctx context.Context, in overviewInput) (overviewAnswer, error) {
	v, err := c.informed(ctx)
	if err != nil {
		return overviewAnswer{}, err
	}
	results, err := v.Check(ctx, c)
	if err != nil {
		return overviewAnswer{}, err
	}
	a := overviewAnswer{Workspace: v.Root(), Banks: []bankSummary{}, Unsaved: []string{}, EditorAttached: v.open != nil, ReadOnly: c.server.readOnly}
	room := maxListed
	for _, b := range v.banks() {
		o := v.Overview(b)
		s := summaryOf(o)
		for _, f := range o.Files {
			s.count(results.Found.In(f.Path))
			if f.Unsaved {
				a.Unsaved = append(a.Unsaved, f.Path)
			}
		}
		if in.Files {
			s.list(v, o, room)
			room -= len(s.Listed)
		}
		a.Banks = append(a.Banks, s)
	}
	return a, nil
}

func summaryOf(o bank.Overview) bankSummary {
	s := bankSummary{
		Path: o.Root, Declared: o.Declared, Files: len(o.Files), Tokens: o.Tokens.Count, Estimated: !o.Tokens.Exact, Budget: o.Budget,
		Missing: append([]string{}, o.Missing...),
	}
	if o.Profile != nil {
		s.Profile = o.Profile.Name
	}
	return s
}

func (s *bankSummary) count(found []rules.Diagnostic) {
	for _, d := range found {
		switch d.Severity {
		case rules.Error:
			s.Errors++
		case rules.Warning:
			s.Warnings++
		}
	}
}

// list adds the first files, in order of their paths.
func (s *bankSummary) list(v *view, o bank.Overview, most int) {
	for _, f := range o.Files[:min(len(o.Files), most)] {
		listed := fileSummary{Path: f.Path, Role: f.Role, Tokens: f.Tokens.Count, Hash: v.File(f.Path).Hash()}
		if !f.Changed.IsZero() {
			listed.Updated = f.Changed.UTC().Format(time.DateOnly)
		}
		s.Listed = append(s.Listed, listed)
	}
	s.Omitted = len(o.Files) - len(s.Listed)
}
