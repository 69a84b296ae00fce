package rules

import (
	"fmt"
	"strings"

	"cortex/markdown"
)

var headingLevelSkip = Rule{
	Name:  "heading-level-skip",
	Title: "A heading is more than one level deeper than the heading above it",
	Doc: `A section belongs to the nearest heading above it with fewer marks. When a level is left out
(` + "`#` and then `###`" + `), the outline has a hole: tables of contents and editors indent the section
twice, and tools that look for sections of the second level, as agents are told to when
they read one part of a bank, miss it.

All sections that skip below one parent are reported together, on the first. The fix raises
each of them with everything below it, so that the outline keeps its shape and all anchors stay
the same. A document that begins with a deeper heading than the first level is not reported for that.

Switch the rule off for documents whose levels carry another meaning than depth.`,
	Bad: `# Decision Log

### Use PostgreSQL

#### Rationale

It is what the team knows.

### Use chi
`,
	Good: `# Decision Log

## Use PostgreSQL

### Rationale

It is what the team knows.

## Use chi
`,
	Severity: Warning,
	Scope:    ScopeDocument,
	Fixable:  FixSafe,
	Evidence: "2026-11: 10 of 1,938 files in 7 of 145 real banks, some of them after a fence that is not closed. A check by lines reports 193 files, 183 of them for comments in code.",
	Since:    "0.1.0",
	Run:      runHeadingLevelSkip,
}

func runHeadingLevelSkip(p *Pass) {
	sound := soundUntil(p.Doc)
	for s := range p.Doc.All() {
		if deep := tooDeep(p.Doc.Text, s, sound); len(deep) > 0 {
			p.reportLevelSkip(s, deep)
		}
	}
}

// tooDeep returns the children of s that leave out a level and begin before end. What two headings that ran
// together had for levels is not known.
func tooDeep(text string, s *markdown.Section, end int) []*markdown.Section {
	var deep []*markdown.Section
	for _, c := range s.Children {
		_, torn := gluedHeading(c.Heading.In(text), 1)
		if c.Level > s.Level+1 && c.Heading.Start < end && !torn {
			deep = append(deep, c)
		}
	}
	return deep
}

func (p *Pass) reportLevelSkip(parent *markdown.Section, deep []*markdown.Section) {
	first := deep[0]
	severity := Severity(0)
	if inArchive(p.Doc.Path) {
		severity = Hint
	}
	d := Diagnostic{
		Span:     first.Heading,
		Severity: severity,
		Message: fmt.Sprintf("heading %q of level %d stands under %q of level %d: level %d would be right",
			first.Title, first.Level, parent.Title, parent.Level, parent.Level+1),
	}
	var edits []markdown.Edit
	for i, s := range deep {
		edits = append(edits, raise(p.Doc.Text, s, s.Level-parent.Level-1)...)
		if i > 0 {
			d.Related = append(d.Related, Related{p.Doc.Path, s.Heading, fmt.Sprintf("%q skips too", s.Title)})
		}
	}
	title := fmt.Sprintf("Set level %d", parent.Level+1)
	if len(deep) > 1 {
		title = fmt.Sprintf("Set level %d for %d headings", parent.Level+1, len(deep))
	}
	d.Fixes = []Fix{p.edit(title, true, edits...)}
	p.Report(d)
}

// raise takes by marks from the headings of s and of everything below it. They are
// deeper than level 2, so none is underlined.
func raise(text string, s *markdown.Section, by int) []markdown.Edit {
	open := s.Heading.Start + strings.IndexByte(s.Heading.In(text), '#')
	edits := []markdown.Edit{{Span: markdown.Span{Start: open, End: open + by}}}
	tail := markdown.Span{Start: max(s.Content.End, open+s.Level), End: s.Heading.End}
	if strings.TrimSpace(tail.In(text)) == strings.Repeat("#", s.Level) {
		last := tail.Start + strings.IndexByte(tail.In(text), '#')
		edits = append(edits, markdown.Edit{Span: markdown.Span{Start: last, End: last + by}})
	}
	for _, c := range s.Children {
		edits = append(edits, raise(text, c, by)...)
	}
	return edits
}
