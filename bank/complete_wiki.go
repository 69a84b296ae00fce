package bank

import (
	"context"
	"path"
	"strings"

	"cortex/markdown"
	"cortex/rules"
)

// wiki proposes the target of [[target#heading]].
func (w *writing) wiki(ctx context.Context) (Completion, bool) {
	open := w.lastOutsideCode("[[")
	if open < 0 || strings.ContainsAny(w.before[open+2:], "[]|") {
		return Completion{}, false
	}
	written, rest := w.before[open+2:], ""
	if end := strings.IndexAny(w.after, "[]"); end >= 0 && strings.HasPrefix(w.after[end:], "]]") {
		rest = w.after[:end]
	}
	file, heading, inHeading := strings.Cut(written, "#")
	switch {
	case inHeading && file == "" && strings.HasPrefix(heading, "#"):
		span := w.around(len(written), indexOrEnd(rest, "|"))
		return w.headings(ctx, span, heading[1:], func(to, slug, title string) string {
			if !strings.ContainsAny(title, "#|[]^") && title != "" {
				slug = title
			}
			return w.wikiName(to) + "#" + slug
		}), true
	case inHeading:
		return w.wikiHeading(ctx, file, heading, rest[:indexOrEnd(rest, "|")]), true
	}
	return w.path(ctx, pathSite{
		written: written, rest: rest[:indexOrEnd(rest, "#|")], escape: unchanged, write: w.wikiName, shown: w.wikiShown(),
	}), true
}

func (w *writing) wikiHeading(ctx context.Context, file, written, rest string) Completion {
	doc := w.doc
	if file != "" {
		to := rules.Reference{Kind: rules.ReferenceWiki, Path: file}.Resolve(w.lookups, w.doc.Path)
		if doc = w.snapshot.judgedDocument(to.Path); doc == nil || to.Kind != rules.TargetFile {
			return Completion{}
		}
	}
	return w.sectionNames(ctx, doc, rules.ReferenceWiki, w.around(len(written), len(rest)), written)
}

// wikiName returns how a wiki link names a file: by its name where the bank has one such, else from the bank's root.
func (w *writing) wikiName(to string) string {
	name := path.Base(to)
	if !w.isOnly(name, to) {
		name = to
		if root := w.bank.Root; root != "." {
			name = strings.TrimPrefix(to, root+"/")
		}
	}
	return w.wikiShown()(name)
}

// isOnly tells whether a wiki link with a name leads to a file from everywhere.
func (w *writing) isOnly(name, to string) bool {
	same := w.bank.documents.Namesakes(name)
	return len(same) == 0 || len(same) == 1 && same[0] == to
}

// wikiShown returns what cuts the extension off, unless the document's wiki links are written with it.
func (w *writing) wikiShown() func(string) string {
	with, without := 0, 0
	for _, l := range w.doc.Links {
		switch {
		case l.Kind != markdown.LinkWiki || l.Span.Touches(w.here().Span):
		case isMarkdown(l.Path()):
			with++
		default:
			without++
		}
	}
	if with > without {
		return unchanged
	}
	return func(name string) string {
		if isMarkdown(name) {
			return strings.TrimSuffix(name, path.Ext(name))
		}
		return name
	}
}
