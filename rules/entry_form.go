package rules

import (
	"fmt"
	"slices"
	"strings"
	"sync"

	"cortex/markdown"
)

// EntryForm is a way in which people write an entry of a log.
type EntryForm uint8

const (
	noForm         EntryForm = iota
	entryTimestamp           // a line that begins with a date: "[2026-01-05 10:30:00] - text", "- 2026-01-05: text"
	entryDated               // a heading with a date
	entryDecision            // a heading "Decision: title" or "Decision 3"
	entryNumbered            // a heading with an identifier: "ADR-001: title"
	entryRecord              // a section with parts or fields named Decision, Rationale and the like, or just such parts
	entryRow                 // a row of a table
)

var entryForms = [...]struct{ name, example string }{
	entryTimestamp: {"timestamp", `"[YYYY-MM-DD HH:MM:SS] - text"`},
	entryDated:     {"dated-heading", "a heading with its date"},
	entryDecision:  {"decision-heading", `a heading "Decision: title"`},
	entryNumbered:  {"numbered-heading", `a heading with an identifier, "ADR-001: title"`},
	entryRecord:    {"record", "a section with the parts Decision and Rationale"},
	entryRow:       {"table", "a row of a table"},
}

// String returns the word used in profiles.
func (f EntryForm) String() string { return entryForms[f].name }

// Example shows the form to people.
func (f EntryForm) Example() string { return entryForms[f].example }

// UnmarshalText reads the word used in profiles.
func (f *EntryForm) UnmarshalText(text []byte) error {
	names := EntryFormNames()
	i := slices.Index(names, string(text))
	if i < 0 {
		return fmt.Errorf("unknown form of entries %q: want %s", text, strings.Join(names, ", "))
	}
	*f = noForm + 1 + EntryForm(i)
	return nil
}

// EntryFormNames returns the words that profiles use for forms, in order.
func EntryFormNames() []string {
	var names []string
	for _, form := range entryForms[noForm+1:] {
		names = append(names, form.name)
	}
	return names
}

// recordParts are the names of the parts of a record of a decision, as normalise leaves them.
var recordParts = sync.OnceValue(func() map[string]bool {
	parts := map[string]bool{}
	for name := range strings.SplitSeq(`decision, decisions, the decision, rationale, reason, reasoning, justification, context, consequences, alternatives,
	alternatives considered, options, options considered, implications, implications details, implementation details, implementation,
	outcome, impact, status, date, problem, motivation, pros, cons, trade offs,
	решение, описание, обоснование, контекст, последствия, детали реализации, альтернативы, рішення, обґрунтування,
	决策, 决定, 理由, 背景, 影响, 根本原因, 实施细节, 实现细节, 決定, 影響, 実装, 결정, 이유, 배경, 영향,
	decisão, motivação, justificativa, detalhes da implementação, impacto, contexto, decisión, motivo, justificación, consecuencias,
	décision, raison, contexte, conséquences, entscheidung, begründung, kontext, konsequenzen`, ",") {
		parts[strings.TrimSpace(name)] = true
	}
	return parts
})

// isRecordPart tells whether a heading or label names a part of a record of a decision.
func isRecordPart(title string) bool { return recordParts()[normalise(title)] }

// numberedTitle matches an identifier at the start of a heading: "ADR-001", "DEC-20250311-01", "D12:", "[D-3]".
var numberedTitle = pattern(`^\W*(?i:adr|dec|dr|dl|dd|ad|d|decision record|rfc)[-_ #]*\d`)

// decisionTitle matches "Decision: title", "Decision 3" and "Architecture Decision: title", also in other languages.
var decisionTitle = pattern(`(?i)^\W*(?:\p{L}+ )?(?:decision|решение|рішення|decisão|decisión|décision|entscheidung|决策|决定|決定|결정)s?\s*(?:[:：#–—-]|№|\d)`)

// dayTitle matches a date that is not written as YYYY-MM-DD: "5 January", "2026/01/05", "05.01.2026", "1月5日".
var dayTitle = pattern(`(?i)\b(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.?,? \d{1,2}|\b\d{1,2}(?:st|nd|rd|th)? (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)|\b\d{1,4}[/.]\d{1,2}[/.]\d{1,4}\b|\d月\d|\d월 ?\d`)

// sectionForm returns the form in which a section is an entry, noForm if it is none.
func sectionForm(doc *markdown.Document, s *markdown.Section) EntryForm {
	_, dated := dateIn(doc, s.Content)
	switch {
	case isRecordPart(s.Title):
		return noForm
	case dated || dayTitle().MatchString(s.Title):
		return entryDated
	case numberedTitle().MatchString(s.Title):
		return entryNumbered
	case decisionTitle().MatchString(s.Title):
		return entryDecision
	case hasRecordParts(doc, s):
		return entryRecord
	}
	return noForm
}

// hasRecordParts tells whether two parts of a record stand directly in a section, as headings, fields or bold lines.
func hasRecordParts(doc *markdown.Document, s *markdown.Section) bool {
	parts := 0
	for _, c := range s.Children {
		if isRecordPart(c.Title) {
			parts++
		}
	}
	first, last := doc.Lines.OffsetLine(s.Own.Start), doc.Lines.OffsetLine(s.Own.End)
	for line := first; line < last && parts < 2; line++ {
		if isRecordPart(label(doc.Lines.LineSpan(line).In(doc.Text))) {
			parts++
		}
	}
	return parts >= 2
}

// label returns what stands before the first colon of a line, without marks; all of a line in bold.
func label(line string) string {
	line = line[fieldStart(line):]
	for _, mark := range []string{":", "：", "**"} {
		if name, _, ok := strings.Cut(line, mark); ok && len(name) <= maxFieldName {
			return name
		}
	}
	return ""
}
