package bank

import (
	"maps"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cortex/rules"
)

// applied returns the texts that changes make, by path, of those files that they touch, and fails if the bank has more
// diagnostics of links afterwards.
func applied(t *testing.T, s *Snapshot, changes []rules.Change) map[string]string {
	t.Helper()
	p := newFixPass(s, []chosenFix{{rules.Fix{Title: "All", Changes: changes}, "test"}})
	after := map[string]string{}
	for path, text := range p.texts {
		after[path] = *text
	}
	before, now := brokenLinks(t, s), brokenLinks(t, s.with(p.texts))
	if diff := cmp.Diff(before, now); diff != "" {
		t.Errorf("diagnostics before and after:\n%s", diff)
	}
	return after
}

// brokenLinks returns what is reported about links.
func brokenLinks(t *testing.T, s *Snapshot) []string {
	t.Helper()
	r, err := s.Check(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	var all []string
	for _, d := range r.All() {
		if slices.Contains([]string{"broken-link", "broken-anchor", "broken-include", "loose-link", "undefined-reference"}, d.Rule) {
			all = append(all, d.Path+": "+d.Message)
		}
	}
	return all
}

const guide = `# Guide

[setup](#setup) [tools](#tools) [l]

## Setup

See [setup](#setup), [tools](#tools), [b](../b.md), [self](guide.md#tools), [l] and [m].

### Tools

Go.

## Setup

The [second](#setup-1) with {{include: ../b.md#One}}.

[l]: ../b.md#one
[m]: #tools
`

func TestExtractSection(t *testing.T) {
	s := bankWith(t, map[string]string{
		"m/sub/guide.md": guide, "m/b.md": "# B\n\n## One\n\n[x](sub/guide.md#tools) {{include: sub/guide.md#Tools}} [y](sub/guide.md#setup)\n",
	})
	changes, err := s.ExtractSection(t.Context(), "m/sub/guide.md", "setup", "m/setup.md")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"m/sub/guide.md": `# Guide

[setup](#setup) [tools](../setup.md#tools) [l]

## Setup

{{include: ../setup.md#Setup}}

## Setup

The [second](#setup-1) with {{include: ../b.md#One}}.

[l]: ../b.md#one
[m]: ../setup.md#tools
`,
		"m/setup.md": `# Setup

See [setup](sub/guide.md#setup), [tools](#tools), [b](b.md), [self](setup.md#tools), [l] and [m].

## Tools

Go.

[l]: b.md#one
[m]: #tools
`,
		"m/b.md": "# B\n\n## One\n\n[x](setup.md#tools) {{include: setup.md#Tools}} [y](sub/guide.md#setup)\n",
	}
	if diff := cmp.Diff(want, applied(t, s, changes)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestMoveSection(t *testing.T) {
	const target = "# Other\r\n\r\n### Setup\r\n\r\nOurs: [setup](#setup), [guide](sub/guide.md#setup).\r\n"
	s := bankWith(t, map[string]string{"m/sub/guide.md": guide, "m/other.md": target, "m/b.md": "# B\n\n## One\n\n[y](sub/guide.md#setup-1) [x](sub/guide.md#setup)\n"})
	changes, err := s.MoveSection(t.Context(), "m/sub/guide.md", "setup", "m/other.md")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{
		"m/sub/guide.md": `# Guide

[setup](../other.md#setup-1) [tools](../other.md#tools) [l]

## Setup

The [second](#setup) with {{include: ../b.md#One}}.

[l]: ../b.md#one
[m]: ../other.md#tools
`,
		"m/other.md": "# Other\r\n\r\n### Setup\r\n\r\nOurs: [setup](#setup), [guide](other.md#setup-1).\r\n\r\n### Setup\r\n\r\n" +
			"See [setup](#setup-1), [tools](#tools), [b](b.md), [self](other.md#tools), [l] and [m].\r\n\r\n#### Tools\r\n\r\nGo.\r\n\r\n" +
			"[l]: b.md#one\r\n[m]: #tools\r\n",
		"m/b.md": "# B\n\n## One\n\n[y](sub/guide.md#setup) [x](other.md#setup-1)\n",
	}
	if diff := cmp.Diff(want, applied(t, s, changes)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

// TestDefinitionsStayWithTheirUses moves a section that ends with the definitions of the document.
func TestDefinitionsStayWithTheirUses(t *testing.T) {
	s := bankWith(t, map[string]string{"m/sub/a.md": "# A\n\n[x][l]\n\n## Last\n\n[y][l]\n\n[l]: ../b.md\n", "m/b.md": "# B\n"})
	changes, err := s.MoveSection(t.Context(), "m/sub/a.md", "last", "m/b.md")
	if err != nil {
		t.Fatal(err)
	}
	want := map[string]string{"m/sub/a.md": "# A\n\n[x][l]\n\n[l]: ../b.md\n", "m/b.md": "# B\n\n## Last\n\n[y][l]\n\n[l]: b.md\n"}
	if diff := cmp.Diff(want, applied(t, s, changes)); diff != "" {
		t.Errorf("-want +got:\n%s", diff)
	}
}

func TestInlineInclude(t *testing.T) {
	tests := []struct {
		name, a, want string
	}{
		{"a section", "# A\n\n{{inc¦lude: sub/guide.md#Setup}}\n\n## Tools\n\n[x](#tools)\n",
			"# A\n\nSee [setup](sub/guide.md#setup), [tools](#tools), [b](b.md), [self](sub/guide.md#tools), [l] and [m].\n\n### Tools\n\nGo.\n\n## Tools\n\n[x](#tools-1)\n\n" +
				"[l]: b.md#one\n[m]: #tools\n"},
		{"some lines", "# A\n\n{{inc¦lude: sub/guide.md#Tools|lines=1}}\n", "# A\n\nGo.\n"},
		{"a whole document", "# A\n\n## S\n\n{{inc¦lude: c.md}}\n\n## T\n", "# A\n\n## S\n\n### C\n\n#### Under [b](b.md)\n\nText.\n\n## T\n"},
		{"within a line", "# A\n\nWe use {{inc¦lude: sub/guide.md#tools}}\n", "# A\n\nWe use Go.\n"},
		{"with an include", "# A\n\n{{inc¦lude: sub/guide.md#setup-1|lines=1}}\n", "# A\n\nThe [second](sub/guide.md#setup-1) with {{include: b.md#One}}.\n"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			text, offset := at(t, test.a)
			s := bankWith(t, map[string]string{"m/a.md": text, "m/sub/guide.md": guide, "m/b.md": "# B\n\n## One\n\nOne.\n", "m/c.md": "C\n=\n\n## Under [b](b.md)\n\nText.\n"})
			changes, err := s.InlineInclude(t.Context(), "m/a.md", offset)
			if err != nil {
				t.Fatal(err)
			}
			if diff := cmp.Diff(map[string]string{"m/a.md": test.want}, applied(t, s, changes)); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

func TestRefactoringsRefuse(t *testing.T) {
	texts := map[string]string{
		"m/a.md": "# A\n\n## Empty\n\n## Foot\n\nA note[^1].\n\n## Labels\n\n[x][l]\n\n###### Deep\n\nText.\n\nOver\n----\n\nText.\n\n[l]: b.md\n\n## Own\n\n[x][l]\n\n{{include: a.md#Deep}}\n",
		"m/b.md": "# B\n\n### Under\n\n[l]\n\n[l]: a.md\n\nBeside {{include: c.md}}\n\n{{include: a.md#Own|recursive=false}} {{include: gone.md}}\n",
		"m/c.md": "# C\n\nText.\n",
	}
	s := bankWith(t, texts)
	extract := func(slug string) error {
		_, err := s.ExtractSection(t.Context(), "m/a.md", slug, "")
		return err
	}
	move := func(slug, to string) error { _, err := s.MoveSection(t.Context(), "m/a.md", slug, to); return err }
	inline := func(p, before string) error {
		offset := len(cutBefore(texts[p], before))
		_, err := s.InlineInclude(t.Context(), p, offset)
		return err
	}
	tests := map[string]error{
		`there is no section "none" in "m/a.md"`:                                      extract("none"),
		"the section is empty":                                                        extract("empty"),
		errFootnotes.Error():                                                          extract("foot"),
		`"m/a.md" is no other document of a bank`:                                     move("labels", "m/a.md"),
		`"m/gone.md" is no other document of a bank`:                                  move("labels", "m/gone.md"),
		"the title belongs to its document":                                           move("a", "m/b.md"),
		`the heading "Deep" cannot be of level 7`:                                     move("labels", "m/b.md"),
		`both documents have a link label "l"`:                                        move("own", "m/b.md"),
		"there is no include here":                                                    inline("m/c.md", "Text"),
		"the document includes a part of itself":                                      inline("m/a.md", "include: a.md#Deep"),
		"the text has includes, which are not to be resolved":                         inline("m/b.md", "include: a.md#Own"),
		`"gone.md" does not exist`:                                                    inline("m/b.md", "include: gone.md"),
		"the text has several lines, and the include shares its line with other text": inline("m/b.md", "include: c.md"),
	}
	for _, want := range slices.Sorted(maps.Keys(tests)) {
		if err := tests[want]; err == nil || err.Error() != want {
			t.Errorf("got %v, want %s", err, want)
		}
	}
}

func cutBefore(text, mark string) string {
	before, _, _ := strings.Cut(text, mark)
	return before
}
