package rules

import (
	"strings"

	"cortex/markdown"
)

// suppressions are the suppression comments of one document.
type suppressions struct {
	doc   *markdown.Document
	marks []*suppression
	// byRule caches what hidden returns.
	byRule map[string][]hiding
}

// suppression is one comment.
type suppression struct {
	comment markdown.Comment
	// directive is its first word, and span where that stands.
	directive string
	span      markdown.Span
	// rules are the names that follow; none means all rules.
	rules []suppressedRule
}

// suppressedRule is a rule named in a comment.
type suppressedRule struct {
	name string
	span markdown.Span
	used bool
}

// directives are what a comment may do. Every one may be followed by names of
// rules and, after " -- ", by a reason. A reason after ":", " - " or in brackets is read, too.
var directives = []string{
	"cortex-disable-next-line", // hides diagnostics that start on the next line with text
	"cortex-disable-line",      // hides diagnostics that start on the comment's line
	"cortex-disable-file",      // hides diagnostics in the whole file
	"cortex-disable",           // hides diagnostics up to the cortex-enable of the same rules
	"cortex-enable",
}

var suppressionWord = pattern(`[^\s,]+`)

// readSuppressions reads the comments of a document; nil has none.
func readSuppressions(doc *markdown.Document) *suppressions {
	s := &suppressions{doc: doc, byRule: map[string][]hiding{}}
	if doc == nil {
		return s
	}
	for _, c := range doc.Comments {
		if m := readSuppression(doc.Text, c); m != nil {
			s.marks = append(s.marks, m)
		}
	}
	return s
}

// readSuppression returns nil for a comment that is about something else.
func readSuppression(text string, c markdown.Comment) *suppression {
	content := c.Content.In(text)
	if !strings.HasPrefix(strings.ToLower(strings.TrimSpace(content)), "cortex-") {
		return nil
	}
	m := &suppression{comment: c}
	for _, w := range suppressionWord().FindAllStringIndex(content, -1) {
		word := content[w[0]:w[1]]
		name := strings.TrimSuffix(word, ":")
		span := markdown.Span{Start: c.Content.Start + w[0], End: c.Content.Start + w[0] + len(name)}
		switch {
		case m.directive == "":
			m.directive, m.span = name, span
		case beginsReason(word):
			return m
		default:
			m.rules = append(m.rules, suppressedRule{name: name, span: span})
			if name != word {
				return m
			}
		}
	}
	return m
}

// beginsReason tells whether the names of rules end before word: at " -- ", or at what people write for it.
func beginsReason(word string) bool {
	switch word {
	case "--", "-", "—", "–", ":":
		return true
	}
	return strings.HasPrefix(word, "(")
}

// names returns the entry for a rule, nil if the comment does not name it.
func (m *suppression) names(rule string) *suppressedRule {
	for i := range m.rules {
		if m.rules[i].name == rule {
			return &m.rules[i]
		}
	}
	return nil
}

// hiding is a part of the document in which one comment hides the diagnostics of one rule.
type hiding struct {
	// starts holds the offsets at which a hidden diagnostic starts.
	starts markdown.Span
	// by is nil for a comment that names no rule.
	by *suppressedRule
}

// hidden returns where the diagnostics of a rule are hidden.
func (s *suppressions) hidden(rule string) []hiding {
	if all, ok := s.byRule[rule]; ok {
		return all
	}
	var all []hiding
	open := 0 // all[open:] holds what the next cortex-enable ends, among others
	for _, m := range s.marks {
		r := m.names(rule)
		if r == nil && len(m.rules) > 0 {
			continue
		}
		if m.directive == "cortex-enable" {
			for i := range all[open:] {
				all[open+i].starts.End = min(all[open+i].starts.End, m.comment.Span.Start)
			}
			open = len(all)
		} else if starts := s.region(m); starts.Len() > 0 {
			all = append(all, hiding{starts, r})
		}
	}
	s.byRule[rule] = all
	return all
}

// region returns where a comment hides diagnostics if no cortex-enable ends it.
func (s *suppressions) region(m *suppression) markdown.Span {
	lines := s.doc.Lines
	switch m.directive {
	case "cortex-disable-file":
		return markdown.Span{End: len(s.doc.Text) + 1}
	case "cortex-disable":
		return markdown.Span{Start: m.comment.Span.End, End: len(s.doc.Text) + 1}
	case "cortex-disable-line":
		return s.lineRegion(lines.OffsetLine(m.comment.Span.Start))
	case "cortex-disable-next-line":
		for i := lines.OffsetLine(m.comment.Span.End) + 1; i < lines.Count(); i++ {
			if strings.TrimSpace(lines.LineSpan(i).In(s.doc.Text)) != "" {
				return s.lineRegion(i)
			}
		}
	}
	return markdown.Span{}
}

// lineRegion includes the end of the line, where an empty diagnostic may stand.
func (s *suppressions) lineRegion(line int) markdown.Span {
	span := s.doc.Lines.LineSpan(line)
	return markdown.Span{Start: span.Start, End: span.End + 1}
}

// hides tells whether a comment hides the diagnostic, and remembers which.
func (s *suppressions) hides(d Diagnostic) bool {
	found := false
	for _, h := range s.hidden(d.Rule) {
		if h.starts.Start <= d.Span.Start && d.Span.Start < h.starts.End {
			found = true
			if h.by != nil {
				h.by.used = true
			}
		}
	}
	return found
}
