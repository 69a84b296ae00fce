package mcp

import (
	"fmt"
	"strings"

	"cortex/bank"
	"cortex/rules"
)

// arc is what a graph draws between two files: one of all links of a kind.
type arc struct {
	from, to        string
	include, broken bool
}

// arcs returns what is to be drawn, in the order of the links.
func arcs(edges []bank.Edge) []arc {
	seen := map[arc]bool{}
	var all []arc
	for _, e := range edges {
		a := arc{e.From, e.To, e.Kind == rules.ReferenceInclude, e.Broken}
		if !seen[a] {
			seen[a] = true
			all = append(all, a)
		}
	}
	return all
}

// mermaid draws links as a flow chart: includes are dotted, broken links end in a cross.
func mermaid(edges []bank.Edge) string {
	var b strings.Builder
	b.WriteString("flowchart LR\n")
	numbers := map[string]int{}
	node := func(path string) string {
		n, known := numbers[path]
		if known {
			return fmt.Sprintf("n%d", n)
		}
		numbers[path] = len(numbers)
		return fmt.Sprintf("n%d[\"%s\"]", numbers[path], mermaidText(path))
	}
	for _, a := range arcs(edges) {
		arrow := "-->"
		switch {
		case a.broken:
			arrow = "--x"
		case a.include:
			arrow = "-.->"
		}
		from := node(a.from)
		fmt.Fprintf(&b, "  %s %s %s\n", from, arrow, node(a.to))
	}
	return b.String()
}

// mermaidText writes what would end a label or begin markup as entities.
func mermaidText(text string) string {
	return strings.NewReplacer("&", "#amp;", "\"", "#quot;", "<", "#lt;", ">", "#gt;", "`", "#96;").Replace(bank.OneLine(text))
}

// dot draws links for Graphviz: includes are dashed, broken links red.
func dot(edges []bank.Edge) string {
	var b strings.Builder
	b.WriteString("digraph bank {\n  rankdir=LR;\n  node [shape=box];\n")
	for _, a := range arcs(edges) {
		style := ""
		switch {
		case a.broken:
			style = " [color=red]"
		case a.include:
			style = " [style=dashed]"
		}
		fmt.Fprintf(&b, "  %s -> %s%s;\n", dotText(a.from), dotText(a.to), style)
	}
	return b.String() + "}\n"
}

func dotText(text string) string {
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`).Replace(bank.OneLine(text)) + `"`
}
