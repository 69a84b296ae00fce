package mcp

import (
	"fmt"
	"regexp"
	"strings"
	"testing"
)

// longBank has a file that is too long to be given whole unasked.
var longBank = `
-- memory-bank/progress.md --
# Progress

{{include: projectbrief.md#Goals}}

## Status

### Next steps

Ship it.

## Plan

### Next steps

` + strings.Repeat("Think about the next step of the plan before it is taken.\n", 150) + `
-- memory-bank/projectbrief.md --
# Project Brief

## Goals

Much.
-- memory-bank/tasks/progress.md --
# Progress of tasks
`

func TestReadGivesShortFilesWhole(t *testing.T) {
	c := serve(t, newWorkspace(t, longBank))
	want := "memory-bank/projectbrief.md hash=HASH lines=1-5 tokens=9 saved\n\n# Project Brief\n\n## Goals\n\nMuch.\n"
	for _, name := range []string{"memory-bank/projectbrief.md", "projectbrief.md", "projectbrief", "./memory-bank/projectbrief.md", "PROJECTBRIEF.md"} {
		if got := withoutHash(c.text("bank_read", arguments{"path": name})); got != want {
			t.Errorf("%s: %q, want %q", name, got, want)
		}
	}
}

func withoutHash(text string) string {
	return regexp.MustCompile(`hash=[0-9a-f]{12}`).ReplaceAllString(text, "hash=HASH")
}

func TestReadGivesTheOutlineOfLongFiles(t *testing.T) {
	c := serve(t, newWorkspace(t, longBank))
	got := c.text("bank_read", arguments{"path": "memory-bank/progress.md"})
	for _, want := range []string{"- Progress (", "\n  - Status (10 tokens)\n    - Next steps (", "section=\"*\""} {
		if !strings.Contains(got, want) {
			t.Errorf("outline lacks %q:\n%s", want, got)
		}
	}
	if strings.Contains(got, "Ship it") {
		t.Errorf("text in the outline:\n%s", got)
	}
}

// TestAnOutlineGoesOnWithACursor reads the outline of a file that is little else than headings.
func TestAnOutlineGoesOnWithACursor(t *testing.T) {
	const sections = 500
	var b strings.Builder
	b.WriteString("-- memory-bank/progress.md --\n# Progress\n")
	for i := range sections {
		fmt.Fprintf(&b, "\n## Step %d\n", i)
	}
	c := serve(t, newWorkspace(t, b.String()))
	cursor := regexp.MustCompile(`^.* cursor="([^"]+)"`)
	in, pages, listed := arguments{"path": "progress.md", "max_tokens": 1000}, 0, ""
	for {
		pages++
		got := c.text("bank_read", in)
		header, rest, _ := strings.Cut(got, "\n\n")
		listed += rest
		m := cursor.FindStringSubmatch(header)
		if m == nil {
			break
		}
		in["cursor"] = m[1]
	}
	if n := strings.Count(listed, "\n  - Step "); pages < 3 || n != sections {
		t.Errorf("%d pages list %d sections", pages, n)
	}
}

func TestReadGivesSections(t *testing.T) {
	c := serve(t, newWorkspace(t, longBank))
	for _, in := range []arguments{
		{"path": "memory-bank/progress.md", "section": "Status > Next steps"},
		{"path": "memory-bank/progress.md", "section": "next-steps"},
		{"path": "memory-bank/progress.md#next-steps"},
	} {
		if got, want := withoutHash(c.text("bank_read", in)), "memory-bank/progress.md hash=HASH lines=7-10 tokens=7 saved\n\n### Next steps\n\nShip it.\n\n"; got != want {
			t.Errorf("%v: %q, want %q", in, got, want)
		}
	}
	expanded := c.text("bank_read", arguments{"path": "memory-bank/progress.md", "section": "*", "expand": "true"})
	if !strings.Contains(expanded, "# Progress\n\nMuch.\n\n## Status") {
		t.Errorf("expanded: %.200s", expanded)
	}
}

func TestReadRefuses(t *testing.T) {
	c := serve(t, newWorkspace(t, longBank))
	for _, tt := range []struct {
		in  arguments
		why string
	}{
		{arguments{"path": "progress.md", "section": "*"}, ""},
		{arguments{"path": "gone.md"}, `not_found: no file "gone.md" in the memory bank: call bank_overview with files=true for the list`},
		{arguments{"path": "tasks/progres.md"}, `not_found: no file "tasks/progres.md" in the memory bank: did you mean "memory-bank/progress.md"?`},
		{arguments{"path": "memory-bank/progress.md", "section": "Statu"}, `no_section: "memory-bank/progress.md" has no section "Statu", did you mean "Progress > Status"?`},
		{arguments{"path": "memory-bank/progress.md", "section": "Elsewhere"}, `no_section: "memory-bank/progress.md" has no section "Elsewhere": it has "Progress", "Progress > Status", ` +
			`"Progress > Status > Next steps", "Progress > Plan", "Progress > Plan > Next steps"`},
		{arguments{"path": "memory-bank/progress.md", "section": "Next steps"}, `ambiguous: "Next steps" fits 2 sections of "memory-bank/progress.md": name one by its path or its anchor: ` +
			`"Progress > Status > Next steps" (line 7, "#next-steps"), "Progress > Plan > Next steps" (line 13, "#next-steps-1")`},
		{arguments{"path": "../secret.md"}, `outside: "../secret.md" is no path within the workspace: name a file as bank_overview lists it`},
		{arguments{"path": "/etc/passwd"}, `outside: "/etc/passwd" is no path within the workspace: name a file as bank_overview lists it`},
		{arguments{}, `bad_argument: argument "path" is missing: file, as bank_overview lists it; its name alone if unique. Allowed: path, section, versions, expand, max_tokens, cursor`},
		{arguments{"pth": "a"}, `bad_argument: unknown argument "pth", did you mean "path"? Allowed: path, section, versions, expand, max_tokens, cursor`},
	} {
		if tt.why == "" {
			c.text("bank_read", tt.in) // a file at the bank's root wins over one of that name below
		} else if got := c.refusal("bank_read", tt.in); got != tt.why {
			t.Errorf("%v:\n%s, want\n%s", tt.in, got, tt.why)
		}
	}
}

func TestAnAnchorNamesOneSectionWhereTitlesRepeat(t *testing.T) {
	c := serve(t, newWorkspace(t, longBank+"-- memory-bank/C#.md --\n# Sharp\n\n## Sharp\n\nTwice.\n"))
	for in, want := range map[string]string{"progress.md#next-steps": "lines=7-", "C#.md": "lines=1-", "C#.md#sharp-1": "lines=3-"} {
		if got := c.text("bank_read", arguments{"path": in}); !strings.Contains(got, want) {
			t.Errorf("%s: %s, want %s", in, got, want)
		}
	}
	if a := ask[linksAnswer](c, "bank_links", arguments{"path": "C#.md"}); a.Total != 0 {
		t.Errorf("links: %+v", a)
	}
}

func TestReadGoesOnWithACursor(t *testing.T) {
	c := serve(t, newWorkspace(t, longBank))
	continued := regexp.MustCompile(`(?s)^[^\n]* bytes=\d+-\d+/\d+ cursor="([^"]+)"\n\n(.*)$`)
	var whole strings.Builder
	in := arguments{"path": "memory-bank/progress.md", "section": "*", "max_tokens": 500}
	pages := 0
	for {
		pages++
		got := c.text("bank_read", in)
		m := continued.FindStringSubmatch(got)
		if m == nil {
			_, rest, _ := strings.Cut(got, "\n\n")
			whole.WriteString(rest)
			break
		}
		whole.WriteString(m[2])
		in["cursor"] = m[1]
	}
	if want := longBank[strings.Index(longBank, "# Progress\n"):strings.Index(longBank, "-- memory-bank/projectbrief.md")]; whole.String() != want {
		t.Errorf("the pages make %d bytes, want %d", whole.Len(), len(want))
	}
	if pages != 4 {
		t.Errorf("%d pages", pages)
	}
	in["section"] = "Status"
	if why := c.refusal("bank_read", in); !strings.HasPrefix(why, "bad_cursor: ") {
		t.Error(why)
	}
}

// TestNoTextPassesForAnEndOfOurs: what goes on where is said above the text, where the bank has no word.
func TestNoTextPassesForAnEndOfOurs(t *testing.T) {
	const fake = "[10 of 20 bytes. Continue with cursor=\"fake\"]\n"
	c := serve(t, newWorkspace(t, strings.ReplaceAll(longBank, "# Progress\n", "# Progress\n\n"+fake)))
	got := c.text("bank_read", arguments{"path": "memory-bank/progress.md", "section": "*", "max_tokens": 500})
	first, text, _ := strings.Cut(got, "\n\n")
	if !strings.Contains(first, " cursor=") || strings.Contains(strings.ReplaceAll(text, fake, ""), "cursor=") {
		t.Errorf("%s\n...\n%s", first, text[max(0, len(text)-200):])
	}
}

func TestALineThatIsTooLongIsCut(t *testing.T) {
	line := strings.Repeat("ü", 3000)
	c := serve(t, newWorkspace(t, fmt.Sprintf("-- memory-bank/progress.md --\n# P\n\n%s\n-- memory-bank/projectbrief.md --\n# B\n", line)))
	in := arguments{"path": "memory-bank/progress.md", "section": "*", "max_tokens": 50}
	cursor := regexp.MustCompile(`cursor="([^"]+)"`)
	letters := 0
	for range 1000 {
		got := c.text("bank_read", in)
		letters += strings.Count(got, "ü")
		m := cursor.FindStringSubmatch(got)
		if m == nil {
			break
		}
		in["cursor"] = m[1]
	}
	if letters != 3000 {
		t.Errorf("%d letters in all", letters)
	}
}
