package rules

import (
	"fmt"
	"slices"
	"strings"

	"cortex/markdown"
)

var sectionOrder = Rule{
	Name:  "section-order",
	Title: "A section stands out of the profile's order",
	Doc: `The profile lists the sections of a file in the order in which they are read: what is being worked on before
what has changed, and that before what comes next. The rule reports a section that stands after one that should follow it.

An agent that is cut short, or reads only the beginning of a file, then still has what matters most.

Only sections of level 2 below one heading are compared, and only those whose heading is the profile's name of a section,
letter case, marks and numbers apart, and no other's. Other sections may stand anywhere, and keep their place.

The fix puts all sections into order, each with everything in it. It is not safe: a text may refer to "the section above".

The rule is off: the order of sections is a matter of taste in most banks. Switch it on where files are written by
templates.`,
	Bad: `profile: cline
-- memory-bank/activeContext.md --
# Active Context

## Next Steps

- Search by author.

## Current Focus

The login.

## Recent Changes

- The form is done.
`,
	Good: `profile: cline
-- memory-bank/activeContext.md --
# Active Context

## Current Focus

The login.

## Recent Changes

- The form is done.

## Next Steps

- Search by author.
`,
	Severity: Off,
	Schema:   true,
	Scope:    ScopeDocument,
	Fixable:  FixUnsafe,
	Evidence: `2026-11: in 213 of 214 task files of real banks the sections of the template stand in its order. Switched on for
112 banks, with the profile of each, the rule reports 15 sections in 15 files; each was read and does stand out of order.`,
	Since: "0.1.0",
	Run:   runSectionOrder,
}

func runSectionOrder(p *Pass) {
	file := p.Bank.Profile.file(p.inBank(p.Doc.Path))
	if file == nil || len(file.Sections) < 2 || !structureKnown(p.Doc) {
		return
	}
	ranks := file.ranks(headingsOf(p.Doc))
	p.checkOrder(p.Doc.Sections, file, ranks)
	for s := range p.Doc.All() {
		if s.Level == 1 {
			p.checkOrder(s.Children, file, ranks)
		}
	}
}

// ranks returns the place of sections in the order of the profile: of those whose headings are the name of one of its
// sections, but for a number in front, as long as no other has that name.
func (f *ProfileFile) ranks(all []heading) map[*markdown.Section]int {
	byRank := map[int][]*markdown.Section{}
	for _, h := range all {
		words := strings.TrimLeft(h.words, "0123456789 ")
		rank := slices.IndexFunc(f.Sections, func(s ProfileSection) bool { return normalise(s.Name) == words })
		if h.section != nil && rank >= 0 {
			byRank[rank] = append(byRank[rank], h.section)
		}
	}
	ranks := map[*markdown.Section]int{}
	for rank, sections := range byRank {
		if len(sections) == 1 {
			ranks[sections[0]] = rank
		}
	}
	return ranks
}

// checkOrder reports the sections that would have to move, as few as possible. All are put into order at once.
func (p *Pass) checkOrder(siblings []*markdown.Section, file *ProfileFile, ranks map[*markdown.Section]int) {
	var ranked []*markdown.Section
	for _, s := range siblings {
		if _, ok := ranks[s]; ok && s.Level == 2 {
			ranked = append(ranked, s)
		}
	}
	byRank := func(a, b *markdown.Section) int { return ranks[a] - ranks[b] }
	if slices.IsSortedFunc(ranked, byRank) {
		return
	}
	sorted := slices.SortedFunc(slices.Values(ranked), byRank)
	edits := p.reorder(ranked, sorted)
	kept := inOrder(ranked, ranks)
	for i, s := range ranked {
		if kept[s] {
			continue
		}
		after := slices.IndexFunc(ranked, func(o *markdown.Section) bool { return kept[o] && ranks[o] > ranks[s] })
		d := Diagnostic{Span: s.Heading, Fixes: []Fix{p.edit("Put the sections into the profile's order", false, edits...)}}
		if after >= 0 && after < i {
			d.Message = fmt.Sprintf("%q belongs before %q in the order of the profile", clip(s.Title), clip(ranked[after].Title))
			d.Related = []Related{{p.Doc.Path, ranked[after].Heading, "the section that it belongs before"}}
		} else {
			before := lastSection(ranked, func(o *markdown.Section) bool { return kept[o] && ranks[o] < ranks[s] })
			d.Message = fmt.Sprintf("%q belongs after %q in the order of the profile", clip(s.Title), clip(before.Title))
			d.Related = []Related{{p.Doc.Path, before.Heading, "the section that it belongs after"}}
		}
		p.Report(d)
	}
}

func lastSection(list []*markdown.Section, fits func(*markdown.Section) bool) *markdown.Section {
	for _, s := range slices.Backward(list) {
		if fits(s) {
			return s
		}
	}
	return list[0]
}

// inOrder returns the most sections whose ranks rise from first to last.
func inOrder(list []*markdown.Section, ranks map[*markdown.Section]int) map[*markdown.Section]bool {
	log := make([]logEntry, len(list))
	for i, s := range list {
		log[i].day = ranks[s]
	}
	kept := map[*markdown.Section]bool{}
	for i, k := range longestRun(log, false) {
		kept[list[i]] = k
	}
	return kept
}

// reorder puts the sections of sorted where those of places stand, each whole, and leaves what is between.
func (p *Pass) reorder(places, sorted []*markdown.Section) []markdown.Edit {
	ending := p.lineEnding()
	var edits []markdown.Edit
	for i, place := range places {
		if place == sorted[i] {
			continue
		}
		old := place.Span().In(p.Doc.Text)
		gap := old[len(strings.TrimRight(old, " \t\r\n")):]
		if place.Body.End < len(p.Doc.Text) && strings.Count(gap, ending) < 2 {
			gap = ending + ending // a heading underlined with dashes needs it
		}
		moved := strings.TrimRight(sorted[i].Span().In(p.Doc.Text), " \t\r\n")
		edits = append(edits, markdown.Edit{Span: place.Span(), New: moved + gap})
	}
	return edits
}
