package rules

import (
	"fmt"
	"regexp"
	"strings"

	"cortex/markdown"
)

var brokenAnchor = Rule{
	Name:     "broken-anchor",
	Title:    "A link names a heading that does not exist",
	Severity: Warning,
	Scope:    ScopeDocument,
	Fixable:  FixSafe,
	Since:    "0.1.0",
	Doc: `The part of a link's target after "#" is compared with the anchors of the document it leads to: this one
or another document of a bank. Anchors are what GitHub makes of headings (lower case, spaces as hyphens,
punctuation and emoji dropped, a number for repeats), ids in HTML, and footnotes.

A table of contents is how an agent finds the part of a long file that it needs without reading all of it. An entry
that leads nowhere sends it through the whole file. The usual causes are a number, an emoji or a suffix such as
"done" that a heading got later.

Line anchors (` + "`#L10`" + `), "#" and "#top" are understood. Anchors into files that are no documents of a bank are not judged.

Fixes: change the fragment to the anchor that it can only mean. That is safe if the letters and digits are the same.

Switch it off where another tool makes the anchors by other rules than GitHub's.`,
	Bad: `# Patterns

[Data flow](#data--flow)

## Data Flow
`,
	Good: `# Patterns

[Data flow](#data-flow)

## Data Flow
`,
	Evidence: `PLACEHOLDER 2026-11`,
	Run:      runBrokenAnchor,
}

func runBrokenAnchor(p *Pass) {
	for d := range destinations(p.Doc) {
		if d.fragment == "" || builtInFragment(d.fragment) {
			continue
		}
		if doc := linkedDocument(p, d.path); doc != nil {
			checkAnchor(p, doc, d)
		}
	}
}

// linkedDocument returns the document that a link's path leads to, nil if it is none of a bank.
func linkedDocument(p *Pass, raw string) *markdown.Document {
	if raw == "" {
		return p.Doc
	}
	switch r := resolve(p.Workspace, p.Doc.Path, raw); {
	case r.kind != RegularFile || !isMarkdown(r.path):
		return nil
	case r.path == p.Doc.Path:
		return p.Doc
	default:
		return p.Workspace.Document(r.path)
	}
}

// fragmentElsewhere matches fragments that no anchor in the text stands for: lines,
// the top of the page, text fragments, what GitHub adds for footnotes, and placeholders.
var fragmentElsewhere = regexp.MustCompile(`^(L\d+(C\d+)?(-L?\d+(C\d+)?)?|(?i:top)|:~:.*|fn(ref)?-.*|.*[{}<>$].*|\.\.\.|…)$`)

func builtInFragment(fragment string) bool { return fragmentElsewhere.MatchString(fragment) }

func checkAnchor(p *Pass, doc *markdown.Document, d destination) {
	fragment := strings.TrimPrefix(d.fragment, "user-content-")
	if _, ok := doc.Anchor(fragment); ok || builtInFragment(fragment) {
		return
	}
	written := d.fragmentSpan.In(p.Doc.Text)
	message := fmt.Sprintf("no heading for %q", "#"+written)
	if doc != p.Doc {
		message += fmt.Sprintf(" in %q", relativePath(p.Doc.Path, doc.Path))
	}
	var fixes []Fix
	if slug, sure := suggestAnchor(fragment, slugsOf(doc)); slug != "" {
		message += fmt.Sprintf("; did you mean %q?", "#"+slug)
		fix := p.change(d.fragmentSpan, escapeTarget(slug, d.bracketed(p.Doc.Text)), sure)
		fix.Title = fmt.Sprintf("Change to %q", "#"+slug)
		fixes = append(fixes, fix)
	}
	p.Report(Diagnostic{Span: d.fragmentSpan, Message: message, Fixes: fixes})
}

func slugsOf(doc *markdown.Document) []string {
	slugs := make([]string, len(doc.Anchors))
	for i, a := range doc.Anchors {
		slugs[i] = a.Slug
	}
	return slugs
}
