package mcp

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

const linkedBank = `
-- memory-bank/progress.md --
# Progress

See [the brief](projectbrief.md#goals) and [nothing](gone.md).

{{include: projectbrief.md}}
-- memory-bank/projectbrief.md --
# Project Brief

## Goals

[Progress](progress.md)
-- memory-bank/techContext.md --
# Tech Context
`

func TestLinksAreListed(t *testing.T) {
	c := serve(t, newWorkspace(t, linkedBank))
	progress, brief := "memory-bank/progress.md", "memory-bank/projectbrief.md"
	out := map[string][]string{progress: {
		"3 link memory-bank/projectbrief.md#goals", "3 link memory-bank/gone.md (broken)", "5 include memory-bank/projectbrief.md",
	}}
	back := map[string][]string{brief: {"5 link memory-bank/progress.md"}}
	for _, tt := range []struct {
		in   arguments
		want map[string][]string
	}{
		{arguments{}, map[string][]string{progress: out[progress], brief: back[brief]}},
		{arguments{"path": "progress.md"}, map[string][]string{progress: out[progress], brief: back[brief]}},
		{arguments{"path": "progress.md", "kind": "outgoing"}, out},
		{arguments{"path": "progress.md", "kind": "outgoing", "depth": 2}, map[string][]string{progress: out[progress], brief: back[brief]}},
		{arguments{"path": "progress.md", "kind": "backlinks"}, back},
		{arguments{"path": "projectbrief.md#goals", "kind": "backlinks"}, map[string][]string{progress: out[progress][:1]}},
		{arguments{"kind": "broken"}, map[string][]string{progress: out[progress][1:2]}},
		{arguments{"kind": "includes"}, map[string][]string{progress: out[progress][2:]}},
		{arguments{"path": "techContext.md"}, map[string][]string{}},
	} {
		if diff := cmp.Diff(tt.want, ask[linksAnswer](c, "bank_links", tt.in).Links); diff != "" {
			t.Errorf("%v (-want +got):\n%s", tt.in, diff)
		}
	}
}

func TestLinksAreDrawn(t *testing.T) {
	c := serve(t, newWorkspace(t, linkedBank))
	for format, want := range map[string]string{
		"mermaid": `flowchart LR
  n0["memory-bank/progress.md"] --> n1["memory-bank/projectbrief.md"]
  n0 --x n2["memory-bank/gone.md"]
  n0 -.-> n1
  n1 --> n0
`,
		"dot": `digraph bank {
  rankdir=LR;
  node [shape=box];
  "memory-bank/progress.md" -> "memory-bank/projectbrief.md";
  "memory-bank/progress.md" -> "memory-bank/gone.md" [color=red];
  "memory-bank/progress.md" -> "memory-bank/projectbrief.md" [style=dashed];
  "memory-bank/projectbrief.md" -> "memory-bank/progress.md";
}
`,
	} {
		a := ask[linksAnswer](c, "bank_links", arguments{"format": format})
		if a.Graph != want || a.Links != nil || c.text("bank_links", arguments{"format": format}) != want {
			t.Errorf("%s:\n%s", format, a.Graph)
		}
	}
	first := ask[linksAnswer](c, "bank_links", arguments{"limit": 3})
	rest := ask[linksAnswer](c, "bank_links", arguments{"limit": 3, "cursor": first.NextCursor})
	if first.Total != 4 || len(rest.Links) != 1 || rest.NextCursor != "" {
		t.Errorf("pages: %+v, %+v", first, rest)
	}
}

func TestNamesCannotBreakADrawing(t *testing.T) {
	if got := mermaidText("a\"]; click <b>`\n"); strings.ContainsAny(got, "\"<>`\n") {
		t.Errorf("mermaid: %q", got)
	}
	if got := dotText("a\\\"b\n"); got != `"a\\\"b"` {
		t.Errorf("dot: %s", got)
	}
}
