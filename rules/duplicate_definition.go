package rules

import (
	"fmt"

	"cortex/markdown"
)

var duplicateDefinition = Rule{
	Name:  "duplicate-definition",
	Title: "A link definition is hidden by an earlier one",
	Doc: `Of several definitions with one label (letter case does not count) Markdown takes the first. A later one has no effect: links
that were meant to lead to its target lead to the first's.

An agent that reads the source may take the other one and open another file than a person who clicks.

Fix: remove the later one. That is safe if both name the same target; else a person must say which was meant.

Switch it off where files are joined from parts that repeat their definitions.`,
	Bad: `# Patterns

See the [guide].

[guide]: https://example.com/guide
[Guide]: https://example.com/guide
`,
	Good: `# Patterns

See the [guide].

[guide]: https://example.com/guide
`,
	Severity: Warning,
	Scope:    ScopeDocument,
	Fixable:  FixSafe,
	Evidence: "2026-11: the 76 banks of the corpus have no link definition at all, so the rule is silent there; it exists for people who write by hand.",
	Since:    "0.1.0",
	Run:      runDuplicateDefinition,
}

func runDuplicateDefinition(p *Pass) {
	first := map[string]markdown.Definition{}
	for _, d := range p.Doc.Definitions {
		switch before, known := first[d.Name]; {
		case !known:
			first[d.Name] = d
		case !isRemark(d):
			p.Report(Diagnostic{
				Span:    d.Span,
				Message: fmt.Sprintf("%q is defined already, so that this definition has no effect", d.Label.In(p.Doc.Text)),
				Related: []Related{{p.Doc.Path, before.Span, "the definition that counts"}},
				Fixes:   p.removeDefinition(d, d.Destination == before.Destination),
			})
		}
	}
}
