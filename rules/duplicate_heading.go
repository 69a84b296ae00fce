package rules

import (
	"fmt"
	"slices"
	"strings"
	"unicode"

	"cortex/markdown"
)

// manyDuplicates is how many headings of one section may be reported one by one when they
// repeat; beyond that a whole block does, and it is said once.
const manyDuplicates = 4

var duplicateHeading = Rule{
	Name:  "duplicate-heading",
	Title: "Two sections next to one another have the same heading or number",
	Doc: `Two sections below one parent have the same heading. Mostly an agent has written a new version of a section
without finding the old one. An agent that looks for "Current Focus" reads the first, which is the older.

Siblings that are numbered on and on (1, 2, 2, 3) are reported, too: one of them was put in later.

What repeats by design is left alone: headings that occur three times or more below one parent, headings that
begin with a date or an identifier in brackets or contain a date, unless nothing is below the first of two, what stands in two entries of a log, the headings
of decision records, the marks of creative phases, and archives. A block of equal text is reported as such, by
duplicate-block. Where more than four headings of one section repeat it is said once: then a whole block stands there twice.

The fix moves what is below the later heading to the end of the first section. It is not safe: where the texts
contradict each other, only a person knows which is right.

Switch the rule off for files that are logs of another form.`,
	Bad: `# Active Context

## Current Focus

The login.

## Next Steps

Tests.

## Current Focus

The logout.
`,
	Good: `# Active Context

## Current Focus

The login.

The logout.

## Next Steps

Tests.
`,
	Severity: Information,
	Scope:    ScopeDocument,
	Fixable:  FixUnsafe,
	Evidence: `2026-11: 512 headings in 49 files of 27 of 145 real banks equal one below the same parent, most of them in logs. In 110 banks
that were read the rule reports 35 in 20, 5 of them numbers; each is a mistake.`,
	Since: "0.1.0",
	Run:   runDuplicateHeading,
}

func runDuplicateHeading(p *Pass) {
	if p.isPutAway() {
		return
	}
	sound := -1
	check := func(parent *markdown.Section, siblings []*markdown.Section) {
		twins, numbers := notRepeated(p.Doc, findTwins(p.Doc.Text, siblings)), repeatedNumbers(siblings)
		if len(twins)+len(numbers) == 0 {
			return
		}
		if sound < 0 {
			sound = soundUntil(p.Doc)
		}
		if siblings[len(siblings)-1].Heading.Start < sound {
			p.reportTwins(parent, twins)
			p.reportNumbers(numbers)
		}
	}
	check(nil, belowTitles(p.Doc.Sections))
	for s := range p.Doc.All() {
		check(s, s.Children)
	}
}

// belowTitles returns the outermost sections other than titles: two titles are another rule's.
func belowTitles(sections []*markdown.Section) []*markdown.Section {
	var rest []*markdown.Section
	for _, s := range sections {
		if s.Level > 1 {
			rest = append(rest, s)
		}
	}
	return rest
}

// notRepeated leaves out headings in a block of equal text: that is said of the block, by another rule.
func notRepeated(doc *markdown.Document, found []twins) []twins {
	if len(found) == 0 {
		return nil
	}
	blocks := DigestOf(doc).repeats
	return slices.DeleteFunc(found, func(t twins) bool {
		line := doc.Lines.OffsetLine(t.second.Heading.Start)
		return slices.ContainsFunc(blocks, func(r repeat) bool { return r.second.from <= line && line <= r.second.to })
	})
}

// twins are two sections with one heading.
type twins struct{ first, second *markdown.Section }

// findTwins returns the headings that occur exactly twice, none where most headings repeat more often. Below an entry
// of a log they must stand in the same entry, since the next one may begin on their level.
func findTwins(text string, siblings []*markdown.Section) []twins {
	if len(siblings) < 2 {
		return nil
	}
	if !anyTwins(siblings) {
		return nil
	}
	places := make(map[twinKey][]*markdown.Section, len(siblings))
	for _, s := range siblings {
		places[twinKeyOf(s)] = append(places[twinKeyOf(s)], s)
	}
	var found []twins
	records, entries := 0, 0
	inEntry := siblings[0].Parent != nil && isLogEntry(siblings[0].Parent)
	began := map[*markdown.Section]int{} // how many entries of a log begin before the first of two
	for i, s := range siblings {
		if inEntry && isLogEntry(s) {
			entries++
		}
		same := places[twinKeyOf(s)]
		switch {
		case len(same) > 2:
			records++
		case i > 0 && same[0] == siblings[i-1] && bare(text, same[0]):
			found = append(found, twins{same[0], s})
		case len(same) < 2 || repeatsByDesign(s):
		case same[0] == s:
			began[s] = entries
		case began[same[0]] == entries:
			found = append(found, twins{same[0], s})
		}
	}
	if 2*records > len(siblings) {
		return nil
	}
	return found
}

// bare tells a section with nothing below its heading, rules aside.
func bare(text string, s *markdown.Section) bool {
	return strings.Trim(s.Body.In(text), "-*_ \t\r\n") == ""
}

// anyTwins tells whether any heading occurs twice: in most documents none does.
func anyTwins(siblings []*markdown.Section) bool {
	seen := make(map[twinKey]struct{}, len(siblings))
	for _, s := range siblings {
		seen[twinKeyOf(s)] = struct{}{}
	}
	return len(seen) < len(siblings)
}

// twinKey is what two headings have in common that are twins.
type twinKey struct {
	level int
	title string
}

func twinKeyOf(s *markdown.Section) twinKey {
	return twinKey{s.Level, strings.ToLower(strings.TrimRight(s.Title, ": "))}
}

// repeatsByDesign tells headings of logs and records, and those that decision records share.
func repeatsByDesign(s *markdown.Section) bool {
	if isLogEntry(s) {
		return true
	}
	title := strings.ToLower(strings.Trim(s.Title, ": "))
	switch title {
	case "decision", "rationale", "implementation details", "context", "consequences", "alternatives", "alternatives considered", "status", "options":
		return true
	}
	return strings.Contains(title, "🎨🎨") || strings.Contains(title, "creative phase") || strings.ContainsAny(title, "{}") ||
		!strings.ContainsFunc(title, unicode.IsLetter)
}

// isLogEntry tells a heading that is one of many of its kind: it has a date, begins with an
// identifier in brackets, or counts sessions.
func isLogEntry(s *markdown.Section) bool {
	_, title := leadingSymbols(s.Title)
	return strings.HasPrefix(s.Title, "[") || year().MatchString(normalise(s.Title)) || hasPrefixFold(title, "session ")
}

func hasPrefixFold(text, prefix string) bool {
	return len(text) >= len(prefix) && strings.EqualFold(text[:len(prefix)], prefix)
}

func (p *Pass) reportTwins(parent *markdown.Section, found []twins) {
	if len(found) > manyDuplicates {
		p.reportBlock(parent, found)
		return
	}
	for _, t := range found {
		p.Report(Diagnostic{
			Span:    t.second.Heading,
			Message: fmt.Sprintf("a second section %q: merge it with the one on line %d, or give it a name of its own", clip(t.second.Title), p.lineOf(t.first)),
			Related: []Related{{p.Doc.Path, t.first.Heading, "the first one"}},
			Fixes:   []Fix{p.edit("Move it to the end of the first one", false, p.merge(t)...)},
		})
	}
}

func (p *Pass) lineOf(s *markdown.Section) int { return p.Doc.Lines.OffsetLine(s.Heading.Start) + 1 }

// reportBlock reports that many headings of one section repeat.
func (p *Pass) reportBlock(parent *markdown.Section, found []twins) {
	d := Diagnostic{
		Span:    found[0].second.Heading,
		Message: fmt.Sprintf("%d headings from here on repeat earlier ones: a block was pasted twice, or these are two versions of it; keep one", len(found)),
	}
	if parent != nil {
		d.Message = fmt.Sprintf("%d headings from here on repeat earlier ones below %q: a block was pasted twice, or these are two versions of it; keep one", len(found), clip(parent.Title))
	}
	for _, t := range found {
		d.Related = append(d.Related, Related{p.Doc.Path, t.first.Heading, fmt.Sprintf("%q for the first time", clip(t.first.Title))})
	}
	p.Report(d)
}

// merge moves what is directly below the second heading to the end of the same part of the first section, and the
// sections below it to the end of that section.
func (p *Pass) merge(t twins) []markdown.Edit {
	edits := []markdown.Edit{p.cutSpan(t.second.Span())}
	below := markdown.Span{Start: t.second.Own.End, End: t.second.Body.End}
	if len(t.first.Children) == 0 {
		return p.appendTo(edits, t.first, t.first.Body, t.second.Body)
	}
	edits = p.appendTo(edits, t.first, t.first.Own, t.second.Own)
	return p.appendTo(edits, t.first, t.first.Body, below)
}

// appendTo adds the insertion of a part of the text behind the last filled line of another part of section s.
func (p *Pass) appendTo(edits []markdown.Edit, s *markdown.Section, to, part markdown.Span) []markdown.Edit {
	text, ending := p.Doc.Text, p.lineEnding()
	moved := strings.Trim(part.In(text), " \t\r\n")
	if moved == "" {
		return edits
	}
	at := to.Start + len(strings.TrimRight(to.In(text), " \t\r\n"))
	if at == to.Start {
		at = s.Heading.End
	}
	return append(edits, markdown.Edit{Span: markdown.Span{Start: at, End: at}, New: ending + ending + moved})
}

// cutSpan removes whole sections. If they are the last ones, the empty lines before them go, too.
func (p *Pass) cutSpan(span markdown.Span) markdown.Edit {
	text, ending := p.Doc.Text, p.lineEnding()
	if span.End == len(text) {
		end := len(strings.TrimRight(text[:span.Start], " \t\r\n"))
		if end > 0 && strings.HasPrefix(text[end:], ending) {
			span.Start = end + len(ending)
		}
	}
	return markdown.Edit{Span: span}
}
