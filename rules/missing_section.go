package rules

import (
	"fmt"
	"path"
	"slices"
	"strconv"
	"strings"

	"cortex/markdown"
)

var missingSection = Rule{
	Name:  "missing-section",
	Title: "A file lacks sections that its profile asks for",
	Doc: `Each file of a memory bank has a job, and an agent that starts work looks for certain things in it:
what is being worked on, what has changed, what comes next. If the section is not there, the agent
guesses, or asks again what was settled last week.

The rule compares concepts, not strings. "Current Focus", "🎯 Current Work Focus (2026-01-05)" and
"现在的焦点" are one concept. Headings of levels 2 and 3 count, further headings of level 1, and lines
that begin with bold text; where there are no headings, lines that begin with a label, too. A file has at
most one diagnostic, on its title, which tells required sections from recommended ones. Where only recommended ones are missing it is information, or a hint
while the profile is only detected: a hint is not shown at the default level.

A profile can ask for exact headings instead, as "cortex-strict" does: then a heading must be the name byte for byte, at
level 2.

The rule is silent where it cannot know: in texts without any headings as long as the profile is only
detected, in files whose headings are in a language without names in the profile, and in files with a code fence or comment that does not end where it should.

Switch it off if the bank follows no convention in its headings, or declare the profile that it follows.`,
	Bad: `profile: cline
-- memory-bank/activeContext.md --
# Active Context

## Recent Changes

- Search finds authors.
`,
	Good: `profile: cline
-- memory-bank/activeContext.md --
# Active Context

## Current Focus

To be written: what is being worked on now.

## Recent Changes

- Search finds authors.

## Next Steps

To be written: what is to be done next.
`,
	Severity: Warning,
	Schema:   true,
	Scope:    ScopeDocument,
	Fixable:  FixUnsafe,
	Evidence: `2026-11: of 654 core files in 145 real banks, 19 have the exact headings that the origin's schema asks
for. With concepts, 73 to 93 % of the English files have each of the main ones. In 112 banks at hand, whatever their
language, the rule reports 15 files while it only advises: 11 are empty, 4 are a template without content.`,
	Since: "0.1.0",
	Run:   runMissingSection,
}

func runMissingSection(p *Pass) {
	file := p.Bank.Profile.file(p.inBank(p.Doc.Path))
	if file == nil || !structureKnown(p.Doc) {
		return
	}
	all := headingsOf(p.Doc)
	if !file.Exact && !knownLanguage(all) || !p.Bank.Declared && len(all) == 0 && textLength(p.Doc) >= aSentence {
		return
	}
	p.reportMissing(file, file.read(all), len(all))
}

// aSentence is the length in bytes from which text without any headings may well say all that is wanted.
const aSentence = 60

// textLength returns the bytes of the lines outside code, and of headings none.
func textLength(doc *markdown.Document) int {
	n := 0
	for line := range proseLines(doc) {
		if text := strings.TrimSpace(doc.Lines.LineSpan(line).In(doc.Text)); !strings.HasPrefix(text, "#") {
			n += len(text)
		}
	}
	return n
}

// inBank returns a path relative to the bank's root.
func (p *Pass) inBank(name string) string { return relativeTo(p.Bank.Root, name) }

// structureKnown tells whether what looks like headings is what its author meant. It is
// false, and another rule's to report, where a fence or comment hides the rest of the file or a fence all of it.
func structureKnown(doc *markdown.Document) bool {
	if soundUntil(doc) <= len(doc.Text) {
		return false
	}
	if n := len(doc.Comments); n > 0 && !strings.HasSuffix(doc.Comments[n-1].Span.In(doc.Text), "-->") {
		return false
	}
	return len(doc.Sections) > 0 || !slices.ContainsFunc(doc.Fences, func(f markdown.Fence) bool {
		return strings.Contains("\n"+f.Content.In(doc.Text), "\n#")
	})
}

// missing returns the indexes of the sections that the profile wants and neither a
// heading nor another section stands for. Found is as read returns it.
func (f *ProfileFile) missing(found []*heading, headings int) []int {
	var missing []int
	for i, s := range f.Sections {
		replaced := s.Enough > 0 && headings >= s.Enough || slices.ContainsFunc(s.Or, func(id string) bool {
			other := f.section(id)
			return other >= 0 && found[other] != nil
		})
		if found[i] == nil && s.Need != Optional && !replaced {
			missing = append(missing, i)
		}
	}
	return missing
}

func (p *Pass) reportMissing(file *ProfileFile, found []*heading, headings int) {
	missing := file.missing(found, headings)
	if len(missing) == 0 {
		return
	}
	d := Diagnostic{Span: titleSpan(p.Doc)}
	d.Message, d.Severity = p.describeMissing(file, missing)
	edits := make([]markdown.Edit, len(missing))
	for i, s := range missing {
		edits[i] = p.insertion(file, found, s)
	}
	if len(missing) > 1 {
		d.Fixes = append(d.Fixes, p.edit(fmt.Sprintf("Add %d sections", len(missing)), false, joined(edits)...))
	}
	for i, s := range missing {
		d.Fixes = append(d.Fixes, p.edit(fmt.Sprintf("Add section %q", file.Sections[s].Name), false, edits[i]))
	}
	p.Report(d)
}

// describeMissing returns the message and, if only recommended sections are missing, a severity to propose.
func (p *Pass) describeMissing(file *ProfileFile, missing []int) (string, Severity) {
	name := path.Base(p.Doc.Path)
	required, recommended := file.sectionNames(missing, Required), file.sectionNames(missing, Recommended)
	switch {
	case recommended == "":
		return fmt.Sprintf("%q has no section for: %s", name, required), 0
	case required != "":
		return fmt.Sprintf("%q has no section for: %s; also recommended: %s", name, required, recommended), 0
	}
	severity, note := Hint, "recommended"
	if p.Bank.Declared {
		severity = Information
	}
	if len(missing) > 1 {
		note = "all recommended"
	}
	return fmt.Sprintf("%q has no section for: %s (%s)", name, recommended, note), severity
}

func (f *ProfileFile) sectionNames(sections []int, need Need) string {
	var names []string
	for _, i := range sections {
		s := f.Sections[i]
		switch {
		case s.Need != need:
		case f.Exact:
			names = append(names, strconv.Quote(s.Name))
		default:
			names = append(names, strings.ToLower(s.Name))
		}
	}
	return strings.Join(names, ", ")
}

// titleSpan returns what to mark for something that the whole file lacks: the
// title's text, or the start of the text.
func titleSpan(doc *markdown.Document) markdown.Span {
	title := titleOf(doc)
	switch {
	case title == nil:
		return markdown.Span{}
	case title.Content.Len() == 0:
		return title.Heading
	}
	return title.Content
}
