package bank

import (
	"context"
	"path"
	"strings"

	"cortex/markdown"
	"cortex/rules"
)

// include proposes the parts of {{include: path#section|option}}.
func (w *writing) include(ctx context.Context) (Completion, bool) {
	const opening = "{{include:"
	open := w.lastOutsideCode(opening)
	if open < 0 || strings.ContainsAny(w.before[open+len(opening):], "{}") {
		return Completion{}, false
	}
	written := w.before[open+len(opening):]
	rest := ""
	if end := strings.IndexAny(w.after, "{}"); end >= 0 && strings.HasPrefix(w.after[end:], "}}") {
		rest = w.after[:end]
	}
	target, _, inOptions := strings.Cut(written, "|")
	file, section, inSection := strings.Cut(target, "#")
	trimmed := strings.TrimLeft(file, " \t")
	switch {
	case inOptions:
		return w.includeOption(written[strings.LastIndexAny(written, "|,")+1:], rest), true
	case inSection:
		rest = strings.TrimRight(rest[:indexOrEnd(rest, "|")], " \t")
		return w.includeSection(ctx, strings.TrimSpace(file), strings.TrimLeft(section, " \t"), rest), true
	}
	return w.path(ctx, w.includePath(trimmed, strings.TrimRight(rest[:indexOrEnd(rest, "#|")], " \t"), trimmed == file)), true
}

// includePath describes the place of an include's path, which names documents of the bank and knows no escapes. Tight
// tells that there is no space before it.
func (w *writing) includePath(written, rest string, tight bool) pathSite {
	p := pathSite{
		written: written, rest: rest, escape: unchanged, shown: unchanged,
		write: func(to string) string { return rules.LinkRelative.Path(w.Bank(), w.doc.Path, to) },
	}
	if tight && !strings.Contains(written, "/") {
		p.lead = " "
	}
	return p
}

func (w *writing) includeOption(written, rest string) Completion {
	written = strings.TrimLeft(written, " \t")
	var all []Candidate
	for _, o := range rules.IncludeOptions() {
		all = append(all, Candidate{Kind: CandidateWord, Label: o, Insert: o, Filter: o})
	}
	return Completion{Span: w.around(len(written), indexOrEnd(rest, "|, ")), Candidates: all}
}

// includeSection proposes the headings of the included document, as they are written where that can be read.
func (w *writing) includeSection(ctx context.Context, file, written, rest string) Completion {
	to := rules.Reference{Kind: rules.ReferenceInclude, Path: file}.Resolve(w.lookups, w.doc.Path)
	doc := w.doc
	if file != "" {
		doc = w.snapshot.judgedDocument(to.Path)
	}
	if doc == nil || file != "" && to.Kind != rules.TargetFile {
		return Completion{}
	}
	return w.sectionNames(ctx, doc, rules.ReferenceInclude, w.around(len(written), len(rest)), written)
}

// sectionNames proposes the headings of a document as includes and wiki links name them: by title where it is the only one
// and can be written, else by slug; and those that others of that kind name and that are not there.
func (w *writing) sectionNames(ctx context.Context, doc *markdown.Document, kind rules.ReferenceKind, span markdown.Span, typed string) Completion {
	anchors := rules.AnchorsOf(doc)
	var all []Candidate
	for s := range doc.All() {
		name := s.Title
		if found, ok := anchors.Find(rules.Reference{Kind: kind, Fragment: name}); strings.ContainsAny(name, "#|{}[]^") || !ok || found.Section != s {
			name = s.Slug
		}
		if name != "" {
			all = append(all, Candidate{
				Kind: CandidateSection, Label: name, Insert: name, Filter: name, Detail: path.Base(doc.Path), Path: doc.Path, Slug: s.Slug,
			})
		}
	}
	missing, ready := w.snapshot.missingAnchors(ctx, doc, w.here())
	for _, m := range missing {
		if m.kind == kind {
			all = append(all, Candidate{Kind: CandidateMissing, Label: m.name, Insert: m.name, Filter: m.name, Detail: m.detail()})
		}
	}
	c := narrowed(span, typed, all)
	c.Partial = c.Partial || !ready
	return c
}
