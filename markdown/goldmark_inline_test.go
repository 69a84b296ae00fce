package markdown

import (
	"math/rand/v2"
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
	got := newFacts(text, 0)
	defer got.free() // for the next text, so that nothing of this one may be left in them
	scan([]byte(text), got)
	got.sort()
	if diff := cmp.Diff(goldmarkFacts(text), got, cmp.AllowUnexported(facts{}, heading{}, Link{}, Definition{}, destination{}), cmpopts.IgnoreTypes(guard{}), cmpopts.IgnoreFields(facts{}, "undefined", "blocks", "lines", "cells", "inlines"), cmpopts.EquateEmpty()); diff != "" {
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
	"| `a\\|b` | [c] |\n|---|---|\n| \\`d` | *e [f](g)* |\n\n[c]: h", "a \\\nb\n===\n", "0\n- 0\n\t#",
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

// piecesOfInlines are what inlines are put together from, so that those of all kinds meet.
var piecesOfInlines = []string{
	"[", "]", "![", "](", ")", "(", "](b)", "][a]", "[]", "[A]", "[a](<b c> 't')", "<", ">", "<b>", "<http://a.b>", "<c@d.e>", "`", "``", "\\", "!", "*", "_", "~",
	"[[w|x]]", "![[y]]", "{{include: z}}", "{", "}", "a", "b ", " ", "  \n", "\n", "\"t\"", "'u\nv'", "&amp;", "|", "[^1]", "é", "<!-- c -->",
}

func TestRandomInlinesAreReadAsGoldmarkReadsThem(t *testing.T) {
	r := rand.New(rand.NewPCG(3, 4))
	for range 3_000 {
		text := []string{"", "# ", "- ", "> "}[r.IntN(4)]
		for pieces := 1 + r.IntN(12); pieces > 0; pieces-- {
			text += piecesOfInlines[r.IntN(len(piecesOfInlines))]
		}
		checkInlines(t, text+[]string{"", "\n\n[a]: d\n"}[r.IntN(2)])
	}
}
