package rules

import (
	"fmt"
	"path"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"cortex/markdown"
)

var missingTitle = Rule{
	Name:  "missing-title",
	Title: "A file has no title, or several",
	Doc: `The title, the heading of level 1, tells what a file is before anything of it is read: in an outline,
in a list of search results, and to an agent that gets the file as part of a longer prompt. Two titles
mostly mean that two versions of a document were pasted together, and an agent that reads both takes
the stale half for true.

A "title" in the front matter or an HTML heading counts as a title. Files without text are not
judged, nor are files that are one code block as a whole: see fenced-document. A heading that contains
one of the markers, an option, does not count: creative-phase files open and close with such headings.
Headings of level 1 with nothing between them at the top are one title of several lines.

It is only a hint where one section holds all of the file, since its heading is read as the title; where the file
is plain text; where headings of level 1 are no titles, because sections stand before the first; and where an archive
collects what had titles of its own.

Switch it off if your files are fragments that are only read as parts of others.`,
	Bad:      "## Current Focus\n\nThe importer.\n\n## Next Steps\n\nTests.\n",
	Good:     "# Active Context\n\n## Current Focus\n\nThe importer.\n\n## Next Steps\n\nTests.\n",
	Severity: Information,
	Scope:    ScopeDocument,
	Fixable:  FixUnsafe,
	Options: []Option{{
		Name:    "markers",
		Doc:     "Texts that make a heading of level 1, or the first line, a mark in the text and no title.",
		Default: []string{"🎨", "CREATIVE PHASE"},
	}},
	Evidence: `2026-11: 3 % of 1,938 files in 145 real banks have no heading of level 1, 1 % have several. In 110 banks 26 files are
reported, 12 of them for a second title, and 27 are hints; all were read. Of the 26 their owners would shrug at four: reports, task lists
and a brief that were joined or begun on purpose as they are.`,
	Since: "0.1.0",
	Run:   runMissingTitle,
}

func runMissingTitle(p *Pass) {
	if strings.TrimSpace(strings.TrimPrefix(p.Doc.Text, "\ufeff")) == "" || !structureKnown(p.Doc) {
		return
	}
	titles, marked := p.titles()
	switch {
	case len(titles) > 1:
		p.reportSeveralTitles(titles)
	case len(titles) == 0 && !marked && !hasOtherTitle(p.Doc):
		p.reportNoTitle()
	}
}

// titles returns the sections of level 1 without those that are markers or further lines
// of the title at the top, and whether the file has markers.
func (p *Pass) titles() (titles []*markdown.Section, marked bool) {
	top := 0 // where the title at the top ends
	for s := range p.Doc.All() {
		switch {
		case s.Level != 1:
		case p.isMarker(s.Title):
			marked = true
		case len(titles) == 1 && s.Title != titles[0].Title && strings.TrimSpace(p.Doc.Text[top:s.Heading.Start]) == "":
			top = s.Heading.End
		default:
			titles = append(titles, s)
			top = s.Heading.End
		}
	}
	return titles, marked || p.isMarker(firstLine(p.Doc).In(p.Doc.Text))
}

func (p *Pass) isMarker(line string) bool {
	markers, _ := p.Option("markers").([]string)
	return slices.ContainsFunc(markers, func(m string) bool { return strings.Contains(line, m) })
}

// hasOtherTitle tells whether front matter or HTML give the title.
func hasOtherTitle(doc *markdown.Document) bool {
	if fm := doc.FrontMatter; fm != nil {
		if slices.ContainsFunc(fm.Keys, func(k markdown.FrontMatterKey) bool { return strings.EqualFold(k.Name, "title") }) {
			return true
		}
	}
	return slices.ContainsFunc(doc.HTML, func(s markdown.Span) bool {
		return strings.Contains(strings.ToLower(s.In(doc.Text)), "<h1")
	})
}

func (p *Pass) reportNoTitle() {
	at := firstLine(p.Doc)
	ending := p.lineEnding()
	title := p.titleFromName(p.Doc.Path)
	severity := Severity(0)
	if len(p.Doc.Sections) < 2 {
		severity = Hint
	}
	p.Report(Diagnostic{
		Span:     at,
		Severity: severity,
		Message:  fmt.Sprintf("the file has no title: add a heading of level 1 such as %q", "# "+title),
		Fixes: []Fix{p.edit(fmt.Sprintf("Add the title %q", title), false, markdown.Edit{
			Span: markdown.Span{Start: at.Start, End: at.Start},
			New:  "# " + title + ending + ending,
		})},
	})
}

// firstLine returns the first line with text behind a byte order mark and front matter.
func firstLine(doc *markdown.Document) markdown.Span {
	after := 0
	if doc.FrontMatter != nil {
		after = doc.FrontMatter.Span.End
	}
	for i := range doc.Lines.Count() {
		line := doc.Lines.LineSpan(i)
		if i == 0 && strings.HasPrefix(doc.Text, "\ufeff") {
			line.Start = min(len("\ufeff"), line.End)
		}
		if line.Start >= after && strings.TrimSpace(line.In(doc.Text)) != "" {
			return line
		}
	}
	return markdown.Span{Start: len(doc.Text), End: len(doc.Text)}
}

// titleFromName returns the title that the profile has for a file of the bank, or the words of its name.
func (p *Pass) titleFromName(name string) string {
	rel := p.inBank(name)
	if f := p.Bank.Profile.file(rel); f != nil && f.Title != "" {
		return f.Title
	}
	return wordsOfName(strings.TrimSuffix(path.Base(rel), path.Ext(rel)))
}

// camelBorder matches where a word ends inside another: between "e" and "C" in
// "activeContext", and between "I" and "C" in "APIContext".
var camelBorder = pattern(`(\p{Ll})(\p{Lu})|(\p{Lu})(\p{Lu}\p{Ll})`)

// wordsOfName splits "activeContext", "active-context" and "active_context" into "Active Context". A name without letters, such as a
// date, stays.
func wordsOfName(name string) string {
	if !strings.ContainsFunc(name, unicode.IsLetter) {
		return name
	}
	if strings.ContainsFunc(name, unicode.IsUpper) {
		name = camelBorder().ReplaceAllString(name, "$1$3 $2$4")
	}
	words := strings.FieldsFunc(name, func(r rune) bool { return strings.ContainsRune("-_.", r) || unicode.IsSpace(r) })
	for i, w := range words {
		first, size := utf8.DecodeRuneInString(w)
		words[i] = string(unicode.ToUpper(first)) + w[size:]
	}
	return strings.Join(words, " ")
}

func (p *Pass) reportSeveralTitles(titles []*markdown.Section) {
	first, second := titles[0], titles[1]
	d := Diagnostic{
		Span:    second.Heading,
		Message: fmt.Sprintf("second heading of level 1: level 2 would be right below the title %q", first.Title),
		Related: []Related{{p.Doc.Path, first.Heading, "the first title"}},
	}
	switch {
	case first.Title == second.Title:
		d.Message = fmt.Sprintf("the title %q stands twice, as if two versions were pasted together: keep one", first.Title)
	case p.Doc.Sections[0].Level > 1 || inArchive(p.Doc.Path):
		d.Severity = Hint
	}
	for _, s := range titles[2:] {
		d.Related = append(d.Related, Related{p.Doc.Path, s.Heading, "one more"})
	}
	if edits, ok := demoteAll(p.Doc.Text, titles[1:]); ok {
		d.Fixes = []Fix{p.edit("Lower the further titles and what is below them by one level", false, edits...)}
	}
	p.Report(d)
}

// demoteAll lowers sections and everything below them by one level. It is false
// where that cannot be: at level 6, and for an underlined heading of level 2.
func demoteAll(text string, sections []*markdown.Section) ([]markdown.Edit, bool) {
	var edits []markdown.Edit
	for _, s := range sections {
		e, ok := demote(text, s)
		below, okBelow := demoteAll(text, s.Children)
		if !ok || !okBelow {
			return nil, false
		}
		edits = append(append(edits, e), below...)
	}
	return edits, true
}

func demote(text string, s *markdown.Section) (markdown.Edit, bool) {
	switch {
	case s.Level == 6 || s.Setext && s.Level == 2:
		return markdown.Edit{}, false
	case s.Setext:
		underline := strings.LastIndexAny(s.Heading.In(text), "\r\n") + 1
		span := markdown.Span{Start: s.Heading.Start + underline, End: s.Heading.End}
		return markdown.Edit{Span: span, New: strings.ReplaceAll(span.In(text), "=", "-")}, true
	}
	at := s.Heading.Start + strings.IndexByte(s.Heading.In(text), '#')
	return markdown.Edit{Span: markdown.Span{Start: at, End: at}, New: "#"}, true
}
