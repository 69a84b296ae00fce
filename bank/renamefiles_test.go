package bank

import (
	"path"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cortex/markdown"
	"cortex/rules"
)

// bankOf returns a snapshot of a recognised bank in "m" with more texts.
func bankWith(t *testing.T, texts map[string]string) *Snapshot {
	t.Helper()
	return rescan(t, memoryFolder(inMemory(withBank("m", texts)), newEngine()), ScanOptions{})
}

// edited returns the texts that changes make of those of a snapshot, by their paths before.
func edited(t *testing.T, s *Snapshot, changes []rules.Change) map[string]string {
	t.Helper()
	after := map[string]string{}
	for _, c := range changes {
		if c.Rename != "" {
			continue
		}
		text, err := markdown.Apply(s.File(c.Path).Text(), c.Edits)
		if err != nil {
			t.Fatal(err)
		}
		after[c.Path] = text
	}
	return after
}

func TestReferencesFollowFiles(t *testing.T) {
	tests := []struct {
		name, doc, text, from, to, want, also string
	}{
		{"renamed", "m/a.md", "[x](b.md) [y](b.md#one \"title\")", "m/b.md", "m/c.md", "[x](c.md) [y](c.md#one \"title\")", ""},
		{"into a folder", "m/a.md", "[x](b.md)", "m/b.md", "m/sub/b.md", "[x](sub/b.md)", ""},
		{"out of a folder", "m/a.md", "[x](sub/d.md)", "m/sub/d.md", "m/d.md", "[x](d.md)", ""},
		{"with ./", "m/a.md", "[x](./b.md)", "m/b.md", "m/sub/c.md", "[x](./sub/c.md)", ""},
		{"from the root of the bank", "m/sub/a.md", "[x](tasks/b.md)", "m/tasks/b.md", "m/tasks/c.md", "[x](tasks/c.md)", ""},
		{"from the root of the workspace", "m/sub/a.md", "[x](m/tasks/b.md)", "m/tasks/b.md", "m/tasks/c.md", "[x](m/tasks/c.md)", ""},
		{"with a slash in front", "m/sub/a.md", "[x](/m/tasks/b.md)", "m/tasks/b.md", "m/c.md", "[x](/m/c.md)", ""},
		{"with a slash from the bank", "m/sub/a.md", "[x](/tasks/b.md)", "m/tasks/b.md", "m/c.md", "[x](/c.md)", ""},
		{"as Cursor writes", "m/a.md", "[x](mdc:m/b.md)", "m/b.md", "m/c.md", "[x](mdc:m/c.md)", ""},
		{"percent-encoded", "m/a.md", "[x](my%20b.md) [y](<my b.md>)", "m/my b.md", "m/my (c).md", "[x](my%20%28c%29.md) [y](<my (c).md>)", ""},
		{"letters percent-encoded", "m/a.md", "[x](%C3%A9.md) [y](é.md)", "m/é.md", "m/ü.md", "[x](%C3%BC.md) [y](ü.md)", ""},
		{"only names that differ", "m/a.md", "[x](./sub/../b.md?raw=1)", "m/b.md", "m/c.md", "[x](./sub/../c.md?raw=1)", ""},
		{"without an extension", "m/a.md", "[x](sub/b)", "m/sub/b.md", "m/other/c.md", "[x](other/c)", ""},
		{"with a line", "m/a.md", "[x](b.md:12) `b.md:3-5` `b.md#one`", "m/b.md", "m/c.md", "[x](c.md:12) `c.md:3-5` `c.md#one`", ""},
		{"a definition", "m/a.md", "[x][l]\n\n[l]: <b.md#x> 'title'\n", "m/b.md", "m/c d.md", "[x][l]\n\n[l]: <c d.md#x> 'title'\n", ""},
		{"an include", "m/a.md", "{{include: b.md#One|lines=5}}", "m/b.md", "m/sub/c.md", "{{include: sub/c.md#One|lines=5}}", ""},
		{"an include from the bank", "m/sub/a.md", "{{include: b.md}}", "m/b.md", "m/c.md", "{{include: c.md}}", ""},
		{"a wiki link by name", "m/a.md", "[[d-e]] [[D E#One|text]] ![[d-e.md]]", "m/sub/d-e.md", "m/sub/c.md", "[[c]] [[c#One|text]] ![[c.md]]", ""},
		{"a wiki link by path", "m/sub/a.md", "[[tasks/b]]", "m/tasks/b.md", "m/old/b.md", "[[old/b]]", ""},
		{"a wiki link to what moved", "m/a.md", "[[b]]", "m/b.md", "m/old/b.md", "[[b]]", ""},
		{"code", "m/sub/a.md", "See `tasks/b.md` and `m/tasks/b.md`.", "m/tasks/b.md", "m/c.md", "See `c.md` and `m/c.md`.", ""},
		{"code with backslashes", "m/a.md", "See `tasks\\b.md`.", "m/tasks/b.md", "m/tasks/c.md", "See `tasks\\c.md`.", ""},
		{"a source", "m/a.md", "[x](../src/a.go) `src/a.go:12`", "src/a.go", "src/sub/a.go", "[x](../src/sub/a.go) `src/sub/a.go:12`", ""},
		{"a folder", "m/a.md", "[x](tasks/) [y](tasks/b.md#one) `tasks/b.md`", "m/tasks", "m/done", "[x](done/) [y](done/b.md#one) `done/b.md`", "m/tasks/b.md"},
		{"the bank", "README.md", "", "m", "memory", "", ""},
		{"from what moves", "m/a.md", "[x](b.md) [y](#one) [z](../src/a.go) {{include: b.md}} `b.md`", "m/a.md", "m/sub/a.md",
			"[x](../b.md) [y](#one) [z](../../src/a.go) {{include: b.md}} `b.md`", ""},
		{"from what moves with its folder", "m/sub/a.md", "[x](c.md) [y](../b.md)", "m/sub", "m/x/y", "[x](c.md) [y](../../b.md)", "m/sub/c.md"},
		{"to itself", "m/a.md", "[x](a.md#one)", "m/a.md", "m/sub/c.md", "[x](c.md#one)", ""},
		{"out of the bank", "m/a.md", "[x](b.md)", "m/b.md", "b.md", "[x](../b.md)", ""},
		{"broken before", "m/a.md", "[x](gone.md) [y](https://example.com/b.md) [z](b.md)", "m/b.md", "m/c.md", "[x](gone.md) [y](https://example.com/b.md) [z](c.md)", ""},
		{"what would be captured", "m/sub/a.md", "[x](b.md)", "m/old.md", "m/sub/b.md", "[x](../b.md)", ""},
		{"what a namesake would capture", "m/x/a.md", "[[d]]", "m/z.md", "m/k/d.md", "[[q/d]]", "m/q/d.md"},
		{"names in headings", "m/a.md", "## `src/a.go`\n\n[x](#srcago) [y](a.md#srcago) {{include: a.md#src/a.go}}\n", "src/a.go", "src/main.go",
			"## `src/main.go`\n\n[x](#srcmaingo) [y](a.md#srcmaingo) {{include: a.md#src/main.go}}\n", ""},
		{"no Markdown in code", "m/a.md", "```\n[x](b.md)\n```\n[y](b.md)", "m/b.md", "m/c.md", "```\n[x](b.md)\n```\n[y](c.md)", ""},
		{"with CRLF", "m/a.md", "[x](b.md)\r\n[y](b.md)\r\n", "m/b.md", "m/c.md", "[x](c.md)\r\n[y](c.md)\r\n", ""},
		{"an entry of an index", "m/tasks/_index.md", "# Tasks\n\n- [TASK001] Login\n- [x](TASK001-login.md)\n", "m/tasks/TASK001-login.md", "m/tasks/TASK007-login.md",
			"# Tasks\n\n- [TASK007] Login\n- [x](TASK007-login.md)\n", ""},
		{"an entry that still fits", "m/tasks/_index.md", "- [TASK001] Login\n", "m/tasks/TASK001-login.md", "m/tasks/TASK001-signin.md", "- [TASK001] Login\n", ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			texts := map[string]string{"src/a.go": "", "m/b.md": "# One\n"}
			for p := range strings.FieldsSeq(test.also) {
				texts[p] = "# One\n"
			}
			if path.Ext(test.from) != "" {
				texts[test.from] = "# One\n"
			}
			texts[test.doc] = test.text
			s := bankWith(t, texts)
			changes, err := s.RenameFiles(t.Context(), []Renaming{{test.from, test.to}})
			if err != nil {
				t.Fatal(err)
			}
			got, ok := edited(t, s, changes)[test.doc]
			if !ok {
				got = test.text
			}
			if diff := cmp.Diff(test.want, got); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}
