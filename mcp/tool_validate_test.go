package mcp

import (
	"os"
	"path/filepath"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"
	sdk "github.com/modelcontextprotocol/go-sdk/mcp"

	"cortex/bank"
)

const poorBank = `
-- .cortex.yaml --
profile: cline
rules: {missing-section: off, missing-file: off, stale-file: off, orphan-file: off}
-- memory-bank/progress.md --
# Progress

## Status

See [the brief](projectbref.md) and [goals](projectbrief.md#gols).
-- memory-bank/projectbrief.md --
# Project Brief

## Goals

Much.
`

func TestValidateIsConcise(t *testing.T) {
	c := serve(t, newWorkspace(t, poorBank))
	got := ask[validateAnswer](c, "bank_validate", nil)
	want := validateAnswer{
		Files: 2, Counts: severityCounts{Error: 1, Warning: 1}, Score: 50, Fixable: got.Fixable,
		Issues: map[string][]string{"memory-bank/progress.md": {
			`5 error broken-link: link target "projectbref.md" does not exist; did you mean "projectbrief.md"?`,
			`5 warning broken-anchor: no heading for "#gols" in "projectbrief.md"; did you mean "#goals"?`,
		}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("answer (-want +got):\n%s", diff)
	}
	if text := c.text("bank_validate", nil); !strings.Contains(text, `{"memory-bank/progress.md":["5 error broken-link: link target \"projectbref.md\"`) {
		t.Errorf("the text says less: %s", text)
	}
}

func TestValidateInDetailAndInPages(t *testing.T) {
	c := serve(t, newWorkspace(t, poorBank))
	first := ask[validateAnswer](c, "bank_validate", arguments{"response_format": "detailed", "limit": 1})
	if len(first.Details) != 1 || first.NextCursor == "" || first.Issues != nil {
		t.Fatalf("first page: %+v", first)
	}
	d := first.Details[0]
	if d.Section != "Progress > Status" || d.Line != 5 || d.Column != 17 || d.Rule != "broken-link" || len(d.Fixes) != 2 {
		t.Errorf("detail: %+v", d)
	}
	second := ask[validateAnswer](c, "bank_validate", arguments{"response_format": "detailed", "limit": 1, "cursor": first.NextCursor})
	if len(second.Details) != 1 || second.Details[0].Rule != "broken-anchor" || second.NextCursor != "" {
		t.Errorf("second page: %+v", second)
	}
	for _, in := range []arguments{
		{"cursor": first.NextCursor}, // another form is another question
		{"cursor": "nonsense", "response_format": "detailed"},
	} {
		if why := c.refusal("bank_validate", in); !strings.HasPrefix(why, "bad_cursor: ") {
			t.Errorf("%v: %s", in, why)
		}
	}
}

func TestValidateSelects(t *testing.T) {
	c := serve(t, newWorkspace(t, poorBank))
	for _, tt := range []struct {
		in   arguments
		want severityCounts
	}{
		{arguments{"paths": []string{"projectbrief.md"}}, severityCounts{}},
		{arguments{"paths": []string{"memory-bank"}}, severityCounts{Error: 1, Warning: 1}},
		{arguments{"paths": []string{"memory-bank/progress.md"}}, severityCounts{Error: 1, Warning: 1}},
		{arguments{"rules": []string{"broken-anchor"}}, severityCounts{Warning: 1}},
	} {
		if got := ask[validateAnswer](c, "bank_validate", tt.in); got.Counts != tt.want {
			t.Errorf("%v: %+v, want %+v", tt.in, got.Counts, tt.want)
		}
	}
	for why, in := range map[string]arguments{
		`unknown_rule: unknown rule "broken-links": did you mean "broken-link"?`:                                     {"rules": []string{"broken-links"}},
		`not_found: no file "progess.md" in the memory bank: did you mean "memory-bank/progress.md"?`:                {"paths": []string{"progess.md"}},
		`outside: "../x.md" is no path within the workspace: name a file as bank_overview lists it`:                  {"paths": []string{"../x.md"}},
		`bad_argument: argument "limit" is 501: want 1 to 500`:                                                       {"limit": 501},
		`bad_argument: unknown value "grave" of argument "min_severity". Allowed: error, warning, information, hint`: {"min_severity": "grave"},
		`bad_argument: argument "path" is missing: name the file that the text is for`:                               {"text": "# A\n"},
		`outside: "notes.txt" would be no file of a memory bank: name a Markdown file in one of memory-bank`:         {"path": "memory-bank/notes.txt", "text": "x"},
	} {
		if got := c.refusal("bank_validate", in); got != strings.Replace(why, `"notes.txt"`, `"memory-bank/notes.txt"`, 1) {
			t.Errorf("%v:\n%s, want\n%s", in, got, why)
		}
	}
}

func TestValidateJudgesAProposedText(t *testing.T) {
	root := newWorkspace(t, poorBank)
	c := serve(t, root)
	good := ask[validateAnswer](c, "bank_validate", arguments{"path": "progress.md", "text": "# Progress\n\n## Status\n\nFine.\n"})
	if !good.OK || good.Score != 100 {
		t.Errorf("a good text: %+v", good)
	}
	poor := ask[validateAnswer](c, "bank_validate", arguments{"path": "projectbrief.md", "text": "# Project Brief\n\n[x](gone.md)\n\n```\nopen\n"})
	if poor.OK || len(poor.Issues["memory-bank/projectbrief.md"]) != 2 {
		t.Errorf("a poor text: %+v", poor)
	}
	fresh := ask[validateAnswer](c, "bank_validate", arguments{"path": "new.md", "text": "# New\n\n[x](progress.md#status)\n"})
	if !fresh.OK {
		t.Errorf("a new file: %+v", fresh)
	}
	if _, err := os.Stat(filepath.Join(root, "memory-bank", "new.md")); err == nil {
		t.Error("the text was written")
	}
	if after := ask[validateAnswer](c, "bank_validate", nil); after.Counts != (severityCounts{Error: 1, Warning: 1}) {
		t.Errorf("afterwards: %+v", after)
	}
}

func TestACallSeesWhatIsOnDiskNow(t *testing.T) {
	root := newWorkspace(t, poorBank)
	c := serve(t, root)
	before := ask[validateAnswer](c, "bank_validate", nil)
	write(t, filepath.Join(root, "memory-bank", "progress.md"), "# Progress\n\n## Status\n\nFine.\n")
	write(t, filepath.Join(root, "memory-bank", "more.md"), "# More\n")
	after := ask[validateAnswer](c, "bank_validate", nil)
	if before.OK || !after.OK || after.Files != 3 {
		t.Errorf("before %+v, after %+v", before, after)
	}
}

func TestAPathWithoutATextIsOneOfThePaths(t *testing.T) {
	c := serve(t, newWorkspace(t, longBank))
	if a := ask[validateAnswer](c, "bank_validate", arguments{"path": "progress.md"}); a.Files != 1 {
		t.Errorf("%d files are judged", a.Files)
	}
}

func TestWhatIsQuotedIsHarmless(t *testing.T) {
	if got := bank.Harmless("a\x1b[31m\u202eb\U000E0041\u2028c\r\nd"); got != "a[31mbc\nd" {
		t.Errorf("got %q", got)
	}
}

// TestARefusalIsBounded sends what is too long to be quoted; what to do is said all the same.
func TestARefusalIsBounded(t *testing.T) {
	c := serve(t, newProject(t, true))
	long := strings.Repeat("ä", maxRefusal)
	for tool, in := range map[string]arguments{
		"bank_read": {"path": long}, "bank_explain": {"rule": long}, "bank_validate": {long: true}, "bank_links": {"path": "progress.md#" + long},
	} {
		why := c.refusal(tool, in)
		if len(why) > maxRefusal+10 || !utf8.ValidString(why) || strings.HasSuffix(why, "ä") {
			t.Errorf("%s: %d bytes that begin with %.100q", tool, len(why), why)
		}
	}
	_, err := c.ReadResource(t.Context(), &sdk.ReadResourceParams{URI: fileURI(long)})
	if err == nil || len(err.Error()) > maxRefusal+200 {
		t.Errorf("a resource: %.100v", err)
	}
}
