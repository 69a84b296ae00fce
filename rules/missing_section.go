package rules

import (
	"fmt"
	"path"
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
that begin with bold text. Each file has at most one diagnostic, on its title, which names what is required
and what is recommended apart. A file of which only recommended sections are missing is reported more quietly, and
not at the default level while the profile is only detected.

The rule is silent where it cannot know: in files whose headings are in a language without names in the
profile, and in files with a code fence that does not end where it should.

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
for. With concepts, 73 to 93 % of the English files have each of the main ones.`,
	Since: "0.1.0",
	Run:   runMissingSection,
}

func runMissingSection(p *Pass) {
	file := p.Bank.Profile.file(p.inBank(p.Doc.Path))
	if file == nil || soundUntil(p.Doc) <= len(p.Doc.Text) || wrapped(p.Doc) {
		return
	}
	all := headingsOf(p.Doc)
	if !knownLanguage(all) {
		return
	}
	var missing []*ProfileSection
	for i := range file.Sections {
		if s := &file.Sections[i]; s.Need != Optional && !file.has(s, all) {
			missing = append(missing, s)
		}
	}
	if len(missing) > 0 {
		p.reportMissing(file, missing, all)
	}
}

// inBank returns a path relative to the bank's root.
func (p *Pass) inBank(name string) string {
	if p.Bank.Root == "." {
		return name
	}
	return strings.TrimPrefix(name, p.Bank.Root+"/")
}

// wrapped tells whether a document has no headings outside of a code block or comment: that is
// another rule's to report.
func wrapped(doc *markdown.Document) bool {
	if len(doc.Sections) > 0 {
		return false
	}
	for _, f := range doc.Fences {
		if strings.Contains("\n"+f.Content.In(doc.Text), "\n#") {
			return true
		}
	}
	return false
}

// has tells whether a concept, or one that stands for it, is named.
func (f *ProfileFile) has(s *ProfileSection, all []heading) bool {
	if _, ok := s.named(all); ok || s.Enough > 0 && len(all) >= s.Enough {
		return true
	}
	for _, id := range s.Or {
		if other := f.section(id); other != nil {
			if _, ok := other.named(all); ok {
				return true
			}
		}
	}
	return false
}

func (p *Pass) reportMissing(file *ProfileFile, missing []*ProfileSection, all []heading) {
	required, recommended := sectionNames(missing, Required), sectionNames(missing, Recommended)
	d := Diagnostic{Span: titleSpan(p.Doc)}
	switch {
	case required == "":
		d.Message = fmt.Sprintf("%q has no section for the recommended: %s", path.Base(p.Doc.Path), recommended)
		d.Severity = Hint
		if p.Bank.Declared {
			d.Severity = Information
		}
	case recommended == "":
		d.Message = fmt.Sprintf("%q has no section for: %s", path.Base(p.Doc.Path), required)
	default:
		d.Message = fmt.Sprintf("%q has no section for: %s; recommended: %s", path.Base(p.Doc.Path), required, recommended)
	}
	edits := make([]markdown.Edit, len(missing))
	for i, s := range missing {
		edits[i] = p.insertion(file, s, all)
	}
	if len(missing) > 1 {
		d.Fixes = append(d.Fixes, p.edit(fmt.Sprintf("Add %d sections", len(missing)), false, joined(edits)...))
	}
	for i, s := range missing {
		d.Fixes = append(d.Fixes, p.edit(fmt.Sprintf("Add section %q", s.Name), false, edits[i]))
	}
	p.Report(d)
}

func sectionNames(sections []*ProfileSection, need Need) string {
	var names []string
	for _, s := range sections {
		if s.Need == need {
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
