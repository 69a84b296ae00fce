package bank

import (
	"context"
	"net/url"
	"strings"

	"cortex/markdown"
	"cortex/rules"
)

// link proposes the target of [text](target) and ![text](target).
func (w *writing) link(ctx context.Context) (Completion, bool) {
	for i := range w.doc.Links {
		l := &w.doc.Links[i]
		if l.Kind == markdown.LinkInline && l.Target.Start <= w.offset && w.offset <= l.Target.End && w.offset-l.Target.Start <= len(w.before) {
			return w.target(ctx, w.offset-l.Target.Start, l.Target.End-w.offset, l.Target.Start > 0 && w.doc.Text[l.Target.Start-1] == '<'), true
		}
	}
	open := w.lastOutsideCode("](")
	if open < 0 || !strings.Contains(w.before[:open], "[") {
		return Completion{}, false
	}
	return w.unfinished(ctx, w.before[open+2:], 0)
}

// definitionStart matches a link definition up to its target.
var definitionStart = pattern(`^ {0,3}\[[^\[\]]+\]:`)

// definition proposes the target of [label]: target.
func (w *writing) definition(ctx context.Context) (Completion, bool) {
	start := definitionStart().FindString(w.before)
	if start == "" {
		return Completion{}, false
	}
	end := strings.IndexAny(w.after, " \t>")
	if end < 0 {
		end = len(w.after)
	}
	return w.unfinished(ctx, w.before[len(start):], end)
}

// unfinished proposes a target of which a part is written, and which need not be closed yet. False if it is closed.
func (w *writing) unfinished(ctx context.Context, written string, after int) (Completion, bool) {
	written = strings.TrimLeft(written, " \t")
	if rest, ok := strings.CutPrefix(written, "<"); ok {
		if end := strings.IndexByte(w.after, '>'); end >= 0 && !strings.Contains(w.after[:end], "<") {
			after = end
		}
		return w.targetIf(ctx, !strings.ContainsAny(rest, "<>"), rest, after, true)
	}
	depth := 0
	for i := range len(written) {
		switch written[i] {
		case '(':
			depth++
		case ')':
			depth--
		}
		if depth < 0 || written[i] == ' ' || written[i] == '\t' {
			return Completion{}, false
		}
	}
	return w.target(ctx, len(written), after, false), true
}

func (w *writing) targetIf(ctx context.Context, ok bool, written string, after int, bracketed bool) (Completion, bool) {
	if !ok {
		return Completion{}, false
	}
	return w.target(ctx, len(written), after, bracketed), true
}

// target proposes the part of a link's target that the place is in: a path, a fragment, or after ## the heading of any
// document. Before and after are how many bytes of the target stand on both sides.
func (w *writing) target(ctx context.Context, before, after int, bracketed bool) Completion {
	written, rest := w.before[len(w.before)-before:], w.after[:after]
	written, rest = strings.TrimLeft(written, " \t"), strings.TrimRight(rest, " \t")
	escape := func(path string) string { return rules.EscapeTarget(path, bracketed) }
	switch path, fragment, found := strings.Cut(written, "#"); {
	case strings.Contains(written, "://"):
		return Completion{}
	case found && path == "" && strings.HasPrefix(fragment, "#"):
		style := rules.LinkStyleOf(w, w.doc)
		return w.headings(ctx, w.around(len(written), len(rest)), fragment[1:], func(to, slug, _ string) string {
			if to == w.doc.Path {
				return "#" + escape(slug)
			}
			return escape(style.Path(w.Bank(), w.doc.Path, to)) + "#" + escape(slug)
		})
	case found:
		return w.fragment(ctx, rules.Reference{Kind: rules.ReferenceLink, Path: unescaped(path)}, fragment, rest, escape)
	}
	style := rules.LinkStyleOf(w, w.doc)
	return w.path(ctx, pathSite{
		written: written, rest: rest[:indexOrEnd(rest, "#?:")], everything: true, images: w.inImage(),
		write:  func(to string) string { return style.Path(w.Bank(), w.doc.Path, to) },
		escape: escape,
		shown:  unchanged,
	})
}

// inImage tells whether the target that the place is in is that of an image.
func (w *writing) inImage() bool {
	target := w.lastOutsideCode("](")
	if target < 0 {
		return false
	}
	open := strings.LastIndexByte(w.before[:target], '[')
	return open > 0 && w.before[open-1] == '!'
}

func unchanged(path string) string { return path }

// indexOrEnd returns where the first of some characters stands, or the end.
func indexOrEnd(s, chars string) int {
	if i := strings.IndexAny(s, chars); i >= 0 {
		return i
	}
	return len(s)
}

// unescaped returns a part of a target as it names files.
func unescaped(written string) string {
	if plain, err := url.PathUnescape(written); err == nil {
		return plain
	}
	return written
}

// fragment proposes the anchors of the document that a reference leads to, and those that others name and that are not there,
// unless these are misspellings.
func (w *writing) fragment(ctx context.Context, to rules.Reference, written, rest string, escape func(string) string) Completion {
	path := w.doc.Path
	if to.Path != "" {
		t := to.Resolve(w.lookups, w.doc.Path)
		if t.Kind != rules.TargetFile {
			return Completion{}
		}
		path = t.Path
	}
	doc := w.snapshot.judgedDocument(path)
	if doc == nil {
		return Completion{}
	}
	var all []Candidate
	for _, a := range doc.Anchors {
		if a.Kind == markdown.AnchorFootnote || a.Slug == "" {
			continue
		}
		c := Candidate{Kind: CandidateSection, Label: a.Slug, Insert: escape(a.Slug), Path: path, Slug: a.Slug}
		if a.Section != nil {
			c.Detail = a.Section.Title
		}
		all = append(all, c)
	}
	missing, ready := w.snapshot.missingAnchors(ctx, doc, w.here())
	misspelt := rules.MisspeltAnchors(doc)
	for _, m := range missing {
		if (m.kind == rules.ReferenceLink || m.kind == rules.ReferenceDefinition) && !misspelt(m.name) {
			all = append(all, Candidate{Kind: CandidateMissing, Label: m.name, Insert: escape(m.name), Detail: m.detail()})
		}
	}
	for i := range all {
		all[i].Filter = all[i].Insert
	}
	c := narrowed(w.around(len(written), len(rest)), written, all)
	c.Partial = c.Partial || !ready
	return c
}

// here is the place itself: what is being typed there is no use of a name.
func (w *writing) here() Location {
	return Location{w.doc.Path, markdown.Span{Start: w.offset, End: w.offset}}
}

// headings proposes the sections of all documents whose titles match a query. What is typed is the filter of all:
// the list is made for it alone.
func (w *writing) headings(ctx context.Context, span markdown.Span, query string, write func(path, slug, title string) string) Completion {
	found, err := w.snapshot.Symbols(ctx, asWords(query), maxHeadings)
	if err != nil {
		return Completion{}
	}
	c := Completion{Span: span, Partial: true}
	typed := w.doc.Text[span.Start:w.offset]
	for _, s := range found {
		if s.Section.Slug == "" {
			continue
		}
		c.Candidates = append(c.Candidates, Candidate{
			Kind: CandidateSection, Label: s.Section.Title, Insert: write(s.Path, s.Section.Slug, s.Section.Title),
			Filter: typed, Detail: s.Path, Path: s.Path, Slug: s.Section.Slug,
		})
	}
	return c
}

// asWords returns what is typed of a heading in a place where there can be no spaces: "what-works".
func asWords(query string) string {
	return strings.Map(func(r rune) rune {
		if r == '-' || r == '_' {
			return ' '
		}
		return r
	}, unescaped(query))
}

// maxHeadings is how many headings of all documents are proposed at a time.
const maxHeadings = 100
