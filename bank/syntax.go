package bank

import (
	"cmp"
	"slices"
	"strings"

	"cortex/markdown"
)

// SyntaxKind tells what a part of a document is, as far as the grammars of editors do not know it.
type SyntaxKind uint8

const (
	SyntaxInclude SyntaxKind = iota // the marks of an include
	SyntaxTarget                    // what an include or wiki link leads to
	SyntaxOption                    // an option of an include
	SyntaxKey                       // a key of the front matter
	SyntaxLabel                     // the label of a link, used or defined
)

// SyntaxPart is a part of a document within one line.
type SyntaxPart struct {
	Span markdown.Span
	Kind SyntaxKind
}

// Syntax returns the parts of a document that are Cortex's own, in order and without overlap; nil for files that are no documents of a bank.
func (s *Snapshot) Syntax(path string) []SyntaxPart {
	doc := s.judgedDocument(path)
	if doc == nil {
		return nil
	}
	var all []SyntaxPart
	add := func(kind SyntaxKind, spans ...markdown.Span) {
		for _, span := range spans {
			all = append(all, SyntaxPart{span, kind})
		}
	}
	if doc.FrontMatter != nil {
		for _, k := range doc.FrontMatter.Keys {
			add(SyntaxKey, k.Key)
		}
	}
	for _, i := range doc.Includes {
		open, end := i.Span, i.Span
		open.End = open.Start + len("{{include:")
		end.Start = end.End - len("}}")
		add(SyntaxInclude, open, end)
		add(SyntaxTarget, i.Target)
		for _, o := range i.Options {
			add(SyntaxOption, o.Span)
		}
	}
	for _, l := range doc.Links {
		switch l.Kind {
		case markdown.LinkWiki:
			add(SyntaxTarget, l.Target)
		case markdown.LinkReference:
			add(SyntaxLabel, l.Target)
		}
	}
	for _, d := range doc.Definitions {
		add(SyntaxLabel, d.Label)
	}
	return withoutOverlap(inLines(doc, all))
}

// inLines splits what goes over several lines.
func inLines(doc *markdown.Document, all []SyntaxPart) []SyntaxPart {
	var split []SyntaxPart
	for _, part := range all {
		for line := doc.Lines.OffsetLine(part.Span.Start); line < doc.Lines.Count(); line++ {
			whole := doc.Lines.LineSpan(line)
			if whole.Start >= part.Span.End {
				break
			}
			span := markdown.Span{Start: max(whole.Start, part.Span.Start), End: min(whole.End, part.Span.End)}
			if span.Start < span.End && strings.TrimSpace(span.In(doc.Text)) != "" {
				split = append(split, SyntaxPart{span, part.Kind})
			}
		}
	}
	return split
}

// withoutOverlap sorts parts and drops those that begin within another.
func withoutOverlap(all []SyntaxPart) []SyntaxPart {
	slices.SortStableFunc(all, func(a, b SyntaxPart) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	end := 0
	return slices.DeleteFunc(all, func(p SyntaxPart) bool {
		inside := p.Span.Start < end
		if !inside {
			end = p.Span.End
		}
		return inside
	})
}
