package rules

import (
	"fmt"
	"strings"

	"cortex/markdown"
)

// longHeading is the number of words from which a heading says something by itself.
const longHeading = 7

var emptySection = Rule{
	Name:  "empty-section",
	Title: "A heading has nothing below it",
	Doc: `A section ends before it has said anything: the next heading is of the same or a higher level, or the file ends.
It was planned and forgotten, or an agent stopped writing in the middle.

The heading promises an agent something that is not there, and stands in every outline.

Headings that say it themselves are left alone: those with a status, a date or a value behind a colon, and long ones.
So are empty logs and lists by status ("Blocked"), the marks of creative phases, titles, and a heading above deeper ones. A body
of "None" is no empty section.

This is a hint. Switch it off while a file is being planned.`,
	Bad: `# Tech Context

## Stack

Go.

## Dependencies
`,
	Good: `# Tech Context

## Stack

Go.
`,
	Severity: Hint,
	Scope:    ScopeDocument,
	Fixable:  FixUnsafe,
	Evidence: `2026-11: 292 in 121 files of 41 of 145 real banks; 103 are the dated titles of one bank, 63 marks of creative
phases, 22 headings that state a result and 8 lists by status, all of which are left alone.`,
	Since: "0.1.0",
	Run:   runEmptySection,
}

func runEmptySection(p *Pass) {
	sound, index := -1, isTaskIndex(p.Doc.Path)
	for s := range p.Doc.All() {
		if s.Level == 1 || len(s.Children) > 0 || !isBlank(s.Own.In(p.Doc.Text)) || index || p.Bank.Profile.words().speaksForItself(s) {
			continue
		}
		if sound < 0 {
			sound = soundUntil(p.Doc)
		}
		if s.Heading.Start < sound {
			p.Report(Diagnostic{
				Span:    s.Heading,
				Message: fmt.Sprintf("the section %q is empty: fill or remove it", clip(s.Title)),
				Fixes:   []Fix{p.edit("Remove the heading", false, p.cutSpan(s.Span()))},
			})
		}
	}
}

// isBlank tells a text without anything but white space and separators.
func isBlank(text string) bool {
	text = strings.TrimLeft(text, " \t\r\n")
	return text == "" || strings.Trim(text, "-*_ \t\r\n") == "" && strings.ContainsAny(text[:1], "-*_") && len(strings.TrimSpace(text)) > 2
}

// speaksForItself tells a heading that needs no text below it.
func (v *vocabulary) speaksForItself(s *markdown.Section) bool {
	_, value, _ := strings.Cut(s.Title, ":")
	_, words := leadingSymbols(s.Title)
	switch {
	case strings.TrimSpace(value) != "":
		return true
	case v.headingStatus(s.Title) != statusUnknown || v.bucketStatus(s) != statusUnknown:
		return true
	case strings.Contains(s.Title, "🎨") || strings.Contains(strings.ToLower(s.Title), "creative phase"):
		return true
	case len(strings.Fields(words)) >= longHeading || strings.HasSuffix(strings.ToLower(s.Title), "log"):
		return true
	}
	return strings.ContainsAny(s.Title, "✅✔❌⚠🎉%=→") || year().MatchString(normalise(s.Title))
}
