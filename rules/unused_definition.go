package rules

import (
	"fmt"
	"strings"

	"cortex/markdown"
)

var unusedDefinition = Rule{
	Name:  "unused-definition",
	Title: "A link definition is never used",
	Doc: `A line such as ` + "`[guide]: docs/guide.md`" + ` is shown nowhere: it only gives reference links their target. When no link names it, it
has no effect. Either the links were removed, or the line was meant as text and has vanished from what people see.

To an agent, which reads the source, it looks like a reference that matters: it may open a file that nothing in the text refers to.

Definitions that are used as comments (` + "`[//]: # (text)`" + `) are left alone, and so are those that another one hides: see duplicate-definition.

Fix: remove the definition.

Switch it off for banks that keep definitions in store.`,
	Bad: `# Patterns

See the [guide][guide].

[guide]: https://example.com/guide
[old]: https://example.com/old
`,
	Good: `# Patterns

See the [guide][guide].

[guide]: https://example.com/guide
`,
	Severity:    Hint,
	Scope:       ScopeDocument,
	Fixable:     FixSafe,
	Unnecessary: true,
	Evidence:    "2026-11: the 76 banks of the corpus have no link definition at all, so the rule is silent there; it exists for people who write by hand.",
	Since:       "0.1.0",
	Run:         runUnusedDefinition,
}

func runUnusedDefinition(p *Pass) {
	// What is not parsed may hold the link.
	if len(p.Doc.Definitions) == 0 || len(p.Doc.Unparsed) > 0 {
		return
	}
	used := map[string]bool{}
	for _, l := range p.Doc.Links {
		used[l.Label] = true
	}
	for _, d := range p.Doc.Definitions {
		if !d.Hidden && !used[d.Name] && !isRemark(d) {
			p.Report(Diagnostic{
				Span:    d.Span,
				Message: fmt.Sprintf("no link uses the definition %q", d.Label.In(p.Doc.Text)),
				// What looks like no target may be text that has vanished.
				Fixes: p.removeDefinition(d, strings.ContainsAny(d.Destination, "./#:")),
			})
		}
	}
}

// isRemark tells a definition that is a comment: "[//]: # (text)", "[comment]: <> (text)".
func isRemark(d markdown.Definition) bool {
	return d.Destination == "#" || d.Destination == "" || strings.HasPrefix(d.Name, "//") || strings.EqualFold(d.Name, "comment")
}

// removeDefinition returns the fix that removes the lines of a definition. It has
// none in a quote or list, whose marks stand on the same line.
func (p *Pass) removeDefinition(d markdown.Definition, safe bool) []Fix {
	first, last := p.Doc.Lines.OffsetLine(d.Span.Start), p.Doc.Lines.OffsetLine(d.Span.End)
	if strings.TrimSpace(p.Doc.Text[p.Doc.Lines.LineSpan(first).Start:d.Span.Start]) != "" {
		return nil
	}
	if first > 0 && last+1 < p.Doc.Lines.Count() && p.blankLine(first-1) && p.blankLine(last+1) {
		last++ // one blank line is enough
	}
	return []Fix{p.edit("Remove the definition", safe, cutLines(p.Doc, first, last))}
}

func (p *Pass) blankLine(line int) bool {
	return strings.TrimSpace(p.Doc.Lines.LineSpan(line).In(p.Doc.Text)) == ""
}
