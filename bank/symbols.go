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
	table, err := s.allTitles(ctx)
	if err != nil {
		return nil, 0, err
	}
	q := newSymbolQuery(query)
	best := ranking{limit: limit}
	for file, p := range table.paths {
		if !keep(p) {
			continue
		}
		start, end := table.of(file)
		titles := titleReader{code: codeReader{rest: table.codes[file]}}
		for i := start; i < end; i++ {
			if !table.letters[i].hold(q.letters) {
				continue
			}
			if score, ok := q.score(titles.at(i - start)); ok {
				best.add(match{score, p, i - start})
				matching++
			}
		}
	}
	return s.symbolsOf(best.best()), matching, ctx.Err()
}

// symbolsOf returns the sections that match, in order. It leaves out those of a text that cannot be had any more.
func (s *Snapshot) symbolsOf(matches []match) []Symbol {
	defer s.engine.shelf.atMost(foundShelf)()
	titled := map[string][]*markdown.Section{}
	symbols := make([]Symbol, 0, len(matches))
	for _, m := range matches {
		sections, known := titled[m.path]
		if !known {
			sections = titledSections(s.document(m.path))
			titled[m.path] = sections
		}
		if m.number < len(sections) {
			symbols = append(symbols, Symbol{m.path, sections[m.number], m.score})
		}
	}
	return symbols
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

// score tells how well a title matches that has all letters of the query, and whether it does at all.
func (q symbolQuery) score(t title) (int, bool) {
	total := 0
	for _, word := range q.words {
		n := matchScore(word, t.folded)
		if n == 0 {
			return 0, false
		}
		total += n
	}
	return total - min(len(t.folded), 80) - 4*t.level, true
}

// match is a title that matches: the one of that number in the file.
type match struct {
	score  int
	path   string
	number int
}

// ranking keeps the best of what is added. Of equals the one that was added first is better.
type ranking struct {
	limit int
	kept  []match
	// worst is the score to beat once there are enough.
	worst int
	full  bool
}

func (r *ranking) add(m match) {
	if r.full && m.score <= r.worst {
		return
	}
	r.kept = append(r.kept, m)
	if len(r.kept) >= 2*r.limit {
		r.prune()
	}
}

// best returns what is kept, the best first.
func (r *ranking) best() []match {
	r.prune()
	return r.kept
}

// prune sorts what is kept and drops what is beyond the limit.
func (r *ranking) prune() {
	slices.SortStableFunc(r.kept, func(a, b match) int { return cmp.Compare(b.score, a.score) })
	if len(r.kept) > r.limit {
		r.kept = r.kept[:r.limit]
	}
	if len(r.kept) == r.limit && r.limit > 0 {
		r.full, r.worst = true, r.kept[r.limit-1].score
	}
}
