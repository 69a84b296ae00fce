package mcp

import (
	"context"
	"errors"
	"fmt"
	"strings"

	"cortex/bank"
	"cortex/markdown"
)

type searchInput struct {
	Query  string   `json:"query" max:"1000" doc:"words, a phrase, an RE2 expression or a part of a heading, as mode says"`
	Mode   string   `json:"mode" enum:"text|phrase|regex|heading" default:"text" doc:"text ranks sections by their words"`
	Paths  []string `json:"paths,omitempty" max:"50" doc:"only these files, folders or patterns such as tasks/**"`
	Limit  int      `json:"limit" default:"10" min:"1" max:"100"`
	Cursor string   `json:"cursor,omitempty"`
}

type searchAnswer struct {
	// Total counts all hits; for phrase and regex it ends at a thousand.
	Total      int         `json:"total"`
	Hits       []searchHit `json:"hits"`
	NextCursor string      `json:"next_cursor,omitempty"`
}

// searchHit is a section. Of several in one file the first tells its hash.
type searchHit struct {
	Path    string `json:"path"`
	Section string `json:"section,omitempty"`
	Line    int    `json:"line"`
	Hash    string `json:"hash,omitempty"`
	Snippet string `json:"snippet"`
}

func searchTool() Tool {
	return newTool(Tool{
		Name:  "bank_search",
		Title: "Search the memory bank",
		Description: "Find sections by their words (the best first), a phrase, a regular expression, or headings by a part of them. " +
			"Hits name path and section for bank_read.",
		Effect: Reads,
	}, (*call).search)
}

func (c *call) search(ctx context.Context, in searchInput) (searchAnswer, error) {
	if strings.TrimSpace(in.Query) == "" {
		return searchAnswer{}, refuse(codeBadArgument, `argument "query" is empty: say what to look for`)
	}
	v, err := c.current(ctx)
	if err != nil {
		return searchAnswer{}, err
	}
	found, err := v.Search(ctx, bank.SearchQuery{Text: in.Query, Mode: bank.SearchMode(in.Mode), Folder: v.scope, Paths: in.Paths})
	switch {
	case errors.Is(err, bank.ErrPattern):
		return searchAnswer{}, refuse(codeBadRegex, "%v: write it for Go's regexp, or use mode phrase", err)
	case err != nil:
		return searchAnswer{}, err
	case found.Files == 0 && len(in.Paths) > 0:
		return searchAnswer{}, v.nothingIn(in.Paths)
	}
	return foundHits(v, found, in)
}

// searchPlace is what a cursor knows of a hit.
type searchPlace struct {
	Hit  int
	Path string
	Span markdown.Span
}

// foundHits returns the page of the hits that is asked for.
func foundHits(v *view, found *bank.SearchResults, in searchInput) (searchAnswer, error) {
	places := make([]searchPlace, len(found.Hits))
	for i, h := range found.Hits {
		places[i] = searchPlace{i, h.Path, h.Span}
	}
	question := in
	question.Cursor, question.Limit = "", 0
	page, next, err := paged(places, in.Limit, in.Cursor, question)
	if err != nil {
		return searchAnswer{}, err
	}
	a := searchAnswer{Total: found.Total, Hits: []searchHit{}, NextCursor: next}
	told := map[string]bool{}
	for _, p := range page {
		h := found.Hits[p.Hit]
		line, snippet := found.Snippet(h)
		hit := searchHit{Path: h.Path, Section: bank.OneLine(v.ShortPath(h.Path, h.Section)), Line: line + 1, Snippet: bank.Harmless(snippet)}
		if !told[h.Path] {
			told[h.Path] = true
			hit.Hash = v.File(h.Path).Hash()
		}
		a.Hits = append(a.Hits, hit)
	}
	return a, nil
}

// nothingIn says that no file is meant by any of the patterns.
func (v *view) nothingIn(patterns []string) error {
	return refuse(codeNotFound, "no file of the memory bank matches %s: call bank_overview with files=true for the list", bank.FirstFew(quoted(patterns)))
}

func quoted(names []string) []string {
	all := make([]string, len(names))
	for i, name := range names {
		all[i] = fmt.Sprintf("%q", name)
	}
	return all
}
