package mcp

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cortex/bank"
)

// searchedBank has a word in several places.
var searchedBank = func() string {
	var b strings.Builder
	b.WriteString("-- memory-bank/progress.md --\n# Progress\n\n## Retries\n\nTimeouts are retried.\n\n## Log\n\n")
	for i := range 12 {
		fmt.Fprintf(&b, "### Entry %d\n\nA retry of payment %d.\n\n", i, i)
	}
	b.WriteString("-- memory-bank/projectbrief.md --\n# Project Brief\n\nPayments.\n-- memory-bank/tasks/T1.md --\n# Task\n\nRetry `it`\x1b[31m.\n")
	return b.String()
}()

func TestSearchAnswersWithPlaces(t *testing.T) {
	c := serve(t, newWorkspace(t, searchedBank))
	got := ask[searchAnswer](c, "bank_search", arguments{"query": "retry", "paths": "tasks"})
	want := searchAnswer{Total: 1, Hits: []searchHit{{
		Path: "memory-bank/tasks/T1.md", Section: "Task", Line: 3, Hash: bank.HashOf("# Task\n\nRetry `it`\x1b[31m.\n"), Snippet: "Retry `it`[31m.",
	}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("answer (-want +got):\n%s", diff)
	}
	// What it names can be read.
	if text := c.text("bank_read", arguments{"path": got.Hits[0].Path, "section": got.Hits[0].Section}); !strings.Contains(text, got.Hits[0].Hash) {
		t.Errorf("bank_read has another hash: %s", text)
	}
}

func TestHitsTellTheHashOfAFileOnce(t *testing.T) {
	c := serve(t, newWorkspace(t, searchedBank))
	told := map[string]int{}
	hits := ask[searchAnswer](c, "bank_search", arguments{"query": "retry of payment", "mode": "phrase"}).Hits
	for _, h := range hits {
		if h.Hash != "" {
			told[h.Path]++
		}
	}
	if len(hits) < 2 || len(told) == 0 || hits[0].Hash == "" {
		t.Errorf("%+v", hits)
	}
	for path, n := range told {
		if n != 1 {
			t.Errorf("the hash of %s is told %d times", path, n)
		}
	}
}

func TestSearchModes(t *testing.T) {
	c := serve(t, newWorkspace(t, searchedBank))
	for _, tt := range []struct {
		in      arguments
		total   int
		section string
	}{
		{arguments{"query": "timeout retries"}, 14, "Retries"},
		{arguments{"query": "retry of payment", "mode": "phrase"}, 12, "Log > Entry 0"},
		{arguments{"query": `payment 1\d`, "mode": "regex"}, 2, "Log > Entry 10"},
		{arguments{"query": "ent 7", "mode": "heading"}, 1, "Log > Entry 7"},
		{arguments{"query": "absent"}, 0, ""},
	} {
		got := ask[searchAnswer](c, "bank_search", tt.in)
		first := append(slices.Clone(got.Hits), searchHit{})[0]
		if got.Total != tt.total || first.Section != tt.section || len(got.Hits) > 10 {
			t.Errorf("%v: %+v", tt.in, got)
		}
	}
}

func TestSearchPagesAreStable(t *testing.T) {
	root := newWorkspace(t, searchedBank)
	c := serve(t, root)
	in := arguments{"query": "retry", "limit": 5}
	var seen []string
	for {
		got := ask[searchAnswer](c, "bank_search", in)
		for _, h := range got.Hits {
			seen = append(seen, h.Path+" "+h.Section)
		}
		if got.NextCursor == "" {
			break
		}
		in["cursor"] = got.NextCursor
	}
	slices.Sort(seen)
	if len(seen) != 14 || len(slices.Compact(seen)) != 14 {
		t.Errorf("%d hits on all pages: %q", len(seen), seen)
	}
	in["query"] = "payment"
	if why := c.refusal("bank_search", in); !strings.HasPrefix(why, "bad_cursor: ") {
		t.Errorf("a cursor of another question: %s", why)
	}
	in["query"] = "retry"
	write(t, root+"/memory-bank/new.md", "# Retry\n")
	if why := c.refusal("bank_search", in); !strings.HasPrefix(why, "bad_cursor: ") {
		t.Errorf("a cursor of another state: %s", why)
	}
}

func TestSearchRefuses(t *testing.T) {
	c := serve(t, newWorkspace(t, searchedBank))
	for why, in := range map[string]arguments{
		`bad_argument: argument "query" is empty: say what to look for`:                                                                {"query": " "},
		"bad_regex: cannot search for this regular expression: error parsing regexp: missing closing ): `(`: write it for Go's regexp": {"query": "(", "mode": "regex"},
		`bad_regex: cannot search for this regular expression: its repetitions are too large: write it`:                                {"query": "(a{30}){30}", "mode": "regex"},
		`not_found: no file of the memory bank matches "gone/**": call bank_overview with files=true for the list`:                     {"query": "a", "paths": []string{"gone/**"}},
		`too_large: argument "query" has 1001 characters: at most 1000 are taken`:                                                      {"query": strings.Repeat("a", 1001)},
		`bad_argument: argument "limit" is 101: want 1 to 100`:                                                                         {"query": "a", "limit": 101},
		`bad_argument: unknown value "fuzzy" of argument "mode". Allowed: text, phrase, regex, heading`:                                {"query": "a", "mode": "fuzzy"},
	} {
		if got := c.refusal("bank_search", in); !strings.HasPrefix(got, why) {
			t.Errorf("%v:\n%s, want\n%s", in, got, why)
		}
	}
}
