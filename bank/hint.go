package bank

import (
	"strings"

	"cortex/markdown"
	"cortex/rules"
)

// Hint is a remark in the running text of a document.
type Hint struct {
	// Offset is where it stands, Text what it says.
	Offset int
	Text   string
}

// Hints returns the remarks within a part of a document: behind an include what it costs a model to read, behind a link to
// the file of a task the task's title, unless the link says it. Nil for files that are no documents of a bank.
func (s *Snapshot) Hints(path string, within markdown.Span) []Hint {
	doc := s.judgedDocument(path)
	if doc == nil {
		return nil
	}
	hints := []Hint{}
	for _, l := range s.Links(path) {
		if !within.Touches(l.Span) || l.Leads.Kind != rules.TargetFile {
			continue
		}
		text := ""
		switch l.Kind {
		case rules.ReferenceInclude:
			text = s.includeHint(doc, l)
		case rules.ReferenceMention, rules.ReferenceDefinition:
		default:
			text = s.taskHint(doc, l)
		}
		if text != "" {
			hints = append(hints, Hint{l.Span.End, text})
		}
	}
	return hints
}

// includeHint tells the size of what an include brings in, with what is included there.
func (s *Snapshot) includeHint(doc *markdown.Document, l Link) string {
	x := s.linkSubject(doc, l, l.Span.Start)
	if x.target == nil || x.anchor == nil && x.fragment != "" {
		return ""
	}
	part := markdown.Span{End: len(x.target.Text)}
	if x.anchor != nil {
		part = x.anchor.Section.Body
	}
	text := s.expand(x.target, part, longestCounted)
	if text == part.In(x.target.Text) {
		return tokensText(s.Tokens(x.target.Path, part))
	}
	return tokensText(rules.Tokens{Count: s.engine.tokenizer.count(text), Exact: true})
}

// taskHint returns the title of the task that a link leads to, "" for other files and where the line says it.
func (s *Snapshot) taskHint(doc *markdown.Document, l Link) string {
	target, bank := s.judgedDocument(l.Leads.Path), s.BankOf(l.Leads.Path)
	if target == nil || l.Leads.Path == doc.Path || len(target.Sections) == 0 || !rules.IsTaskFile(bank.rules(), l.Leads.Path) {
		return ""
	}
	title := target.Sections[0].Title
	line := doc.Lines.LineSpan(doc.Lines.OffsetLine(l.Span.Start)).In(doc.Text)
	words := strings.ToLower(strings.TrimSpace(withoutID(title)))
	if words == "" || strings.Contains(strings.ToLower(line), words) {
		return ""
	}
	return title
}

// withoutID returns the words of a task's title without the identifier before them: "[TASK001] - Login".
func withoutID(title string) string {
	if i := strings.LastIndexAny(title, "]:"); i >= 0 && i < len(title)-1 {
		title = title[i+1:]
	}
	return strings.TrimLeft(title, " -–—")
}
