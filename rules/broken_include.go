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

The rule reports a file or section that does not exist, a path that leaves the bank, an unknown option, a value that
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
	Evidence: "No bank of the corpus includes anything; the two mentions of the syntax stand in code and are not reported (2026-11).",
	Run:      runBrokenInclude,
}

func runBrokenInclude(p *Pass) {
	if len(p.Doc.Includes) == 0 {
		return
	}
	c := includeCheck{
		Pass:           p,
		includeWeigher: &includeWeigher{newIncluder(p.Workspace), map[weightKey]includeWeight{}, maxWeighed},
		near:           newTargetSuggester(p.Workspace, p.Doc.Path),
		nearSections:   map[string]*anchorSuggester{},
	}
	c.documents[p.Doc.Path] = p.Doc
	for _, inc := range p.Doc.Includes {
		for _, o := range inc.Options {
			c.checkOption(o)
		}
		c.check(inc)
	}
}

// includeCheck is one run on one document.
type includeCheck struct {
	*Pass
	*includeWeigher
	near *targetSuggester
	// nearSections are made for the first missing section of a document.
	nearSections map[string]*anchorSuggester
}

func (c includeCheck) checkOption(o markdown.IncludeOption) {
	switch strings.ToLower(o.Key) {
	case "lines":
		if n, err := strconv.Atoi(o.Value); err != nil || n < 1 {
			c.Reportf(o.Span, "option \"lines\" is %q, want a number above 0", o.Value)
		}
	case "recursive":
		if v := strings.ToLower(o.Value); v != "true" && v != "false" {
			c.Reportf(o.Span, "option \"recursive\" is %q, want true or false", o.Value)
		}
	default:
		c.reportUnknownOption(o)
	}
}

func (c includeCheck) reportUnknownOption(o markdown.IncludeOption) {
	d := Diagnostic{Span: o.Span, Message: fmt.Sprintf("unknown option %q, want lines or recursive", o.Key)}
	if key, ok := Nearest(o.Key, []string{"lines", "recursive"}); ok {
		d.Message = fmt.Sprintf("unknown option %q; did you mean %q?", o.Key, key)
		written := o.Span.In(c.Doc.Text)
		d.Fixes = []Fix{c.change(o.Span, strings.Replace(written, o.Key, key, 1), false)}
	}
	c.Report(d)
}

func (c includeCheck) check(inc markdown.Include) {
	if inc.Path == "" {
		c.Reportf(inc.Span, "include names no file, want {{include: file.md}}")
		return
	}
	if isPlaceholder(inc.Path) {
		return
	}
	name, found := resolveInclude(c.Workspace, c.Doc.Path, inc.Path)
	switch found {
	case includeOutside:
		c.Reportf(inc.PathSpan, "include target %q is outside the bank", inc.Path)
	case includeFolder:
		c.Reportf(inc.PathSpan, "include target %q is a folder, want a file", inc.Path)
	case includeMissing:
		c.reportMissing(inc, name)
	case includeFile:
		c.checkText(inc, name)
	}
}

func (c includeCheck) reportMissing(inc markdown.Include, meant string) {
	d := Diagnostic{Span: inc.PathSpan, Message: fmt.Sprintf("include target %q does not exist", inc.Path)}
	s, ok := c.near.suggest(target{path: inc.Path}, meant)
	if ok && within(c.Bank.Root, s.path) && isMarkdown(s.path) {
		written := RelativePath(c.Doc.Path, s.path)
		d.Message += fmt.Sprintf("; did you mean %q?", written)
		d.Fixes = []Fix{c.change(inc.PathSpan, written, s.sure)}
	}
	c.Report(d)
}

// checkText judges an include whose file exists.
func (c includeCheck) checkText(inc markdown.Include, name string) {
	doc := c.document(name)
	if doc == nil {
		return
	}
	g, ok := c.region(doc, inc.Section)
	if !ok {
		c.reportMissingSection(doc, inc)
		return
	}
	if !IsRecursive(inc) {
		return
	}
	switch weight := c.weigh(g, 1); {
	case weight.tooDeep:
		c.reportTooDeep(inc, g)
	case weight.size > maxIncludedSize:
		c.Reportf(inc.Target, "include resolves to more than 1 MB")
	}
}

func (c includeCheck) reportMissingSection(doc *markdown.Document, inc markdown.Include) {
	d := Diagnostic{
		Span:    inc.SectionSpan,
		Message: fmt.Sprintf("no section %q in %q", inc.Section, c.inBank(doc.Path)),
	}
	if s, sure := c.suggestSection(doc, inc.Section); s != nil {
		written := IncludeName(s)
		d.Message += fmt.Sprintf("; did you mean %q?", written)
		d.Fixes = []Fix{c.change(inc.SectionSpan, written, sure)}
	}
	c.Report(d)
}

// suggestSection returns the section that a name which is no heading probably means, nil if none.
func (c includeCheck) suggestSection(doc *markdown.Document, name string) (*markdown.Section, bool) {
	near := c.nearSections[doc.Path]
	if near == nil {
		var slugs []string
		for s := range doc.All() {
			slugs = append(slugs, s.Slug)
		}
		near = newAnchorSuggester(slugs)
		c.nearSections[doc.Path] = near
	}
	slug, sure := near.suggest(strings.Join(strings.Fields(name), "-"))
	if slug == "" {
		return nil, false
	}
	return c.section(doc, slug), sure
}

// reportTooDeep stays silent where the chain is a cycle: another rule reports those.
func (c includeCheck) reportTooDeep(inc markdown.Include, g region) {
	chain := []string{c.inBank(c.Doc.Path)}
	seen := map[region]bool{}
	for level := 1; level <= MaxIncludeDepth+1; level++ {
		if seen[g] || g.path == c.Doc.Path && g.span.Contains(inc.Span) {
			return
		}
		seen[g] = true
		chain = append(chain, c.inBank(g.path))
		g = c.weigh(g, level).next
	}
	c.Reportf(inc.Target, "includes are nested deeper than %d levels: %s", MaxIncludeDepth, strings.Join(chain, " -> "))
}
