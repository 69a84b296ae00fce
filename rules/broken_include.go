package rules

import (
	"fmt"
	"strconv"
	"strings"

	"cortex/markdown"
)

var brokenInclude = Rule{
	Name:     "broken-include",
	Title:    "An include cannot be resolved",
	Severity: Error,
	Scope:    ScopeDocument,
	Fixable:  FixSafe,
	Since:    "0.1.0",
	Doc: "`{{include: file.md#Section|lines=5|recursive=false}}` " + `stands for the text of another document of the
bank, or of one of its sections: the body without the heading. The file is looked for relative to the document, then from the
bank's root, never outside the bank. The section is named by its heading, without regard to letter case, or by its slug.

Reported are a file or section that does not exist, a path that leaves the bank, an unknown option, a value that
the option does not take ("lines" takes a number above 0, "recursive" true or false), includes nested deeper than five levels,
and more than 1 MB of text in all.

An agent that reads the resolved bank gets an error message in place of the text, which is often the part that
several documents depend on.

Switch it off in banks that use the same braces for something else.`,
	Bad: `-- memory-bank/activeContext.md --
# Active Context

{{include: product-context.md#Goals|line=5}}
-- memory-bank/productContext.md --
# Product

## Goals

Fast answers.
`,
	Good: `-- memory-bank/activeContext.md --
# Active Context

{{include: productContext.md#Goals|lines=5}}
-- memory-bank/productContext.md --
# Product

## Goals

Fast answers.
`,
	Evidence: "PLACEHOLDER 2026-11",
	Run:      runBrokenInclude,
}

func runBrokenInclude(p *Pass) {
	w := &includeWeigher{newIncluder(p.Workspace), map[weightKey]includeWeight{}, maxWeighed}
	w.documents[p.Doc.Path] = p.Doc
	for _, inc := range p.Doc.Includes {
		for _, o := range inc.Options {
			checkIncludeOption(p, o)
		}
		checkInclude(p, w, inc)
	}
}

func checkIncludeOption(p *Pass, o markdown.IncludeOption) {
	switch strings.ToLower(o.Key) {
	case "lines":
		if n, err := strconv.Atoi(o.Value); err != nil || n < 1 {
			p.Reportf(o.Span, "option \"lines\" is %q, want a number above 0", o.Value)
		}
	case "recursive":
		if v := strings.ToLower(o.Value); v != "true" && v != "false" {
			p.Reportf(o.Span, "option \"recursive\" is %q, want true or false", o.Value)
		}
	default:
		reportUnknownOption(p, o)
	}
}

func reportUnknownOption(p *Pass, o markdown.IncludeOption) {
	d := Diagnostic{Span: o.Span, Message: fmt.Sprintf("unknown option %q, want lines or recursive", o.Key)}
	if key, ok := Nearest(o.Key, []string{"lines", "recursive"}); ok {
		d.Message = fmt.Sprintf("unknown option %q; did you mean %q?", o.Key, key)
		written := o.Span.In(p.Doc.Text)
		d.Fixes = []Fix{p.change(o.Span, strings.Replace(written, o.Key, key, 1), false)}
	}
	p.Report(d)
}

func checkInclude(p *Pass, w *includeWeigher, inc markdown.Include) {
	if inc.Path == "" {
		p.Reportf(inc.Span, "include names no file, want {{include: file.md}}")
		return
	}
	if placeholder.MatchString(inc.Path) {
		return
	}
	name, found := resolveInclude(p.Workspace, p.Doc.Path, inc.Path)
	switch found {
	case includeOutside:
		p.Reportf(inc.PathSpan, "include target %q is outside the bank", inc.Path)
	case includeFolder:
		p.Reportf(inc.PathSpan, "include target %q is a folder, want a file", inc.Path)
	case includeMissing:
		reportMissingInclude(p, inc, name)
	case includeFile:
		checkIncludedText(p, w, inc, name)
	}
}

func reportMissingInclude(p *Pass, inc markdown.Include, meant string) {
	d := Diagnostic{Span: inc.PathSpan, Message: fmt.Sprintf("include target %q does not exist", inc.Path)}
	s, ok := suggestTarget(p.Workspace, p.Doc.Path, target{path: inc.Path}, meant)
	if ok && within(p.Bank.Root, s.path) && isMarkdown(s.path) {
		written := relativePath(p.Doc.Path, s.path)
		d.Message += fmt.Sprintf("; did you mean %q?", written)
		d.Fixes = []Fix{p.change(inc.PathSpan, written, s.sure)}
	}
	p.Report(d)
}

// checkIncludedText judges an include whose file exists.
func checkIncludedText(p *Pass, w *includeWeigher, inc markdown.Include, name string) {
	doc := w.document(name)
	if doc == nil {
		return
	}
	g, ok := regionOf(doc, inc.Section)
	if !ok {
		reportMissingSection(p, doc, inc)
		return
	}
	if !isRecursive(inc) {
		return
	}
	switch weight := w.weigh(g, 1); {
	case weight.tooDeep:
		reportTooDeep(p, w, inc, g)
	case weight.size > maxIncludedSize:
		p.Reportf(inc.Target, "include resolves to more than 1 MB")
	}
}

func reportMissingSection(p *Pass, doc *markdown.Document, inc markdown.Include) {
	d := Diagnostic{
		Span:    inc.SectionSpan,
		Message: fmt.Sprintf("no section %q in %q", inc.Section, nameInBank(p.Bank.Root, doc.Path)),
	}
	if s, sure := suggestSection(doc, inc.Section); s != nil {
		written := s.Title
		if strings.ContainsAny(written, "|,{}#\r\n") || written == "" {
			written = s.Slug
		}
		d.Message += fmt.Sprintf("; did you mean %q?", written)
		d.Fixes = []Fix{p.change(inc.SectionSpan, written, sure)}
	}
	p.Report(d)
}

// suggestSection returns the section that a name which is no heading probably means, nil if none.
func suggestSection(doc *markdown.Document, name string) (*markdown.Section, bool) {
	sections := map[string]*markdown.Section{}
	var slugs []string
	for s := range doc.All() {
		sections[s.Slug] = s
		slugs = append(slugs, s.Slug)
	}
	slug, sure := suggestAnchor(strings.Join(strings.Fields(name), "-"), slugs)
	return sections[slug], sure
}

// reportTooDeep stays silent where the chain is a cycle: another rule reports those.
func reportTooDeep(p *Pass, w *includeWeigher, inc markdown.Include, g region) {
	chain := []string{nameInBank(p.Bank.Root, p.Doc.Path)}
	seen := map[region]bool{}
	for level := 1; level <= maxIncludeDepth+1; level++ {
		if seen[g] || g.path == p.Doc.Path && g.span.Contains(inc.Span) {
			return
		}
		seen[g] = true
		chain = append(chain, nameInBank(p.Bank.Root, g.path))
		g = w.weigh(g, level).next
	}
	p.Reportf(inc.Target, "includes are nested deeper than %d levels: %s", maxIncludeDepth, strings.Join(chain, " -> "))
}
