package markdown

import (
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"
)

// goldmarkFacts are the facts of a text whose inlines goldmark's own stage has read.
func goldmarkFacts(text string) *facts {
	f := &facts{text: text}
	scanTree([]byte(text), f)
	f.sort()
	return f
}

func checkInlines(t *testing.T, text string) {
	t.Helper()
	text = normalise(text).text
	got := &facts{text: text}
	scan([]byte(text), got)
	got.sort()
	if diff := cmp.Diff(goldmarkFacts(text), got, cmp.AllowUnexported(facts{}, heading{}, Link{}, Definition{}, destination{}), cmpopts.IgnoreTypes(guard{}), cmpopts.IgnoreFields(facts{}, "blocks", "lines"), cmpopts.EquateEmpty()); diff != "" {
		t.Errorf("%q\n-goldmark +own:\n%s", text, diff)
	}
}

func TestInlinesAreReadAsGoldmarkReadsThem(t *testing.T) {
	var all string
	forEachExample(t, func(t *testing.T, e specExample) {
		for _, text := range []string{e.Markdown, quoted(e.Markdown), "# Title\n\n" + e.Markdown, "# " + e.Markdown, "| a |\n|---|\n| " + e.Markdown} {
			checkInlines(t, text)
		}
		all += e.Markdown + "\n"
	})
	for _, text := range append(oddInlines, all) {
		checkInlines(t, text)
	}
}

// oddInlines are where one reading of inlines may easily differ from another.
var oddInlines = []string{
	"- [x] `a`\n- [ ][x]\n", "\\\\\\\n`a` [[b]]", "`` ` [a](b) `\n{{include: c}}", "<!-- a\n# <!-- b -->\n\n<!-- c -->", "![^a] [^a]\n\n[^a]: *b [c](d) `e`*",
	"| `a\\|b` | [c] |\n|---|---|\n| \\`d` | *e [f](g)* |\n\n[c]: h", "a \\\nb\n===\n",
}

func FuzzInlines(f *testing.F) {
	for _, e := range specExamples(f) {
		f.Add(e.Markdown)
	}
	for _, text := range oddInlines {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		if len(text) < 1<<10 {
			checkInlines(t, text)
		}
	})
}
