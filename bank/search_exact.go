package bank

import (
	"context"
	"fmt"
	"regexp"
	"regexp/syntax"

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
	return s.searchPassages(ctx, q, phrase.In)
}

func (s *Snapshot) searchRegex(ctx context.Context, q SearchQuery) (*SearchResults, error) {
	expression, err := compiled(q.Text)
	if err != nil {
		return nil, err
	}
	return s.searchPassages(ctx, q, func(text string, most int) []markdown.Span {
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
	pattern = "(?m)" + pattern
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
	return regexp.Compile(pattern)
}

// searchPassages finds places in the texts of passages, at most one in each line. Find returns what it finds
// in a text, at most so many.
func (s *Snapshot) searchPassages(ctx context.Context, q SearchQuery, find func(text string, most int) []markdown.Span) (*SearchResults, error) {
	documents, indexes, err := s.indexed(ctx, s.selected(q.Folder, q.Paths))
	if err != nil {
		return nil, err
	}
	r := &SearchResults{Files: len(documents), snapshot: s}
	for i, doc := range documents {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		for _, p := range indexes[i].Passages {
			r.add(doc, p, find(p.Span.In(doc.Text), mostHits))
		}
		if len(r.Hits) >= mostHits {
			r.Hits = r.Hits[:mostHits]
			break
		}
	}
	r.Total = len(r.Hits)
	return r, nil
}

// add adds what was found in a passage, the first of each line.
func (r *SearchResults) add(doc *markdown.Document, p search.Passage, found []markdown.Span) {
	last := -1
	for _, span := range found {
		span.Start += p.Span.Start
		span.End += p.Span.Start
		if line := doc.Lines.OffsetLine(span.Start); line != last {
			last = line
			r.Hits = append(r.Hits, SearchHit{doc.Path, p.Section, span})
		}
	}
}
