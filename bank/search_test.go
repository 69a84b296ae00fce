package bank

import (
	"context"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"

	"cortex/bank/search"
)

// searched returns the hits of a query in a bank "m" as "path:line title: snippet".
func searched(t *testing.T, s *Snapshot, q SearchQuery) []string {
	t.Helper()
	if q.Folder == "" {
		q.Folder = "."
	}
	r, err := s.Search(t.Context(), q)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, h := range r.Hits {
		title := "-"
		if h.Section != nil {
			title = h.Section.Title
		}
		line, snippet := r.Snippet(h)
		all = append(all, fmt.Sprintf("%s:%d %s: %s", h.Path, line+1, title, snippet))
	}
	return all
}

func memorySnapshot(t *testing.T, texts map[string]string) *Snapshot {
	t.Helper()
	return rescan(t, memoryFolder(inMemory(texts), newEngine()), ScanOptions{})
}

func TestSearch(t *testing.T) {
	s := memorySnapshot(t, withBank("m", map[string]string{
		"m/progress.md":    "---\nowner: Ada\n---\n# Progress\n\n## Payment Retries\n\nTimeouts are retried\nthree times.\n\n## Done\n\nThe payment page.\n",
		"m/techContext.md": "# Tech\n\n## Tests\n\n```go\nfunc TestRetry(t *testing.T) {}\n```\n\nThey are retried, three times at most.\n",
		"m/tasks/a.md":     "# Task A\n\nRetries of payments.\n",
		"other.md":         "# Retries\n\npayment\n",
	}))
	for _, c := range []struct {
		name string
		q    SearchQuery
		want []string
	}{
		{"text ranks sections and shows the best line", SearchQuery{Text: "payment timeout retry", Mode: SearchText}, []string{
			"m/progress.md:8 Payment Retries: Timeouts are retried",
			"m/tasks/a.md:3 Task A: Retries of payments.",
			"m/progress.md:13 Done: The payment page.",
			"m/techContext.md:6 Tests: func TestRetry(t *testing.T) {}",
		}},
		{"a phrase may begin on one line and end on the next", SearchQuery{Text: "RETRIED three  times", Mode: SearchPhrase}, []string{
			"m/progress.md:8 Payment Retries: Timeouts are retried",
			"m/techContext.md:9 Tests: They are retried, three times at most.",
		}},
		{"an expression matches at lines", SearchQuery{Text: `^func \w+\(`, Mode: SearchRegex}, []string{"m/techContext.md:6 Tests: func TestRetry(t *testing.T) {}"}},
		{"a line is one hit", SearchQuery{Text: "t", Mode: SearchRegex, Paths: []string{"m/tasks/*.md"}}, []string{
			"m/tasks/a.md:3 Task A: Retries of payments.",
		}},
		{"above the first heading there is no section", SearchQuery{Text: "owner: .*", Mode: SearchRegex}, []string{"m/progress.md:2 -: owner: Ada"}},
		{"headings may lack letters", SearchQuery{Text: "paymt retr", Mode: SearchHeading}, []string{"m/progress.md:6 Payment Retries: ## Payment Retries"}},
		{"patterns are relative to the workspace or the bank", SearchQuery{Text: "retry", Mode: SearchText, Paths: []string{"tasks/**", "m/techContext.md"}}, []string{
			"m/tasks/a.md:3 Task A: Retries of payments.",
			"m/techContext.md:6 Tests: func TestRetry(t *testing.T) {}",
		}},
		{"a folder", SearchQuery{Text: "retry", Mode: SearchText, Folder: "m/tasks"}, []string{"m/tasks/a.md:3 Task A: Retries of payments."}},
		{"nothing", SearchQuery{Text: "absent", Mode: SearchText}, nil},
		{"no words", SearchQuery{Text: "?!", Mode: SearchText}, nil},
		{"a phrase without words", SearchQuery{Text: "?!", Mode: SearchPhrase}, nil},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := searched(t, s, c.q); !slices.Equal(got, c.want) {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestSearchRefusesExpensiveExpressions(t *testing.T) {
	s := memorySnapshot(t, withBank("m", nil))
	for _, pattern := range []string{"(", "a{2000}", strings.Repeat("a", longestPattern+1), "(a{30}){30}", `\p{Foo}`} {
		if _, err := s.Search(t.Context(), SearchQuery{Text: pattern, Mode: SearchRegex, Folder: "."}); !errors.Is(err, ErrPattern) {
			t.Errorf("%.20q: %v, want ErrPattern", pattern, err)
		}
	}
	if _, err := s.Search(t.Context(), SearchQuery{Text: "a", Mode: "other", Folder: "."}); err == nil || errors.Is(err, ErrPattern) {
		t.Errorf("an unknown mode: %v", err)
	}
}

func TestSearchEndsWithItsContext(t *testing.T) {
	s := memorySnapshot(t, withBank("m", map[string]string{"m/progress.md": "# A\n\na\n"}))
	ctx, cancel := context.WithCancel(t.Context())
	cancel()
	for _, mode := range SearchModes() {
		if _, err := s.Search(ctx, SearchQuery{Text: "a", Mode: mode, Folder: "."}); !errors.Is(err, context.Canceled) {
			t.Errorf("%s: %v", mode, err)
		}
	}
}

func TestSearchIsBounded(t *testing.T) {
	text := "# A\n\n" + strings.Repeat("## Word\n\nword\n\n", mostHits)
	s := memorySnapshot(t, withBank("m", map[string]string{"m/progress.md": text}))
	for mode, total := range map[SearchMode]int{SearchText: mostHits, SearchPhrase: mostHits, SearchRegex: mostHits, SearchHeading: mostHits} {
		r, err := s.Search(t.Context(), SearchQuery{Text: "word", Mode: mode, Folder: "."})
		if err != nil || len(r.Hits) != mostHits || r.Total != total || r.Files != len(clineNames) {
			t.Errorf("%s: %d hits of %d in %d files, %v", mode, len(r.Hits), r.Total, r.Files, err)
		}
	}
}

func TestALongLineIsCutAroundTheHit(t *testing.T) {
	long := strings.Repeat("é ", 400) + "needle " + strings.Repeat("é ", 400)
	s := memorySnapshot(t, withBank("m", map[string]string{"m/progress.md": "# A\n\n" + long + "\n"}))
	r, err := s.Search(t.Context(), SearchQuery{Text: "needle", Mode: SearchPhrase, Folder: "."})
	if err != nil || len(r.Hits) != 1 {
		t.Fatal(r, err)
	}
	if line, snippet := r.Snippet(r.Hits[0]); line != 2 || len(snippet) > longestSnippet || !strings.Contains(snippet, "needle") || strings.Contains(snippet, "\uFFFD") {
		t.Errorf("line %d: %q", line, snippet)
	}
}

func TestAnEditIndexesOneFileAgain(t *testing.T) {
	f := memoryFolder(inMemory(withBank("m", map[string]string{"m/progress.md": "# A\n\nold\n", "m/techContext.md": "# B\n\nold\n"})), newEngine())
	before := rescan(t, f, ScanOptions{})
	q := SearchQuery{Text: "old", Mode: SearchText}
	if got := searched(t, before, q); len(got) != 2 {
		t.Fatalf("before: %q", got)
	}
	after := f.Apply(Change{Kind: Edited, Path: "m/progress.md", Text: "# A\n\nnew\n"})
	if got := searched(t, after, q); !slices.Equal(got, []string{"m/techContext.md:3 B: old"}) {
		t.Errorf("after: %q", got)
	}
	if got := searched(t, before, q); len(got) != 2 {
		t.Errorf("the earlier snapshot: %q", got)
	}
	same := func(p string) bool {
		return search.IndexOf(before.document(p)) == search.IndexOf(after.document(p))
	}
	if same("m/progress.md") || !same("m/techContext.md") {
		t.Error("want the edited file indexed again, and no other")
	}
}
