package bank

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"

	"cortex/bank/search"
	"cortex/markdown"
)

// SearchMode tells how a query is meant.
type SearchMode string

const (
	// SearchText finds sections by their words, the most telling first.
	SearchText SearchMode = "text"
	// SearchPhrase finds words that follow each other, whatever stands between them.
	SearchPhrase SearchMode = "phrase"
	// SearchRegex finds what a regular expression of package regexp matches; "^" and "$" match at lines.
	SearchRegex SearchMode = "regex"
	// SearchHeading finds sections by their titles, of which a query may leave out letters.
	SearchHeading SearchMode = "heading"
)

// SearchModes are all modes there are, the default first.
func SearchModes() []SearchMode {
	return []SearchMode{SearchText, SearchPhrase, SearchRegex, SearchHeading}
}

// SearchQuery is what is looked for in the banks.
type SearchQuery struct {
	Text string
	Mode SearchMode
	// Folder is where to look, "." for everywhere.
	Folder string
	// Paths are patterns of the files to look at, relative to the workspace or to the bank; none means all.
	Paths []string
}

// SearchHit is a place that was found.
type SearchHit struct {
	Path string
	// Section is the innermost section around the place, nil above the first heading.
	Section *markdown.Section
	// Span is what was found; in mode text it is the section with its heading, without the sections below it.
	Span markdown.Span
}

// SearchResults are hits in the order of the mode: text and headings by how well they match, others by path and place.
type SearchResults struct {
	// Hits are at most mostHits.
	Hits []SearchHit
	// Total counts all that match; for phrases and regular expressions, those that were looked for.
	Total int
	// Files is how many files were looked at.
	Files int

	snapshot *Snapshot
	// best returns the line that shows best why a passage is a hit, nil where the hit itself is the place.
	best func(doc *markdown.Document, p search.Passage) markdown.Span
}

// mostHits bounds how many hits are returned, and looked for where they are not ranked.
const mostHits = 1000

// ErrPattern is what Search returns for a regular expression that is none or too expensive; what it wraps says why.
var ErrPattern = errors.New("cannot search for this regular expression")

// Search finds places in the documents of all banks. The result depends on nothing but the texts and the query. The
// first search of a text reads its words, which takes about 0.05 ms for each KB. The error is ctx's, or ErrPattern.
func (s *Snapshot) Search(ctx context.Context, q SearchQuery) (*SearchResults, error) {
	find, known := map[SearchMode]func(*Snapshot, context.Context, SearchQuery) (*SearchResults, error){
		SearchText:    (*Snapshot).searchText,
		SearchPhrase:  (*Snapshot).searchPhrase,
		SearchRegex:   (*Snapshot).searchRegex,
		SearchHeading: (*Snapshot).searchHeadings,
	}[q.Mode]
	if !known {
		return nil, fmt.Errorf("unknown search mode %q", q.Mode)
	}
	return find(s, ctx, q)
}

// selected tells which files are in a folder, and in one of the patterns if there are any.
func (s *Snapshot) selected(folder string, patterns []string) func(path string) bool {
	return func(p string) bool { return Below(p, folder) && (len(patterns) == 0 || s.matchesAny(patterns, p)) }
}

// matchesAny tells whether one of the patterns matches a file of a bank, by its path in the workspace or in the bank.
func (s *Snapshot) matchesAny(patterns []string, path string) bool {
	b := s.BankOf(path)
	return slices.ContainsFunc(patterns, func(pattern string) bool {
		return matchGlob(pattern, path) || b != nil && matchGlob(pattern, b.relative(path))
	})
}

// indexed returns the documents of all banks that a filter lets through, with their indexes.
func (s *Snapshot) indexed(ctx context.Context, keep func(path string) bool) ([]*markdown.Document, []*search.Index, error) {
	paths := slices.DeleteFunc(bankPaths(s), func(p string) bool { return !keep(p) })
	documents := make([]*markdown.Document, len(paths))
	indexes := make([]*search.Index, len(paths))
	err := each(ctx, len(paths), func(_ context.Context, i int) error {
		if documents[i] = s.document(paths[i]); documents[i] != nil {
			indexes[i] = search.IndexOf(documents[i])
		}
		return nil
	})
	if err != nil {
		return nil, nil, err
	}
	documents = slices.DeleteFunc(documents, func(d *markdown.Document) bool { return d == nil })
	return documents, slices.DeleteFunc(indexes, func(x *search.Index) bool { return x == nil }), nil
}

func (s *Snapshot) searchText(ctx context.Context, q SearchQuery) (*SearchResults, error) {
	documents, indexes, err := s.indexed(ctx, s.selected(q.Folder, q.Paths))
	if err != nil {
		return nil, err
	}
	query := search.NewQuery(q.Text)
	matches := query.Rank(indexes)
	r := &SearchResults{Total: len(matches), Files: len(documents), snapshot: s, best: query.BestLine}
	for _, m := range matches[:min(len(matches), mostHits)] {
		p := indexes[m.Document].Passages[m.Passage]
		r.Hits = append(r.Hits, SearchHit{documents[m.Document].Path, p.Section, p.Span})
	}
	return r, nil
}

func (s *Snapshot) searchHeadings(ctx context.Context, q SearchQuery) (*SearchResults, error) {
	r := &SearchResults{snapshot: s}
	keep := s.selected(q.Folder, q.Paths)
	symbols, total, err := s.symbolsIn(ctx, q.Text, mostHits, func(p string) bool {
		kept := keep(p)
		if kept {
			r.Files++
		}
		return kept
	})
	if err != nil {
		return nil, err
	}
	r.Total = total
	for _, x := range symbols {
		r.Hits = append(r.Hits, SearchHit{x.Path, x.Section, x.Section.Heading})
	}
	return r, nil
}

// longestSnippet bounds a snippet, in bytes.
const longestSnippet = 240

// Snippet returns the line that shows best why something is a hit, and its number from 0. Of a long line it is a part.
func (r *SearchResults) Snippet(h SearchHit) (line int, text string) {
	doc := r.snapshot.document(h.Path)
	place := h.Span
	if r.best != nil {
		place = r.best(doc, search.Passage{Section: h.Section, Span: h.Span})
	}
	shown := lineAt(doc, place.Start)
	if shown.Len() > longestSnippet {
		shown.Start = max(shown.Start, min(place.Start-longestSnippet/4, shown.End-longestSnippet))
		shown.End = shown.Start + longestSnippet
	}
	return doc.Lines.OffsetLine(place.Start), strings.ToValidUTF8(shown.In(doc.Text), "")
}
