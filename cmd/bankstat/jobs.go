package main

import (
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"path"
	"strings"

	"cortex/bank"
	"cortex/cmd/faces"
)

// job is what an agent does with one call, and the files that it would read whole without the tool.
type job struct {
	what, tool string
	arguments  map[string]any
	files      []string
}

func (j job) name() string { return strings.TrimPrefix(j.tool, "bank_") + ": " + j.what }

// jobsOn returns ten usual jobs on the first bank of a workspace: on the longest of its core files, which are those in its top
// folder, and on the last section of that.
func jobsOn(s *bank.Snapshot) ([]job, error) {
	if len(s.Banks()) == 0 {
		return nil, errors.New("there is no bank")
	}
	b := s.Banks()[0]
	var core []string
	longest := ""
	for _, p := range b.Paths {
		if path.Dir(p) == path.Clean(b.Root) && len(s.Sections(p)) > 0 {
			core = append(core, p)
			if longest == "" || s.File(p).Size() > s.File(longest).Size() {
				longest = p
			}
		}
	}
	if longest == "" {
		return nil, errors.New("no file in the top folder of the bank has sections")
	}
	sections := s.Sections(longest)
	last := sections[len(sections)-1]
	for len(last.Children) > 0 {
		last = last.Children[len(last.Children)-1]
	}
	title := last.Title
	one := []string{longest}
	return []job{
		{"what a task needs", "bank_load_context", map[string]any{"task": "continue the work on " + title}, core},
		{"the state of the bank", "bank_overview", map[string]any{}, b.Paths},
		{"the outline of a file", "bank_read", map[string]any{"path": longest}, one},
		{"one section", "bank_read", map[string]any{"path": longest, "section": title}, one},
		{"sections by words", "bank_search", map[string]any{"query": title}, core},
		{"a heading", "bank_search", map[string]any{"query": title, "mode": "heading"}, core},
		{"what leads to a file", "bank_links", map[string]any{"path": longest, "kind": "backlinks"}, b.Paths},
		{"what is wrong", "bank_validate", map[string]any{}, b.Paths},
		{"an entry in a section", "bank_edit", map[string]any{
			"path": longest, "if_hash": bank.HashOf(s.File(longest).Text()), "dry_run": true, "diff": "stat",
			"edits": []any{map[string]any{"op": "append_to_section", "section": title, "text": "- One more entry."}},
		}, one},
		{"another heading", "bank_rename", map[string]any{"path": longest, "section": title, "new_name": title + " again", "diff": "stat"}, b.Paths},
	}, nil
}

// printTokens prints for each job the tokens of the call with its answer, and those of the files that it spares.
func printTokens(w io.Writer, a *faces.Agent, s *bank.Snapshot, jobs []job) error {
	fmt.Fprintf(w, "\n%-38s %14s %14s\n", "tokens", "call, answer", "files whole")
	for _, j := range jobs {
		answer, err := a.Call(j.tool, j.arguments)
		if err != nil {
			return err
		}
		arguments, err := json.Marshal(j.arguments)
		if err != nil {
			return err
		}
		whole := 0
		for _, p := range j.files {
			whole += s.CountTokens(s.File(p).Text()).Count
		}
		fmt.Fprintf(w, "%-38s %14d %14d\n", j.name(), s.CountTokens(string(arguments)+answer.Text).Count, whole)
	}
	return nil
}
