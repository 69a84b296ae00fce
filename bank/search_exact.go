package bank

import (
	"context"
	"fmt"
	"regexp"
	"regexp/syntax"
	"slices"

	"cortex/bank/search"
	"cortex/markdown"
)

// What a regular expression may cost: its length in bytes, and its size as a program, to which the time for each
// byte of a text is proportional.
const (
	longestPattern = 1000
	largestProgram = 500
)

func (s *Snapshot) searchPhrase(ctx context.Context, q SearchQuery) (*SearchResults, error) {
	phrase := search.NewPhrase(q.Text)
	return s.searchPassages(ctx, q, phrase.Passages, phrase.In)
}

func (s *Snapshot) searchRegex(ctx context.Context, q SearchQuery) (*SearchResults, error) {
	expression, err := compiled(q.Text)
	if err != nil {
		return nil, err
	}
	all := func(x *search.Index) []search.Passage { return x.Passages }
	return s.searchPassages(ctx, q, all, func(text string, most int) []markdown.Span {
		var found []markdown.Span
		for _, m := range expression.FindAllStringIndex(text, most) {
			found = append(found, markdown.Span{Start: m[0], End: m[1]})
		}
		return found
	})
}

// compiled returns a regular expression whose matching takes a time that is linear in the text, with a bounded factor.
func compiled(pattern string) (*regexp.Regexp, error) {
	if len(pattern) > longestPattern {
		return nil, fmt.Errorf("%w: it is longer than %d bytes", ErrPattern, longestPattern)
	}
	parsed, err := syntax.Parse(pattern, syntax.Perl)
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrPattern, err)
	}
	program, err := syntax.Compile(parsed.Simplify())
	if err != nil {
		return nil, fmt.Errorf("%w: %w", ErrPattern, err)
	}
	if len(program.Inst) > largestProgram {
		return nil, fmt.Errorf("%w: its repetitions are too large", ErrPattern)
	}
	return regexp.Compile("(?m)" + pattern)
}

// searchedAtOnce is how many documents are looked at between two looks at whether that is enough.
const searchedAtOnce = 256

// searchPassages finds places in the texts of those passages that candidates returns for a document, at most one
// in each line. Find returns what it finds in a text, at most so many.
func (s *Snapshot) searchPassages(ctx context.Context, q SearchQuery, candidates func(*search.Index) []search.Passage, find func(text string, most int) []markdown.Span) (*SearchResults, error) {
	documents, indexes, err := s.indexed(ctx, s.selected(q.Folder, q.Paths))
	if err != nil {
		return nil, err
	}
	r := &SearchResults{Files: len(documents), snapshot: s}
	found := make([][]SearchHit, len(documents))
	for from := 0; from < len(documents) && len(r.Hits) < mostHits; from += searchedAtOnce {
		to := min(from+searchedAtOnce, len(documents))
		err := each(ctx, to-from, func(_ context.Context, i int) error {
			doc := documents[from+i]
			for _, p := range candidates(indexes[from+i]) {
				found[from+i] = appendHits(found[from+i], doc, p, find(p.Span.In(doc.Text), mostHits))
			}
			return nil
		})
		if err != nil {
			return nil, err
		}
		r.Hits = slices.Concat(append([][]SearchHit{r.Hits}, found[from:to]...)...)
	}
	r.Hits = r.Hits[:min(len(r.Hits), mostHits)]
	r.Total = len(r.Hits)
	return r, nil
}

// appendHits adds what was found in a passage, the first of each line.
func appendHits(hits []SearchHit, doc *markdown.Document, p search.Passage, found []markdown.Span) []SearchHit {
	last := -1
	for _, span := range found {
		span.Start += p.Span.Start
		span.End += p.Span.Start
		if line := doc.Lines.OffsetLine(span.Start); line != last {
			last = line
			hits = append(hits, SearchHit{doc.Path, p.Section, span})
		}
	}
	return hits
}
