package mcp

import (
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cortex/bank"
)

func TestOverview(t *testing.T) {
	root := newWorkspace(t, `
-- .cortex.yaml --
profile: cline
rules: {missing-section: off, stale-file: off, orphan-file: off, token-budget: {bank-tokens: 500}}
-- memory-bank/progress.md --
# Progress

[gone](gone.md)
-- memory-bank/projectbrief.md --
# Project Brief
-- memory-bank/tasks/TASK001-x.md --
# TASK001: X
-- memory-bank/archive/old.md --
# Old
`)
	c := serve(t, root)
	got := ask[overviewAnswer](c, "bank_overview", nil)
	missing := []string{"productContext.md", "activeContext.md", "systemPatterns.md", "techContext.md"}
	want := overviewAnswer{Workspace: root, Unsaved: []string{}, Banks: []bankSummary{{
		Path: "memory-bank", Profile: "cline", Declared: true, Files: 4, Tokens: got.Banks[0].Tokens, Budget: 500, Errors: 5, Missing: missing,
	}}}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("overview (-want +got):\n%s", diff)
	}
	listed := ask[overviewAnswer](c, "bank_overview", arguments{"files": true}).Banks[0].Listed
	var roles []string
	for _, f := range listed {
		roles = append(roles, filepath.Base(f.Path)+" "+f.Role)
		if len(f.Updated) != len("2026-01-02") || f.Hash == "" || f.Tokens == 0 {
			t.Errorf("file %+v", f)
		}
	}
	if diff := cmp.Diff([]string{"old.md history", "progress.md required", "projectbrief.md required", "TASK001-x.md task"}, roles); diff != "" {
		t.Errorf("roles (-want +got):\n%s", diff)
	}
	if listed[2].Hash != bank.HashOf("# Project Brief\n") {
		t.Errorf("hash %q", listed[2].Hash)
	}
}

func TestWithoutABankToolsSaySo(t *testing.T) {
	root := t.TempDir()
	c := serve(t, root)
	for _, tool := range []string{"bank_overview", "bank_links", "bank_validate"} {
		if why := c.refusal(tool, nil); why != fmt.Sprintf("no_bank: no memory bank found in %q: start with --bank DIR or call bank_init", root) {
			t.Errorf("%s: %s", tool, why)
		}
	}
}

func TestABankThatAppearsIsFound(t *testing.T) {
	root := t.TempDir()
	c := serve(t, root)
	c.refusal("bank_overview", nil)
	write(t, filepath.Join(root, "memory-bank", "projectbrief.md"), "# Project Brief\n")
	write(t, filepath.Join(root, "memory-bank", "progress.md"), "# Progress\n")
	if a := ask[overviewAnswer](c, "bank_overview", nil); len(a.Banks) != 1 || a.Banks[0].Files != 2 {
		t.Errorf("%+v", a)
	}
}

func TestExplain(t *testing.T) {
	c := serve(t, t.TempDir()) // it needs no bank
	if text := c.text("bank_explain", arguments{"rule": "broken-link"}); !strings.HasPrefix(text, "# broken-link\n") {
		t.Error(text)
	}
	if why := c.refusal("bank_explain", arguments{"rule": "broken"}); !strings.HasPrefix(why, `unknown_rule: unknown rule "broken": want one of `) {
		t.Error(why)
	}
}

// TestFilesOfAllBanksAreListedWithinOneBound has more files in two banks than are listed, but in none of them alone.
func TestFilesOfAllBanksAreListedWithinOneBound(t *testing.T) {
	var b strings.Builder
	for i := range maxListed {
		fmt.Fprintf(&b, "-- %s/memory-bank/%d.md --\n# A\n", []string{"a", "b"}[i%2], i)
	}
	for _, name := range []string{"a", "b"} {
		fmt.Fprintf(&b, "-- %s/memory-bank/progress.md --\n# A\n-- %[1]s/memory-bank/projectbrief.md --\n# A\n", name)
	}
	a := ask[overviewAnswer](serve(t, newWorkspace(t, b.String())), "bank_overview", arguments{"files": true})
	listed, omitted := 0, 0
	for _, found := range a.Banks {
		listed, omitted = listed+len(found.Listed), omitted+found.Omitted
	}
	if len(a.Banks) != 2 || listed != maxListed || omitted != 4 {
		t.Errorf("%d banks, %d files listed, %d omitted", len(a.Banks), listed, omitted)
	}
}
