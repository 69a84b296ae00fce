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

// Hover returns what stands where a link leads, what an include stands for, and the manual of the rules that
// report something at an offset of a document. False if there is nothing to tell; the error is ctx's.
func (s *Snapshot) Hover(ctx context.Context, path string, offset int) (Hover, bool, error) {
	var hover Hover
	var parts []string
	if x, ok := s.subjectAt(path, offset); ok {
		if text := s.about(x); text != "" {
			hover.Span, parts = x.origin, append(parts, text)
		}
	}
	diagnostics, err := s.diagnosticsAt(ctx, path, offset)
	if err != nil {
		return Hover{}, false, err
	}
	told := map[string]bool{}
	for _, d := range diagnostics {
		if told[d.Rule] {
			continue
		}
		told[d.Rule] = true
		if len(parts) == 0 {
			hover.Span = d.Span
		}
		rule := rules.Lookup(d.Rule)
		parts = append(parts, fmt.Sprintf("**%s**: %s\n\n%s", rule.Name, rule.Title, strings.TrimSpace(rule.Doc)))
	}
	hover.Markdown = strings.Join(parts, "\n\n---\n\n")
	return hover, len(parts) > 0, nil
}

// patience is how long a hover waits for a check, which may take its time while a bank is read for the first time.
const patience = 200 * time.Millisecond

// diagnosticsAt returns what is reported at an offset of a document of a bank; nothing if that is not known soon.
func (s *Snapshot) diagnosticsAt(ctx context.Context, path string, offset int) ([]rules.Diagnostic, error) {
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
	var found []rules.Diagnostic
	for _, d := range results.ByPath[path] {
		if d.Span.Start <= offset && offset < max(d.Span.End, d.Span.Start+1) {
			found = append(found, d)
		}
	}
	return found, nil
}

// about describes what a link leads to, and what a section costs; "" for what leads nowhere and for other anchors.
func (s *Snapshot) about(x subject) string {
	if x.link == nil {
		return s.weight(x)
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

// weight tells what a section costs a model to read.
func (s *Snapshot) weight(x subject) string {
	if x.anchor.Section == nil {
		return ""
	}
	section := x.anchor.Section
	text := tokensText(s.Tokens(x.doc.Path, section.Span()))
	if len(section.Children) > 0 {
		own := markdown.Span{Start: section.Heading.Start, End: section.Own.End}
		text += fmt.Sprintf(", %s without the sections below", tokensText(s.Tokens(x.doc.Path, own)))
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
