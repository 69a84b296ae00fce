package bank

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"cortex/markdown"
	"cortex/rules"
)

// maxCandidates is how many candidates are answered: nobody reads more, each letter narrows them, and writing
// many down takes longer than finding them.
const maxCandidates = 150

// readiness is how long a completion waits for what costs more than a look at the documents at hand. Who types does not wait longer.
const readiness = 50 * time.Millisecond

// Completion is what can stand at a place of a document.
type Completion struct {
	// Span is what a candidate replaces: what is written of it before and after the place. It is within one line.
	Span markdown.Span
	// Candidates are in order of likelihood.
	Candidates []Candidate
	// Partial tells that another letter may bring candidates that are not listed.
	Partial bool
	// More is how many were left out because there are too many.
	More int
}

// CandidateKind tells what a candidate is.
type CandidateKind uint8

const (
	CandidateFile    CandidateKind = iota + 1
	CandidateFolder                // goes on: its text ends with a slash
	CandidateSection               // an anchor, or the heading of a section
	CandidateLabel                 // the label of a link definition
	CandidateMissing               // used, but not defined yet
	CandidateWord                  // a word of Cortex's own: a rule, a directive, an option
	CandidateKey                   // a key of the front matter
	CandidateValue                 // a value of a key or field
	CandidateDate
)

// Candidate is one text that can stand at a place.
type Candidate struct {
	Kind CandidateKind
	// Label is what people choose from, Insert what is written in place of Completion.Span.
	Label, Insert string
	// Filter is what the typed text is compared with.
	Filter string
	// Detail says in a few words what it is.
	Detail string
	// Path and Slug name the file or section that the candidate leads to, for Preview; they are empty for others.
	Path, Slug string
}

// writing is a place where somebody types.
type writing struct {
	*lookups
	doc    *markdown.Document
	offset int
	// before and after are the line's text on both sides of the offset.
	before, after string
}

// Complete returns what can stand at an offset of a document, which need not be a sentence of Markdown
// yet. Nothing is proposed in code, and for files that are no documents of a bank. The error is ctx's.
func (s *Snapshot) Complete(ctx context.Context, path string, offset int) (Completion, error) {
	doc := s.judgedDocument(path)
	if doc == nil || offset < 0 || offset > len(doc.Text) {
		return Completion{}, nil
	}
	line := doc.Lines.LineSpan(doc.Lines.OffsetLine(offset))
	if offset < line.Start || line.End < offset {
		return Completion{}, nil // within a line end
	}
	w := &writing{
		lookups: &lookups{snapshot: s, bank: s.BankOf(path)}, doc: doc, offset: offset,
		before: doc.Text[line.Start:offset], after: doc.Text[offset:line.End],
	}
	c, _ := w.propose(ctx)
	return c, ctx.Err()
}

// propose tries what a place can be; the first that it is settles what is proposed.
func (w *writing) propose(ctx context.Context) (Completion, bool) {
	if m := w.frontMatterAround(); m != nil {
		return w.frontMatter(ctx, m), true
	}
	if c, ok := w.suppression(ctx); ok {
		return c, true
	}
	if w.inCode() {
		return Completion{}, false
	}
	for _, try := range []func(context.Context) (Completion, bool){
		w.include, w.wiki, w.link, w.definition, w.label, w.entryDate, w.newLabel, w.heading, w.field,
	} {
		if c, ok := try(ctx); ok {
			return c, true
		}
	}
	return Completion{}, false
}

// inCode tells code, where nothing means anything to Cortex, and comments and HTML blocks.
func (w *writing) inCode() bool {
	inside := func(s markdown.Span) bool { return s.Start < w.offset && w.offset < s.End }
	for _, f := range w.doc.Fences {
		if inside(f.Span) || !f.Closed && w.offset == f.Span.End && f.Span.Start < w.offset {
			return true
		}
	}
	for _, c := range w.doc.CodeSpans {
		if c.Span.Start >= w.offset {
			break
		}
		if inside(c.Span) {
			return true
		}
	}
	lineStart := w.offset - len(w.before)
	return slices.ContainsFunc(w.doc.CodeBlocks, func(s markdown.Span) bool { return s.Start <= w.offset && w.offset <= s.End }) ||
		slices.ContainsFunc(w.doc.Comments, func(c markdown.Comment) bool { return inside(c.Span) }) ||
		slices.ContainsFunc(w.doc.HTML, func(s markdown.Span) bool { return inside(s) && s.Start < lineStart })
}

// lastOutsideCode returns where mark last begins in the line before the place, -1 if it does not, or only in inline code.
func (w *writing) lastOutsideCode(mark string) int {
	i := strings.LastIndex(w.before, mark)
	if i < 0 {
		return -1
	}
	at := w.offset - len(w.before) + i
	if i > 0 && w.before[i-1] == '\\' || slices.ContainsFunc(w.doc.CodeSpans, func(c markdown.CodeSpan) bool {
		return c.Span.Start <= at && at < c.Span.End
	}) {
		return -1
	}
	return i
}

// around returns the span from a number of bytes before the place to a number of bytes after it.
func (w *writing) around(before, after int) markdown.Span {
	return markdown.Span{Start: w.offset - before, End: w.offset + after}
}

// narrowed makes a completion of all candidates there are. Only if they are too many, those are left out that do not match what is typed.
func narrowed(span markdown.Span, typed string, all []Candidate) Completion {
	c := Completion{Span: span, Candidates: all}
	if len(all) <= maxCandidates {
		return c
	}
	type scored struct{ score, index int }
	query := strings.ToLower(typed)
	var fit []scored
	for i, candidate := range all {
		if score := matchScore(query, strings.ToLower(candidate.Filter)); score > 0 {
			fit = append(fit, scored{score, i})
		}
	}
	slices.SortStableFunc(fit, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	c.Partial, c.More = true, max(0, len(fit)-maxCandidates)
	c.Candidates = make([]Candidate, min(len(fit), maxCandidates))
	for i := range c.Candidates {
		c.Candidates[i] = all[fit[i].index]
	}
	return c
}

// wordAfter returns how many bytes after the place belong to the word that is being typed.
func (w *writing) wordAfter(joining string) int {
	for i, r := range w.after {
		if !isWord(r) && !strings.ContainsRune(joining, r) {
			return i
		}
	}
	return len(w.after)
}

// Preview returns the beginning of a section, or of a file if slug is empty, as Markdown; false if
// it is none of a bank any more.
func (s *Snapshot) Preview(path, slug string) (string, bool) {
	doc := s.judgedDocument(path)
	if doc == nil {
		return "", false
	}
	if slug == "" {
		return preview(doc, textOf(doc)), true
	}
	a, ok := rules.AnchorsOf(doc).Find(rules.Reference{Kind: rules.ReferenceLink, Fragment: slug})
	if !ok {
		return "", false
	}
	return preview(doc, wholeOf(a)), true
}
