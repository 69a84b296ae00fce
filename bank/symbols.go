package bank

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"cortex/markdown"
)

// Symbol is a section of a document of a bank.
type Symbol struct {
	Path    string
	Section *markdown.Section
	// Score tells how well it matches; it means something beside other scores of the same query only.
	Score int
}

// Container returns the heading above the symbol, "" if there is none.
func (s Symbol) Container() string {
	if s.Section.Parent == nil {
		return ""
	}
	return s.Section.Parent.Title
}

// Symbols returns the sections of all banks whose titles match a query, the best first, at most limit. Each word
// of the query must be found in the title, or its letters in their order. The result depends on
// nothing but the texts and the query. The error is ctx's.
func (s *Snapshot) Symbols(ctx context.Context, query string, limit int) ([]Symbol, error) {
	symbols, _, err := s.symbolsIn(ctx, query, limit, func(string) bool { return true })
	return symbols, err
}

// symbolsIn is Symbols for the files that keep lets through. It also returns how many sections match.
func (s *Snapshot) symbolsIn(ctx context.Context, query string, limit int, keep func(path string) bool) (symbols []Symbol, matching int, err error) {
	q := newSymbolQuery(query)
	best := ranking{limit: limit}
	for _, p := range bankPaths(s) {
		if err := ctx.Err(); err != nil {
			return nil, 0, err
		}
		if !keep(p) {
			continue
		}
		doc := s.document(p)
		if doc == nil {
			continue
		}
		for _, t := range titles.Of(doc) {
			if score, ok := q.score(t); ok {
				best.add(score, p, t.section)
				matching++
			}
		}
	}
	best.prune()
	return best.kept, matching, nil
}

// title is a section's title as queries look at it.
type title struct {
	folded  string
	letters letters
	section *markdown.Section
}

var titles = markdown.Derive(titlesOf)

func titlesOf(doc *markdown.Document) []title {
	var titles []title
	for s := range doc.All() {
		if folded := strings.ToLower(s.Title); folded != "" {
			titles = append(titles, title{folded, lettersOf(folded), s})
		}
	}
	return titles
}

// symbolQuery is a query in words, folded.
type symbolQuery struct {
	words   []string
	letters letters
}

func newSymbolQuery(query string) symbolQuery {
	folded := strings.ToLower(query)
	return symbolQuery{strings.Fields(folded), lettersOf(strings.Join(strings.Fields(folded), ""))}
}

// score tells how well a title matches, and whether it does at all.
func (q symbolQuery) score(t title) (int, bool) {
	if !t.letters.hold(q.letters) {
		return 0, false
	}
	total := 0
	for _, word := range q.words {
		n := matchScore(word, t.folded)
		if n == 0 {
			return 0, false
		}
		total += n
	}
	return total - min(len(t.folded), 80) - 4*t.section.Level, true
}

// ranking keeps the best of what is added. Of equals the one that was added first is better.
type ranking struct {
	limit int
	kept  []Symbol
	// worst is the score to beat once there are enough.
	worst int
	full  bool
}

func (r *ranking) add(score int, path string, section *markdown.Section) {
	if r.full && score <= r.worst {
		return
	}
	r.kept = append(r.kept, Symbol{path, section, score})
	if len(r.kept) >= 2*r.limit {
		r.prune()
	}
}

// prune sorts what is kept and drops what is beyond the limit.
func (r *ranking) prune() {
	slices.SortStableFunc(r.kept, func(a, b Symbol) int { return cmp.Compare(b.Score, a.Score) })
	if len(r.kept) > r.limit {
		r.kept = r.kept[:r.limit]
	}
	if len(r.kept) == r.limit && r.limit > 0 {
		r.full, r.worst = true, r.kept[r.limit-1].Score
	}
}
