package mcp

import (
	"context"
	"fmt"

	"cortex/bank"
	"cortex/rules"
)

type linksInput struct {
	Path   string `json:"path,omitempty" doc:"file or file#section; without: the whole bank"`
	Kind   string `json:"kind" enum:"all|backlinks|outgoing|includes|broken" default:"all"`
	Depth  int    `json:"depth" default:"1" min:"1" max:"10" doc:"how many links to follow"`
	Format string `json:"format" enum:"list|mermaid|dot" default:"list"`
	Limit  int    `json:"limit" default:"100" min:"1" max:"1000"`
	Cursor string `json:"cursor,omitempty"`
}

type linksAnswer struct {
	// Total counts the links on all pages.
	Total int `json:"total"`
	// Links are "line kind target" by the file in which they stand.
	Links map[string][]string `json:"links,omitzero"`
	// Graph is the text of a graph, in place of the links.
	Graph      string `json:"graph,omitempty"`
	NextCursor string `json:"next_cursor,omitempty"`
}

// words of a graph are the graph itself.
func (a linksAnswer) words() string {
	if a.Graph != "" && a.NextCursor != "" {
		return fmt.Sprintf("%s\n[next_cursor=%s]\n", a.Graph, a.NextCursor)
	}
	return a.Graph
}

func linksTool() Tool {
	return newTool(Tool{
		Name:        "bank_links",
		Title:       "Follow links",
		Description: "What leads where: links and includes of and to a file or section, or all that are broken, as a list or a graph.",
		Effect:      Reads,
	}, (*call).links)
}

func (c *call) links(ctx context.Context, in linksInput) (linksAnswer, error) {
	v, err := c.current(ctx)
	if err != nil {
		return linksAnswer{}, err
	}
	q, err := v.edgeQuery(in)
	if err != nil {
		return linksAnswer{}, err
	}
	edges, err := v.Edges(ctx, q)
	if err != nil {
		return linksAnswer{}, err
	}
	var wanted []bank.Edge
	for _, e := range edges {
		if bank.Below(e.From, v.scope) && (in.Kind != "includes" || e.Kind == rules.ReferenceInclude) && (in.Kind != "broken" || e.Broken) {
			wanted = append(wanted, e)
		}
	}
	question := in
	question.Cursor, question.Limit = "", 0
	page, next, err := paged(wanted, in.Limit, in.Cursor, question)
	if err != nil {
		return linksAnswer{}, err
	}
	a := linksAnswer{Total: len(wanted), NextCursor: next}
	switch in.Format {
	case "mermaid":
		a.Graph = mermaid(page)
	case "dot":
		a.Graph = dot(page)
	default:
		a.Links = v.linkLines(page)
	}
	return a, nil
}

func (v *view) edgeQuery(in linksInput) (bank.EdgeQuery, error) {
	q := bank.EdgeQuery{Depth: in.Depth, Outgoing: in.Kind != "backlinks", Incoming: in.Kind == "all" || in.Kind == "backlinks"}
	if in.Path == "" {
		return q, nil
	}
	var fragment string
	var err error
	if q.Path, fragment, err = v.named(in.Path); err != nil {
		return q, err
	}
	if fragment != "" {
		q.Section, err = v.FindSection(q.Path, fragment)
	}
	return q, err
}

// linkLines returns the concise form of links.
func (v *view) linkLines(edges []bank.Edge) map[string][]string {
	lines := map[string][]string{}
	for _, e := range edges {
		line, _ := position(v.Snapshot, e.From, e.Span.Start)
		text := fmt.Sprintf("%d %s %s", line, edgeKind(e.Kind), bank.OneLine(target(e)))
		if e.Broken {
			text += " (broken)"
		}
		lines[e.From] = append(lines[e.From], text)
	}
	return lines
}

func target(e bank.Edge) string {
	if e.Fragment == "" {
		return e.To
	}
	return e.To + "#" + e.Fragment
}

// edgeKind names a link's syntax.
func edgeKind(k rules.ReferenceKind) string {
	switch k {
	case rules.ReferenceInclude:
		return "include"
	case rules.ReferenceWiki:
		return "wiki"
	case rules.ReferenceMention:
		return "mention"
	case rules.ReferenceTask:
		return "task"
	}
	return "link"
}
