package bank

import (
	"errors"
	"fmt"
	"slices"
	"strings"

	"cortex/markdown"
	"cortex/rules"
)

// OrganizeDefinitions returns the change that brings the link definitions of a document together at its end, sorted by label.
// One that repeats another goes; one that is not used stays, since that is for its author to judge. What stands in a quote or
// list stays there. No changes tell that all is in order.
func (s *Snapshot) OrganizeDefinitions(path string) ([]rules.Change, error) {
	doc := s.judgedDocument(path)
	if doc == nil {
		return nil, fmt.Errorf("there is no document %q in a bank", path)
	}
	definitions := wholeLineDefinitions(doc)
	if len(definitions) == 0 {
		return nil, nil
	}
	edits := markdown.Replacement(doc.Text, organized(doc, definitions))
	if len(edits) == 0 {
		return nil, nil
	}
	after, err := s.edited(doc, edits)
	if err != nil {
		return nil, err
	}
	if !sayingOf(doc).isOf(after) {
		return nil, errors.New("the document would say something else with the definitions at its end")
	}
	return []rules.Change{{Path: path, Edits: edits}}, nil
}

// wholeLineDefinitions returns the definitions that have their lines for themselves.
func wholeLineDefinitions(doc *markdown.Document) []markdown.Definition {
	return slices.DeleteFunc(slices.Clone(doc.Definitions), func(d markdown.Definition) bool {
		lines := linesOf(doc, d.Span)
		before, after := doc.Text[lines.Start:d.Span.Start], doc.Text[d.Span.End:lines.End]
		return strings.Trim(before, " ") != "" || len(before) > 3 || strings.TrimSpace(after) != ""
	})
}

// linesOf covers the lines of a span without the last line end.
func linesOf(doc *markdown.Document, span markdown.Span) markdown.Span {
	first, last := doc.Lines.OffsetLine(span.Start), doc.Lines.OffsetLine(span.End)
	return markdown.Span{Start: doc.Lines.LineSpan(first).Start, End: doc.Lines.LineSpan(last).End}
}

// organized returns the text with the definitions at its end.
func organized(doc *markdown.Document, definitions []markdown.Definition) string {
	ending := rules.LineEnding(doc.Text)
	text, at := "", 0
	for _, d := range definitions {
		lines := linesOf(doc, d.Span)
		text = join(text, doc.Text[at:lines.Start], ending)
		at = len(doc.Text) - len(strings.TrimPrefix(doc.Text[lines.End:], ending))
	}
	text = strings.TrimRight(join(text, doc.Text[at:], ending), "\r\n")
	slices.SortStableFunc(definitions, func(a, b markdown.Definition) int { return strings.Compare(a.Name, b.Name) })
	var written []string
	for i, d := range definitions {
		repeats := d.Hidden && i > 0 && definitions[i-1].Name == d.Name && withoutLabel(doc, definitions[i-1]) == withoutLabel(doc, d)
		if !repeats {
			written = append(written, d.Span.In(doc.Text))
		}
	}
	block := strings.Join(written, ending) + ending
	if text == "" {
		return block
	}
	return text + ending + ending + block
}

// join joins two parts of a text between which something was cut: blank lines on both sides become those of one.
func join(before, after, ending string) string {
	if before == "" || strings.HasSuffix(before, ending+ending) {
		for strings.HasPrefix(after, ending) {
			after = strings.TrimPrefix(after, ending)
		}
	}
	return before + after
}

func withoutLabel(doc *markdown.Document, d markdown.Definition) string {
	return doc.Text[d.Label.End:d.Span.End]
}
