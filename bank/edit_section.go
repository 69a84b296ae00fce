package bank

import (
	"fmt"
	"slices"
	"strings"

	"cortex/markdown"
	"cortex/rules"
)

// sectionEdit returns the edit that an operation on a section is.
func sectionEdit(s *Snapshot, doc *markdown.Document, op EditOperation) (markdown.Edit, error) {
	section := asSection(doc)
	if strings.TrimSpace(op.Section) != WholeDocument {
		found, err := findSection(doc, op.Section)
		if err != nil {
			return markdown.Edit{}, err
		}
		section = found
	}
	p := &placing{snapshot: s, doc: doc, section: section}
	if err := p.read(op); err != nil {
		return markdown.Edit{}, err
	}
	switch op.Kind {
	case ReplaceSection:
		return p.replace(), nil
	case AppendToSection:
		if p.startsWithHeading() || section.Level == 0 {
			return p.insert(p.contentEnd(section.Body)), nil
		}
		return p.insert(p.contentEnd(section.Own)), nil
	case PrependToSection:
		own := p.belowTitle().Own
		if p.startsWithHeading() {
			return p.insert(p.contentEnd(own)), nil
		}
		return p.insert(p.contentStart(own)), nil
	case InsertAfterSection:
		return p.insert(p.contentEnd(section.Body)), nil
	case DeleteSection:
		return p.remove()
	}
	return markdown.Edit{}, refuse(NoMatch, "unknown edit %q: want one of %q", op.Kind, EditKinds())
}

// asSection stands for a document as a section without a heading.
func asSection(doc *markdown.Document) *markdown.Section {
	start := len(doc.Text) - len(strings.TrimPrefix(doc.Text, "\ufeff"))
	if doc.FrontMatter != nil {
		start = lineAfter(doc.Text, doc.FrontMatter.Span.End)
	}
	body := markdown.Span{Start: start, End: len(doc.Text)}
	own := body
	if len(doc.Sections) > 0 {
		own.End = doc.Sections[0].Heading.Start
	}
	return &markdown.Section{Heading: markdown.Span{Start: start, End: start}, Body: body, Own: own, Children: doc.Sections}
}

// placing puts a text into or beside a section.
type placing struct {
	snapshot *Snapshot
	doc      *markdown.Document
	section  *markdown.Section
	// text is what is put in, with the file's line endings and without blank lines around it; parsed is the same by itself.
	text   string
	parsed *markdown.Document
}

// read takes the text of an operation, and refuses headings that would end the section.
func (p *placing) read(op EditOperation) (err error) {
	text := op.Text
	if op.Kind == ReplaceSection {
		if text, err = p.withoutHeading(text); err != nil {
			return err
		}
	}
	p.text = strings.TrimRight(withEnding(text[blankLines(text):], rules.LineEnding(p.doc.Text)), " \t\r\n")
	// Not at the very top, where a line of --- would begin front matter.
	if p.parsed, err = p.snapshot.parse(p.doc.Path, "\n"+p.text); err != nil {
		return err
	}
	least := p.section.Level + 1
	switch {
	case op.Kind == DeleteSection:
		return nil
	case op.Kind == InsertAfterSection && p.section.Level > 0:
		least--
		if !p.startsWithHeading() || p.parsed.Sections[0].Level != least {
			return refuse(WouldBreak, "what is inserted after the section %q must begin with a heading of its level, %q: append to the section to add to it",
				p.section.Title, strings.Repeat("#", least)+" Title")
		}
	case p.text == "" && op.Kind != ReplaceSection:
		return refuse(NoMatch, "there is no text to put in")
	}
	for s := range p.parsed.All() {
		if s.Level < least {
			return refuse(WouldBreak, "the text has the heading %q of level %d, which would end the section %q: want level %d or deeper",
				s.Title, s.Level, p.section.Title, least)
		}
	}
	return nil
}

// withoutHeading leaves out the section's own heading, which many repeat before its new text.
func (p *placing) withoutHeading(text string) (string, error) {
	doc, err := p.snapshot.parse(p.doc.Path, text)
	if err != nil || p.section.Level == 0 || len(doc.Sections) == 0 {
		return text, err
	}
	first := doc.Sections[0]
	if first.Heading.Start != blankLines(text) || first.Level != p.section.Level || !strings.EqualFold(first.Title, p.section.Title) {
		return text, nil
	}
	return text[lineAfter(text, first.Heading.End):], nil
}

// startsWithHeading tells whether the text is a section.
func (p *placing) startsWithHeading() bool {
	return len(p.parsed.Sections) > 0 && p.parsed.Sections[0].Heading.Start == 1
}

// belowTitle returns the section of the title for a whole document that begins with one: that stays ahead of all but another title.
func (p *placing) belowTitle() *markdown.Section {
	isTitle := func(s *markdown.Section) bool { return s.Level == 1 }
	s := p.section
	if s.Level > 0 || strings.TrimSpace(s.Own.In(p.doc.Text)) != "" || len(s.Children) == 0 || !isTitle(s.Children[0]) || slices.ContainsFunc(p.parsed.Sections, isTitle) {
		return s
	}
	return s.Children[0]
}

// contentEnd returns the start of the line after the last one of a span that is not blank.
func (p *placing) contentEnd(span markdown.Span) int {
	content := strings.TrimRight(span.In(p.doc.Text), " \t\r\n")
	if content == "" {
		return span.Start
	}
	return min(lineAfter(p.doc.Text, span.Start+len(content)), span.End)
}

// contentStart returns where the text begins that is put ahead of a span's: below the blank lines, and rows below the head of a table.
func (p *placing) contentStart(span markdown.Span) int {
	blank := blankLines(span.In(p.doc.Text))
	if blank == span.Len() {
		return span.Start
	}
	start := span.Start + blank
	head := lineAfter(p.doc.Text, start)
	if startsRow(p.text) && !startsTable(p.text) && startsTable(p.doc.Text[start:span.End]) {
		return lineAfter(p.doc.Text, head)
	}
	return start
}

// insert puts the text at the start of a line, with a blank line on both sides unless a list or table goes on.
func (p *placing) insert(at int) markdown.Edit {
	ending := rules.LineEnding(p.doc.Text)
	before, after := p.doc.Text[:at], p.doc.Text[at:]
	text := p.text + ending
	switch blank := strings.TrimPrefix(before, "\ufeff") == "" || strings.HasSuffix(before, ending+ending); {
	case !strings.HasSuffix(before, ending) && strings.TrimPrefix(before, "\ufeff") != "":
		text = ending + text
		fallthrough
	case !blank && !goesOn(before, p.text):
		text = ending + text
	}
	if after != "" && blankLines(after) == 0 && !goesOn(p.text, after) {
		text += ending
	}
	return markdown.Edit{Span: markdown.Span{Start: at, End: at}, New: text}
}

// replace puts the text in the place of what is below the heading, between the blank lines around that.
func (p *placing) replace() markdown.Edit {
	body := p.section.Body
	content := markdown.Span{Start: body.Start + blankLines(body.In(p.doc.Text)), End: p.contentEnd(body)}
	if content.End <= content.Start {
		if p.text == "" {
			return markdown.Edit{Span: markdown.Span{Start: body.Start, End: body.Start}}
		}
		return p.insert(body.Start)
	}
	if p.text == "" {
		return markdown.Edit{Span: markdown.Span{Start: content.Start, End: min(content.End+blankLines(p.doc.Text[content.End:body.End]), body.End)}}
	}
	return markdown.Edit{Span: content, New: p.text + rules.LineEnding(p.doc.Text)}
}

// remove deletes the section. At the end of the file the blank lines before it go, too.
func (p *placing) remove() (markdown.Edit, error) {
	if p.section.Level == 0 || p.section.Level == 1 && len(p.doc.Sections) == 1 {
		return markdown.Edit{}, refuse(WouldBreak, "%q is the title of %q, and all of it: name the sections below it", p.section.Title, p.doc.Path)
	}
	span := p.section.Span()
	if span.End == len(p.doc.Text) {
		before := strings.TrimRight(p.doc.Text[:span.Start], " \t\r\n")
		span.Start = min(lineAfter(p.doc.Text, len(before)), span.Start)
	}
	return markdown.Edit{Span: span}, nil
}

// edit makes an edit of a section, and refuses one after which what is around it is read otherwise: by a fence or a comment
// that is never closed, or a line that makes a heading of the one before it.
func (e *editor) edit(doc *markdown.Document, edit markdown.Edit, kind EditKind) error {
	text, err := markdown.Apply(doc.Text, []markdown.Edit{edit})
	if err != nil {
		return fmt.Errorf("editing %q: %w", e.path, err)
	}
	after, err := e.snapshot.parse(e.path, text)
	if err != nil {
		return err
	}
	want, err := e.expected(doc, edit)
	if err != nil {
		return err
	}
	var got []string
	for s := range after.All() {
		got = append(got, outlined(s, s.Heading.Start))
	}
	slices.Sort(got)
	if !slices.Equal(got, want) {
		return refuse(WouldBreak, "%s would change which headings there are around the text: look for a fence or comment that is not closed, or a line of --- below a paragraph", kind)
	}
	return e.put(text)
}

// expected returns the headings there have to be after an edit: those around it, and those of the new text by itself.
func (e *editor) expected(doc *markdown.Document, edit markdown.Edit) ([]string, error) {
	lead := "\n"
	if strings.TrimPrefix(doc.Text[:edit.Span.Start], "\ufeff") == "" {
		lead = "" // it may begin with front matter
	}
	alone, err := e.snapshot.parse(e.path, lead+edit.New)
	if err != nil {
		return nil, err
	}
	var all []string
	shift := shift{edit.Span.Start, edit.Span.End, edit.Span.Start + len(edit.New)}
	for s := range doc.All() {
		if span, ok := shift.moved(s.Heading); ok {
			all = append(all, outlined(s, span.Start))
		}
	}
	for s := range alone.All() {
		all = append(all, outlined(s, s.Heading.Start+edit.Span.Start-len(lead)))
	}
	slices.Sort(all)
	return all, nil
}

// outlined describes a heading and where it begins.
func outlined(s *markdown.Section, start int) string {
	return fmt.Sprintf("%09d %d %s", start, s.Level, s.Title)
}
