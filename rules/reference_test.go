package rules

import (
	"fmt"
	"slices"
	"testing"

	"cortex/markdown"
)

func TestTargetsOfReferences(t *testing.T) {
	m := memoryBank(map[string]string{
		"memory-bank/a.md": "", "memory-bank/b c.md": "", "memory-bank/sub/x.md": "", "memory-bank/sub/a.md": "", "memory-bank/other/a.md": "",
		"memory-bank/v1.2 notes.md": "", "src/app.go": "", "memory-bank/deep/Some_Note.md": "",
	})
	tests := []struct{ from, text, want string }{
		{"memory-bank/a.md", "[x](sub/x.md)", "file memory-bank/sub/x.md"},
		{"memory-bank/a.md", "[x](b%20c.md#y)", "file memory-bank/b c.md"},
		{"memory-bank/a.md", "[x](#y)", "file memory-bank/a.md"},
		{"memory-bank/a.md", "[x](#L7)", "file memory-bank/a.md:7"},
		{"memory-bank/a.md", "[x](src/app.go:12-14)", "file src/app.go:12"},
		{"memory-bank/a.md", "[x](../src/app.go#L3-L9)", "file src/app.go:3"},
		{"memory-bank/a.md", "[x](mdc:src/app.go)", "file src/app.go"},
		{"memory-bank/a.md", "[x](sub/)", "folder memory-bank/sub"},
		{"memory-bank/a.md", "[x](sub/gone.md#y)", "nowhere memory-bank/sub/gone.md"},
		{"memory-bank/sub/x.md", "[x](gone.md)", "nowhere memory-bank/sub/gone.md"},
		{"memory-bank/a.md", "[x](https://example.com/a%20b#c)", "url https://example.com/a%20b#c"},
		{"memory-bank/a.md", "<ana@example.com>", "url mailto:ana@example.com"},
		{"memory-bank/a.md", `[x](C:/app/x.md)`, "none "},
		{"memory-bank/a.md", "[x](/Users/ana/dev/x.md)", "none "},
		{"memory-bank/a.md", "[x]({{name}}.md)", "none "},
		{"memory-bank/a.md", "[x]()", "none "},
		{"memory-bank/a.md", "[[a]]", "file memory-bank/a.md"},
		{"memory-bank/sub/x.md", "[[a]]", "file memory-bank/sub/a.md"},
		{"memory-bank/deep/Some_Note.md", "[[other/a]]", "file memory-bank/other/a.md"},
		{"memory-bank/a.md", "[[some note#H|t]]", "file memory-bank/deep/Some_Note.md"},
		{"memory-bank/a.md", "[[v1.2 notes]]", "file memory-bank/v1.2 notes.md"},
		{"memory-bank/sub/x.md", "[[gone]]", "nowhere memory-bank/gone.md"},
		{"memory-bank/a.md", "[[#H]]", "file memory-bank/a.md"},
		{"memory-bank/a.md", "{{include: sub/x.md#H}}", "file memory-bank/sub/x.md"},
		{"memory-bank/a.md", "{{include: gone.md}}", "nowhere memory-bank/gone.md"},
		{"memory-bank/a.md", "{{include: ../src/app.go}}", "none "},
		{"memory-bank/a.md", "{{include: sub}}", "folder memory-bank/sub"},
		{"memory-bank/a.md", "`src/app.go`", "file src/app.go"},
		{"memory-bank/sub/x.md", "`a.md`", "file memory-bank/sub/a.md"},
		{"memory-bank/a.md", "`src/gone.go`", "none "},
		{"memory-bank/a.md", "[x]: sub/x.md", "file memory-bank/sub/x.md"},
		{"memory-bank/a.md", "[x]\n\n[x]: sub/x.md", "file memory-bank/sub/x.md"},
	}
	kinds := [...]string{TargetNone: "none", TargetNowhere: "nowhere", TargetFile: "file", TargetFolder: "folder", TargetURL: "url"}
	for _, tt := range tests {
		references := References(markdown.Parse(tt.from, tt.text+"\n"))
		if len(references) == 0 {
			t.Errorf("%s: no reference", tt.text)
			continue
		}
		target := references[0].Resolve(m, tt.from)
		got := kinds[target.Kind] + " " + target.Path
		if target.Line > 0 {
			got += fmt.Sprintf(":%d", target.Line)
		}
		if got != tt.want {
			t.Errorf("%s in %s leads to %q, want %q", tt.text, tt.from, got, tt.want)
		}
	}
}

// TestWhatIsReportedLeadsNowhere holds the graph and the rule against each other.
func TestWhatIsReportedLeadsNowhere(t *testing.T) {
	m := memoryBank(map[string]string{
		"memory-bank/a.md":     "[1](b.md) [2](gone.md) [3](../x/gone.md) [4](/) [5](x) [6](./x/) [7](b.md:3) [8](src/app.go) [9](a@b) [10](../../out.md)\n[11](/abs/gone.md) [12](mdc:gone.md)",
		"memory-bank/b.md":     "",
		"src/app.go":           "",
		"memory-bank/sub/c.md": "",
	})
	doc := m.Document("memory-bank/a.md")
	var nowhere []string
	for _, r := range References(doc) {
		if r.Resolve(m, doc.Path).Kind == TargetNowhere {
			nowhere = append(nowhere, r.PathSpan.In(doc.Text))
		}
	}
	var reported []string
	for _, d := range Check(t.Context(), doc, m, onlyRules("broken-link")) {
		reported = append(reported, d.Span.In(doc.Text))
	}
	if !slices.Equal(nowhere, reported) || len(nowhere) < 4 {
		t.Errorf("nowhere: %q\nreported: %q", nowhere, reported)
	}
}

func TestReferencesAreInOrder(t *testing.T) {
	doc := markdown.Parse("a.md", "`x.go` [a](b) {{include: c.md}} [l] [[w]] `no`\n\n[l]: d\n")
	var got []string
	for _, r := range References(doc) {
		got = append(got, r.Target.In(doc.Text))
	}
	if want := []string{"x.go", "b", "c.md", "l", "w", "d"}; !slices.Equal(got, want) {
		t.Errorf("references %q, want %q", got, want)
	}
}

func TestAnchorsOfReferences(t *testing.T) {
	doc := markdown.Parse("a.md", "# Set up\n\n## Part\n\n## Part\n\n<a id=\"Here\"></a>\n\n> ## Quoted\n")
	anchors := AnchorsOf(doc)
	for text, want := range map[string]string{
		"[x](a.md#set-up)": "set-up", "[x](a.md#SET-UP)": "set-up", "[x](a.md#user-content-part-1)": "part-1", "[x](a.md#here)": "Here", "[x](a.md#quoted)": "quoted",
		"[x](a.md#Set%20up)": "", "[x](a.md)": "", "[x](a.md#L3)": "", "[x](a.md#gone)": "",
		"[[a#Set up]]": "set-up", "[[a#Set up#Part]]": "part", "[[a#part-1]]": "part-1",
		"{{include: a.md#SET  UP}}": "set-up", "{{include: a.md#part-1}}": "part-1", "{{include: a.md#here}}": "", "{{include: a.md}}": "",
	} {
		found, _ := anchors.Find(References(markdown.Parse("b.md", text))[0])
		if found.Slug != want {
			t.Errorf("%s names %q, want %q", text, found.Slug, want)
		}
	}
}
