package bank

import (
	"context"
	"fmt"
	"strings"
	"time"

	"cortex/markdown"
	"cortex/rules"
)

// Hover is what is known about a place of a document.
type Hover struct {
	// Span covers what it is about.
	Span markdown.Span
	// Markdown is what is shown.
	Markdown string
}

// Hover returns what stands where a link leads, what an include stands for, and what is reported about what stands at an
// offset of a document. False if there is nothing to tell; the error is ctx's.
func (s *Snapshot) Hover(ctx context.Context, path string, offset int) (Hover, bool, error) {
	var hover Hover
	var parts []string
	place := markdown.Span{Start: offset, End: offset + 1}
	if x, ok := s.subjectAt(path, offset); ok {
		place = x.whole()
		if text := s.about(ctx, x); text != "" {
			hover.Span, parts = x.origin, append(parts, text)
		}
	}
	diagnostics, err := s.diagnosticsAt(ctx, path, offset, place)
	if err != nil {
		return Hover{}, false, err
	}
	if len(parts) == 0 && len(diagnostics) > 0 {
		hover.Span = diagnostics[0].Span
	}
	parts = append(parts, told(diagnostics)...)
	hover.Markdown = strings.Join(parts, "\n\n---\n\n")
	return hover, len(parts) > 0, nil
}

// whole covers the link or heading around what was pointed at.
func (x subject) whole() markdown.Span {
	if x.link != nil {
		return x.link.Span
	}
	return x.anchor.Span
}

// literal keeps the characters of a message from being marks of Markdown.
var literal = strings.NewReplacer("\\", "\\\\", "`", "\\`", "*", "\\*", "<", "\\<", "[", "\\[")

// told puts diagnostics into words: for each rule what it reports, and the beginning of its manual.
func told(diagnostics []rules.Diagnostic) []string {
	var parts []string
	where := map[string]int{}
	for _, d := range diagnostics {
		i, known := where[d.Rule]
		if !known {
			i = len(parts)
			where[d.Rule], parts = i, append(parts, "")
		}
		parts[i] += fmt.Sprintf("**%s**: %s\n\n", d.Rule, literal.Replace(d.Message))
	}
	for name, i := range where {
		first, _, _ := strings.Cut(strings.TrimSpace(rules.Lookup(name).Doc), "\n\n")
		parts[i] += strings.ReplaceAll(first, "\n", " ") + fmt.Sprintf("\n\nMore: `cortex explain %s`", name)
	}
	return parts
}

// patience is how long a hover waits for a check, which may take its time while a bank is read for the first time.
const patience = 200 * time.Millisecond

// diagnosticsAt returns what is reported at an offset of a document of a bank, or else about a part of the place around it;
// nothing if that is not known soon.
func (s *Snapshot) diagnosticsAt(ctx context.Context, path string, offset int, place markdown.Span) ([]rules.Diagnostic, error) {
	if s.judged(path) == nil {
		return nil, nil
	}
	quick, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	results, err := s.Check(quick, nil)
	switch {
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case err != nil:
		return nil, nil
	}
	var found, around []rules.Diagnostic
	for _, d := range results.Found.In(path) {
		switch {
		case d.Span.Start <= offset && offset < max(d.Span.End, d.Span.Start+1):
			found = append(found, d)
		case place.Contains(d.Span):
			around = append(around, d)
		}
	}
	if len(found) == 0 {
		return around, nil
	}
	return found, nil
}

// about describes what a link leads to, and what a section costs and who leads there; "" for what leads nowhere and for other anchors.
func (s *Snapshot) about(ctx context.Context, x subject) string {
	if x.link == nil {
		return s.weight(ctx, x)
	}
	if x.onLabel {
		x = s.throughLabel(x)
	}
	switch {
	case x.link.Kind == rules.ReferenceInclude && x.target != nil && (x.anchor != nil || x.fragment == ""):
		return s.aboutInclude(x)
	case x.anchor != nil:
		return fmt.Sprintf("`%s`\n\n%s", x.target.Path, preview(x.target, wholeOf(*x.anchor)))
	case x.target != nil:
		return fmt.Sprintf("`%s`\n\n%s", x.target.Path, preview(x.target, textOf(x.target)))
	case x.link.Leads.Kind == rules.TargetFile || x.link.Leads.Kind == rules.TargetFolder:
		return fmt.Sprintf("`%s`", x.link.Leads.Path)
	}
	return ""
}

// weight tells what a section costs a model to read, and how much leads there if that is known soon.
func (s *Snapshot) weight(ctx context.Context, x subject) string {
	section := x.anchor.Section
	if section == nil {
		return ""
	}
	text := tokensText(s.Tokens(x.doc.Path, section.Span())) + " for a model to read"
	if len(section.Children) > 0 {
		own := markdown.Span{Start: section.Heading.Start, End: section.Own.End}
		text += fmt.Sprintf(", %s without the sections below", tokensText(s.Tokens(x.doc.Path, own)))
	}
	quick, cancel := context.WithTimeout(ctx, patience)
	defer cancel()
	if uses, ok, err := s.LensText(quick, x.doc.Path, section.Slug); ok && err == nil {
		text += "; " + uses
	}
	return text
}

func tokensText(t rules.Tokens) string {
	if t.Exact {
		return fmt.Sprintf("%d tokens", t.Count)
	}
	return fmt.Sprintf("about %d tokens", t.Count)
}

// throughLabel returns what the target of a label leads to.
func (s *Snapshot) throughLabel(x subject) subject {
	return s.linkSubject(x.doc, *x.link, x.link.pastLabel())
}

// pastLabel returns an offset at which the target of a link with a label is meant.
func (l Link) pastLabel() int {
	if l.Kind == rules.ReferenceUse {
		return l.Span.Start - 1
	}
	return l.Target.Start
}

// aboutInclude shows what an include stands for, with what is included there.
func (s *Snapshot) aboutInclude(x subject) string {
	whole := textOf(x.target)
	if x.anchor != nil {
		whole = textIn(x.target.Text, x.anchor.Section.Body)
	}
	text := s.expand(x.target, whole, 4*maxPreviewSize)
	expanded := markdown.Parse(x.target.Path, text)
	return fmt.Sprintf("`%s`\n\n%s", x.target.Path, preview(expanded, markdown.Span{End: len(text)}))
}
