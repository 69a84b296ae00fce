package bank

import (
	"slices"

	"cortex/markdown"
	"cortex/rules"
)

func (r *cacheRecorder) diagnostics(w *codeWriter, byPath foundByPath) {
	w.number(len(byPath))
	for _, on := range byPath {
		w.number(r.number(on.path))
		w.number(len(on.found))
		for i := range on.found {
			r.diagnostic(w, &on.found[i])
		}
	}
}

func (r *cacheRecorder) diagnostic(w *codeWriter, d *rules.Diagnostic) {
	w.text(d.Rule)
	w.number(d.Span.Start)
	w.number(d.Span.End)
	w.number(int(d.Severity))
	w.text(d.Message)
	w.number(len(d.Related))
	for _, x := range d.Related {
		w.number(r.number(x.Path))
		w.number(x.Span.Start)
		w.number(x.Span.End)
		w.text(x.Message)
	}
	w.number(len(d.Fixes))
	for _, f := range d.Fixes {
		w.text(f.Title)
		w.flags(f.Safe)
		w.number(len(f.Changes))
		for _, c := range f.Changes {
			r.change(w, c)
		}
	}
}

func (r *cacheRecorder) change(w *codeWriter, c rules.Change) {
	w.number(r.number(c.Path))
	w.flags(c.Create != nil)
	if c.Create != nil {
		w.text(*c.Create)
	}
	w.text(c.Rename)
	w.number(len(c.Edits))
	for _, e := range c.Edits {
		w.number(e.Span.Start)
		w.number(e.Span.End)
		w.text(e.New)
	}
}

// diagnostics reads those of a unit, false if they are damaged.
func (c *recollection) diagnostics(code string) (byPath foundByPath, ok bool) {
	if code == "" {
		return nil, true
	}
	r := codeReader{rest: code}
	n := r.count()
	byPath = make(foundByPath, 0, n)
	for range n {
		p, found := c.name(&r), make([]rules.Diagnostic, r.count())
		for i := range found {
			found[i] = c.diagnostic(&r, p)
		}
		byPath = append(byPath, foundIn{p, found})
	}
	slices.SortStableFunc(byPath, foundIn.compare)
	return byPath, !r.failed && r.rest == ""
}

func (c *recollection) diagnostic(r *codeReader, p string) rules.Diagnostic {
	d := rules.Diagnostic{Path: p, Rule: r.text(), Span: span(r), Severity: rules.Severity(r.number()), Message: r.text()}
	for range r.count() {
		d.Related = append(d.Related, rules.Related{Path: c.name(r), Span: span(r), Message: r.text()})
	}
	for range r.count() {
		f := rules.Fix{Title: r.text(), Safe: isSet(r.flags(), 0)}
		for range r.count() {
			f.Changes = append(f.Changes, c.change(r))
		}
		d.Fixes = append(d.Fixes, f)
	}
	return d
}

func (c *recollection) change(r *codeReader) rules.Change {
	x := rules.Change{Path: c.name(r)}
	if isSet(r.flags(), 0) {
		text := r.text()
		x.Create = &text
	}
	x.Rename = r.text()
	for range r.count() {
		x.Edits = append(x.Edits, markdown.Edit{Span: span(r), New: r.text()})
	}
	return x
}

func span(r *codeReader) markdown.Span { return markdown.Span{Start: r.number(), End: r.number()} }
