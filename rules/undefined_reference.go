package rules

import (
	"fmt"
	"iter"
	"strings"
	"sync"

	"cortex/markdown"
)

var undefinedReference = Rule{
	Name:  "undefined-reference",
	Title: "A reference link names a definition that does not exist",
	Doc: `A link written as ` + "`[text][label]`" + ` takes its target from a line ` + "`[label]: target`" + ` in the same file. Without that line it is no
link: people see the brackets, and an agent that wants to follow the reference has nothing to open.

Brackets are much used for other things. A pair is taken for a link only if the document defines other labels, or the label is what a target
looks like (` + "`[guide][docs/guide.md]`" + `). A single pair of brackets never is: tasks, tags and dates are written so. Left alone are code,
indexes and rows of buttons (` + "`a[i][j]`, `[Edit][Delete]`" + `).

Fixes: take the label that is nearly the same, or, where the label is a target, write an inline link.

Switch it off for documents in which pairs of brackets mean something else.`,
	Bad: `# Patterns

See the [guide][giude] and the [plan][../plan.md].

[guide]: https://example.com/guide
`,
	Good: `# Patterns

See the [guide][guide] and the [plan](../plan.md).

[guide]: https://example.com/guide
`,
	Severity: Warning,
	Scope:    ScopeDocument,
	Fixable:  FixUnsafe,
	Evidence: `2026-11: the 76 banks of the corpus have no reference link, and some twenty lines with two pairs of brackets that touch, nearly all of them code
and none meant as a link: the rule reports none.`,
	Since: "0.1.0",
	Run:   runUndefinedReference,
}

func runUndefinedReference(p *Pass) {
	// What is not parsed may hold the definition.
	if len(p.Doc.Unparsed) > 0 || !strings.Contains(p.Doc.Text, "][") {
		return
	}
	c := referenceCheck{Pass: p, labels: sync.OnceValue(func() []string { return labelsOf(p.Doc) })}
	for r := range bracketPairs(p.Doc) {
		c.judge(r)
	}
}

// bracketPairs yields the pairs of brackets of a document that look like [text][label].
func bracketPairs(doc *markdown.Document) iter.Seq[bracketReference] {
	return func(yield func(bracketReference) bool) {
		for line := range proseLines(doc) {
			span := doc.Lines.LineSpan(line)
			text := span.In(doc.Text)
			for at := 0; ; {
				i := strings.Index(text[at:], "][")
				if i < 0 {
					break
				}
				at += i + 1
				if r, ok := bracketPair(doc.Text, span, span.Start+at); ok && !yield(r) {
					return
				}
			}
		}
	}
}

// isNoReference tells what is code, a link, or brackets of another kind.
func (r bracketReference) isNoReference(doc *markdown.Document) bool {
	return isOtherBracket(r.name(doc)) || inCodeSpan(doc, r.span) || hiddenInHTML(doc, r.span) || inLink(doc, r.span)
}

func (r bracketReference) name(doc *markdown.Document) string {
	return strings.TrimSpace(r.label.In(doc.Text))
}

// referenceCheck looks for labels that are near, a bounded number of times.
type referenceCheck struct {
	*Pass
	labels func() []string
	scans  int
}

// bracketReference is [text][label].
type bracketReference struct{ span, text, label markdown.Span }

// bracketPair reads the pairs of brackets on a line of which the second begins at middle. It is
// false for what follows a word or stands in a row of more pairs.
func bracketPair(text string, line markdown.Span, middle int) (bracketReference, bool) {
	open := strings.LastIndexByte(text[line.Start:middle-1], '[')
	end := strings.IndexAny(text[middle+1:line.End], "[]")
	if open < 0 || end <= 0 || text[middle+1+end] != ']' {
		return bracketReference{}, false
	}
	start, stop := line.Start+open, middle+1+end+1
	r := bracketReference{markdown.Span{Start: start, End: stop}, markdown.Span{Start: start + 1, End: middle - 1}, markdown.Span{Start: middle + 1, End: stop - 1}}
	before, after := text[line.Start:start], text[stop:line.End]
	switch {
	case strings.Contains(r.text.In(text), "]"), strings.TrimSpace(r.text.In(text)) == "",
		strings.HasSuffix(before, "]"), strings.HasSuffix(before, `\`), isFollowedBy(after, "[(:"), glued(before):
		return bracketReference{}, false
	}
	return r, true
}

func isFollowedBy(after, any string) bool {
	return after != "" && strings.IndexByte(any, after[0]) >= 0
}

func (c *referenceCheck) judge(r bracketReference) {
	label := r.name(c.Doc)
	target := looksLikeTarget(label)
	if len(c.Doc.Definitions) == 0 && !target || r.isNoReference(c.Doc) {
		return
	}
	d := Diagnostic{Span: r.label, Message: fmt.Sprintf("no definition for the link label %q", label)}
	if target {
		span := markdown.Span{Start: r.label.Start - 1, End: r.label.End + 1}
		d.Fixes = []Fix{c.change(span, "("+EscapeTarget(label, false)+")", false)}
	} else if near, ok := c.nearest(label); ok {
		d.Message += fmt.Sprintf("; did you mean %q?", near)
		d.Fixes = []Fix{c.change(r.label, near, false)}
	}
	c.Report(d)
}

func (c *referenceCheck) nearest(label string) (string, bool) {
	if c.scans++; c.scans > maxSuggestScans {
		return "", false
	}
	return Nearest(label, c.labels())
}

// isOtherBracket tells footnotes, dates and numbers.
func isOtherBracket(label string) bool {
	return strings.HasPrefix(label, "^") || len(label) > 2 && strings.Trim(label, "0123456789-:., ") == ""
}

// looksLikeTarget tells a label that is itself a URL or the path of a Markdown file.
func looksLikeTarget(label string) bool {
	return !strings.ContainsAny(label, " \t") && (strings.Contains(label, "://") || isMarkdown(label)) && !isPlaceholder(label)
}

// labelsOf returns the labels that a document defines.
func labelsOf(doc *markdown.Document) []string {
	var labels []string
	for _, d := range doc.Definitions {
		if !isRemark(d) {
			labels = append(labels, d.Label.In(doc.Text))
		}
	}
	return labels
}
