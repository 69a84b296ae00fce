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
	// Paths are patterns of the files to look at; none means all.
	Paths []string
	// Skip is how many hits to leave out, Limit how many to return at most.
	Skip, Limit int
}

// SearchHit is a place that was found.
type SearchHit struct {
	Path string
	// Section is the innermost section around the place, nil above the first heading.
	Section *markdown.Section
	// Span is what was found; for text and headings it is the line that shows best why.
	Span markdown.Span
	// Snippet is a line of the text, or a part of a long one.
	Snippet string
}

// SearchResults are hits in the order of the mode: text and headings by how well they match, others by path and place.
type SearchResults struct {
	Hits []SearchHit
	// Total counts all hits. Capped tells that there are more, which nobody looked for.
	Total  int
	Capped bool
}

// mostHits bounds how many hits are looked for where they are not ranked by their words.
const mostHits = 10_000

// ErrPattern is what Search returns for a regular expression that is none or too expensive; what it wraps says why.
var ErrPattern = errors.New("cannot search for this regular expression")

// Search finds places in the documents of all banks. The result depends on nothing but the texts and the query. The
// first search of a text reads its words, which takes about 0.1 ms for each KB. The error is ctx's, or ErrPattern.
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

// keeps tells whether a file is among those that the query is about.
func (q SearchQuery) keeps(path string) bool { return len(q.Paths) == 0 || matchesAny(q.Paths, path) }

func matchesAny(patterns []string, path string) bool {
	return slices.ContainsFunc(patterns, func(pattern string) bool { return matchGlob(pattern, path) })
}

// page cuts what a query wants out of all hits.
func page[T any](q SearchQuery, all []T) []T {
	from := min(max(0, q.Skip), len(all))
	return all[from:min(len(all), from+max(0, q.Limit))]
}

func (s *Snapshot) searchText(ctx context.Context, q SearchQuery) (*SearchResults, error) {
	documents, indexes, err := s.indexed(ctx, q.keeps)
	if err != nil {
		return nil, err
	}
	query := search.NewQuery(q.Text)
	matches := query.Rank(indexes)
	results := &SearchResults{Total: len(matches), Hits: []SearchHit{}}
	for _, m := range page(q, matches) {
		passage := indexes[m.Document].Passages[m.Passage]
		line := query.BestLine(documents[m.Document], passage.Span)
		results.Hits = append(results.Hits, newHit(documents[m.Document], passage.Section, line))
	}
	return results, nil
}

func (s *Snapshot) searchHeadings(ctx context.Context, q SearchQuery) (*SearchResults, error) {
	symbols, err := s.symbolsIn(ctx, q.Text, mostHits+1, q.keeps)
	if err != nil {
		return nil, err
	}
	results := &SearchResults{Total: min(len(symbols), mostHits), Capped: len(symbols) > mostHits, Hits: []SearchHit{}}
	symbols = symbols[:results.Total]
	for _, x := range page(q, symbols) {
		results.Hits = append(results.Hits, newHit(s.document(x.Path), x.Section, x.Section.Heading))
	}
	return results, nil
}

// longestSnippet bounds a snippet, in bytes.
const longestSnippet = 240

func newHit(doc *markdown.Document, section *markdown.Section, found markdown.Span) SearchHit {
	line := lineAt(doc, found.Start)
	shown := line
	if line.Len() > longestSnippet {
		shown.Start = max(line.Start, min(found.Start-longestSnippet/4, line.End-longestSnippet))
		shown.End = shown.Start + longestSnippet
	}
	snippet := strings.ToValidUTF8(shown.In(doc.Text), "")
	return SearchHit{doc.Path, section, found, snippet}
}
