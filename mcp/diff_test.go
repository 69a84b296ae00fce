package mcp

import (
	"fmt"
	"strings"
	"testing"

	"cortex/bank"
)

// TestADiffIsShownOnce: who wrote a text knows it, and who has seen what would be done need not see it again.
func TestADiffIsShownOnce(t *testing.T) {
	const stat = "memory-bank/progress.md +1 -1\n"
	for _, tt := range []struct {
		in   arguments
		want func(diff string) bool
	}{
		{arguments{}, func(diff string) bool { return diff == stat }},
		{arguments{"dry_run": true}, func(diff string) bool { return strings.Contains(diff, "+- two\n") }},
		{arguments{"diff": "full"}, func(diff string) bool { return strings.Contains(diff, "+- two\n") }},
		{arguments{"diff": "stat", "dry_run": true}, func(diff string) bool { return diff == stat }},
		{arguments{"diff": "none"}, func(diff string) bool { return diff == "" }},
	} {
		root := newWorkspace(t, editedBank)
		tt.in["path"], tt.in["if_hash"] = progressPath, bank.HashOf(textAt(t, root, progressPath))
		tt.in["edits"] = arguments{"op": "replace_text", "old": "- one", "text": "- two"}
		if a := ask[changeAnswer](serve(t, root), "bank_edit", tt.in); !tt.want(a.Diff) {
			t.Errorf("%v: %q", tt.in, a.Diff)
		}
	}
	root := newWorkspace(t, editedBank)
	c := serve(t, root)
	in := arguments{"path": briefPath, "new_name": "brief.md"}
	if a := ask[changeAnswer](c, "bank_rename", in); !strings.Contains(a.Diff, "+See [goals](brief.md#goals)") {
		t.Errorf("shown: %q", a.Diff)
	}
	in["apply"] = true
	if a := ask[changeAnswer](c, "bank_rename", in); a.Diff != stat {
		t.Errorf("applied: %q", a.Diff)
	}
}

// TestHitsLeaveOutTheTitle: the title of a document is around all of its hits, and reading finds sections without it.
func TestHitsLeaveOutTheTitle(t *testing.T) {
	c := serve(t, newWorkspace(t, editedBank))
	for query, want := range map[string]string{"goals much": "Goals", "Project Brief": "Project Brief"} {
		a := ask[searchAnswer](c, "bank_search", arguments{"query": query, "paths": []string{briefPath}, "mode": map[bool]string{true: "heading", false: "text"}[want == "Project Brief"]})
		if len(a.Hits) == 0 || a.Hits[0].Section != want {
			t.Errorf("%s: %+v, want %s", query, a.Hits, want)
		} else {
			c.text("bank_read", arguments{"path": briefPath, "section": a.Hits[0].Section})
		}
	}
}

// TestVersionsAreListed: the numbers that restore takes can be had by who has not made the changes.
func TestVersionsAreListed(t *testing.T) {
	root := newWorkspace(t, editedBank)
	c := serve(t, root)
	first := textAt(t, root, progressPath)
	list := arguments{"path": "progress.md", "versions": true}
	if got := c.text("bank_read", list); !strings.Contains(got, "Nothing is kept") {
		t.Errorf("before: %s", got)
	}
	for _, text := range []string{"- two", "- three"} {
		hash := bank.HashOf(textAt(t, root, progressPath))
		ask[changeAnswer](c, "bank_edit", arguments{"path": progressPath, "if_hash": hash, "edits": arguments{"op": "append_to_section", "section": "Next", "text": text}})
	}
	got := c.text("bank_read", list)
	second, last := strings.Index(got, "\n- 2: before edit"), strings.Index(got, "\n- 1: before edit")
	if second < 0 || last < second || !strings.Contains(got, fmt.Sprintf("%d bytes, hash %s\n", len(first), bank.HashOf(first))) || strings.Contains(got, "- three") {
		t.Errorf("listed: %s", got)
	}
	if why := c.refusal("bank_read", arguments{"path": "nothing.md", "versions": true}); !strings.HasPrefix(why, "not_found: ") {
		t.Error(why)
	}
}
