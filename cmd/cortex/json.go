package main

import (
	"bufio"
	"encoding/json"
	"io"

	"cortex/markdown"
	"cortex/rules"
)

// jsonVersion is raised when something in the output changes its meaning or goes.
const jsonVersion = 1

// jsonReport is the output of "check --format json". Lists are never null.
type jsonReport struct {
	Version     int              `json:"version"`
	Summary     summary          `json:"summary"`
	Diagnostics []jsonDiagnostic `json:"diagnostics"`
}

type jsonDiagnostic struct {
	// Root is the absolute path of the workspace; only present if several were checked.
	Root string `json:"root,omitempty"`
	// Path is relative to the workspace, with slashes.
	Path     string        `json:"path"`
	Rule     string        `json:"rule"`
	Severity string        `json:"severity"`
	Message  string        `json:"message"`
	Start    position      `json:"start"`
	End      position      `json:"end"`
	Fixes    []jsonFix     `json:"fixes"`
	Related  []jsonRelated `json:"related"`
}

type jsonFix struct {
	Title string `json:"title"`
	Safe  bool   `json:"safe"`
}

type jsonRelated struct {
	Path    string   `json:"path"`
	Message string   `json:"message"`
	Start   position `json:"start"`
	End     position `json:"end"`
}

// printJSON writes the report to w as one object.
func printJSON(w io.Writer, r *report) error {
	out := jsonReport{Version: jsonVersion, Summary: r.summary, Diagnostics: []jsonDiagnostic{}}
	for _, ws := range r.workspaces {
		root := ""
		if len(r.workspaces) > 1 {
			root = ws.texts.snapshot.Root()
		}
		for _, d := range ws.listed {
			j := toJSON(ws.texts, d)
			j.Root = root
			out.Diagnostics = append(out.Diagnostics, j)
		}
	}
	return encodeJSON(w, out)
}

// encodeJSON writes v indented, with "<" and "&" as they are.
func encodeJSON(w io.Writer, v any) error {
	b := bufio.NewWriter(w)
	e := json.NewEncoder(b)
	e.SetEscapeHTML(false)
	e.SetIndent("", "  ")
	if err := e.Encode(v); err != nil {
		return err
	}
	return b.Flush()
}

func toJSON(t texts, d rules.Diagnostic) jsonDiagnostic {
	j := jsonDiagnostic{
		Path: d.Path, Rule: d.Rule, Severity: d.Severity.String(), Message: d.Message,
		Fixes: []jsonFix{}, Related: []jsonRelated{},
	}
	j.Start, j.End = t.positions(d.Path, d.Span)
	for _, f := range d.Fixes {
		j.Fixes = append(j.Fixes, jsonFix{f.Title, f.Safe})
	}
	for _, r := range d.Related {
		k := jsonRelated{Path: r.Path, Message: r.Message}
		k.Start, k.End = t.positions(r.Path, r.Span)
		j.Related = append(j.Related, k)
	}
	return j
}

func (t texts) positions(path string, span markdown.Span) (start, end position) {
	text := t.of(path)
	return text.position(span.Start), text.position(span.End)
}
