package rules

import (
	"fmt"
	"strings"
	"unicode/utf8"

	"cortex/markdown"
)

var accidentalSetext = Rule{
	Name:  "accidental-setext",
	Title: "A line of dashes made a heading of the text above it",
	Doc: `In Markdown a line of dashes directly below a paragraph underlines it: the whole paragraph becomes a heading
of the second level. Mostly a separator was meant and the blank line before it forgotten. An empty list item
(a lone ` + "`-`" + `) below a text does the same.

The last sentences of a section then stand in the outline, get an anchor and end the section they belong to. An
agent that looks for a section by its heading, or reads only the part below one, gets the wrong part.

Underlines that were meant are left alone: at least as long as the text above them, or in a document that
underlines its headings throughout. So are lines of equals signs.

Switch the rule off for a bank whose headings are underlined.`,
	Bad: `# Project

Status: in use
Last updated: 2026-01-05
---

## Goals
`,
	Good: `# Project

Status: in use
Last updated: 2026-01-05

---

## Goals
`,
	Severity: Warning,
	Scope:    ScopeDocument,
	Fixable:  FixSafe,
	Evidence: "2026-11: 5 underlined headings in 1,938 files of 145 real banks, all of them accidents; 1 in the 76 banks at hand.",
	Since:    "0.1.0",
	Run:      runAccidentalSetext,
}

func runAccidentalSetext(p *Pass) {
	var dashed []markdown.Span
	for _, a := range p.Doc.Anchors {
		if a.Kind == markdown.AnchorHeading && underlined(p.Doc, a) {
			dashed = append(dashed, a.Span)
		}
	}
	if len(dashed) == 0 {
		return
	}
	sound, throughout := soundUntil(p.Doc), underlinesHeadings(p.Doc)
	for _, heading := range dashed {
		if heading.Start < sound && !meantAsHeading(heading.In(p.Doc.Text), throughout) {
			p.reportSetext(heading)
		}
	}
}

// underlined tells whether a heading is made by dashes below it.
func underlined(doc *markdown.Document, a markdown.Anchor) bool {
	if a.Section != nil {
		return a.Section.Setext && a.Section.Level == 2
	}
	text, line := splitUnderline(a.Span.In(doc.Text))
	return text != "" && strings.HasPrefix(line, "-")
}

// splitUnderline separates the last line of a heading, without the marks of a quote, from
// those before; text is "" if there is only one.
func splitUnderline(heading string) (text, line string) {
	i := strings.LastIndexAny(heading, "\r\n")
	if i < 0 {
		return "", heading
	}
	return strings.TrimRight(heading[:i], "\r\n"), strings.Trim(heading[i+1:], "> \t")
}

// underlinesHeadings tells whether a document writes its headings so: several of them
// or the title, and more than those of the second level that begin with marks.
func underlinesHeadings(doc *markdown.Document) bool {
	underlined, marked := 0, 0
	for s := range doc.All() {
		switch {
		case s.Setext && s.Level == 1:
			underlined += 2
		case s.Setext:
			underlined++
		case s.Level == 2:
			marked++
		}
	}
	return underlined > 1 && underlined > marked
}

// meantAsHeading tells whether a heading looks as if written on purpose: a single line,
// no longer than its underline or, in a document that underlines its headings, a title.
func meantAsHeading(heading string, throughout bool) bool {
	title, line := splitUnderline(heading)
	dashes := strings.Count(line, "-")
	if dashes < 2 || strings.ContainsAny(title, "\r\n") {
		return false
	}
	title = strings.TrimSpace(title)
	if utf8.RuneCountInString(title) <= dashes+2 {
		return true
	}
	return throughout && !strings.ContainsAny(title[max(0, len(title)-1):], ".,;:!")
}

func (p *Pass) reportSetext(heading markdown.Span) {
	_, line := splitUnderline(heading.In(p.Doc.Text))
	d := Diagnostic{
		Span:    heading,
		Message: fmt.Sprintf("%q below the text makes it a heading: separate them by a blank line", line),
	}
	start := wholeLine(p.Doc, p.Doc.Lines.OffsetLine(heading.Start)).Start
	if !strings.Contains(p.Doc.Text[start:heading.Start], ">") {
		at := p.Doc.Lines.LineSpan(p.Doc.Lines.OffsetLine(heading.End)).Start
		insert := markdown.Edit{Span: markdown.Span{Start: at, End: at}, New: p.lineEnding()}
		d.Fixes = []Fix{p.edit("Insert a blank line", true, insert)}
	}
	p.Report(d)
}
