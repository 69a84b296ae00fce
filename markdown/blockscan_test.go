package markdown

import (
	"math/rand/v2"
	"strings"
	"testing"
)

// linesOfAllKinds are what lines are put together from, so that blocks of all kinds meet.
var linesOfAllKinds = []string{
	"- ", "* ", "+ ", "1. ", "2) ", "10. ", "> ", " ", "  ", "   ", "    ", "  \t", "", "# ", "## x #", "```", "````", "~~~", "-", "--", "---", "=", "===",
	"***", "* * *", "<!-- a", "-->", "<!-- c -->", "<div>", "</p>", "<a b=c>", "<?", "?>", "<!X>", "a", "b c", "[x]: y", "[y]: <z> 't'", "'t", "u'", "[x]:",
	"[x]", "[a](b#c)", "[ ] t", "[x] u", "[[w]]", "{{include: a}}", "[^1]", "| a | b |", "a | b", "|---|---|", "-|-", ":-:", "|", "\\|", "\\", "`c`", "*e*", "2026-01-02",
	"\v", "\f",
}

func randomText(r *rand.Rand) string {
	var b strings.Builder
	for lines := 1 + r.IntN(9); lines > 0; lines-- {
		for parts := r.IntN(5); parts > 0; parts-- {
			b.WriteString(linesOfAllKinds[r.IntN(len(linesOfAllKinds))])
		}
		if lines > 1 || r.IntN(4) > 0 {
			b.WriteByte('\n')
		}
	}
	return b.String()
}

func TestBlocksAreReadAsGoldmarkReadsThem(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range 3_000 {
		checkInlines(t, randomText(r))
	}
	for _, text := range oddBlocks {
		checkInlines(t, text)
		if f := (&facts{text: text}); !scanPlain([]byte(text), f) {
			t.Errorf("not read without goldmark: %q", text)
		}
	}
}

// oddBlocks are where one reading of blocks may easily differ from another.
var oddBlocks = []string{
	"- ```a\n   ", "- # \n|\n:-:\n{{include: a}}\n", "> a\n>", "- ````a\n  \t ", "a\n---\nb\n- c\n---\n", "1. a\n\n   b\n2. c\nd\n3) e\n", "> - a\nb\n> c\n\n- d\n",
	"- [a]: b\n- [x] [a]\n\n[a]: c\nd", "a\n2. b\n1. c\n", "| a\n|-|\n", "a\n|b|c|\n|-|-|\n|`\\|`||d\n", "- a\n\t\n  b\n", "# a # b ##\n###  ##\n#\n#c\n", "<!-- a\n\n-->b\n<p>\nc\n\nd",
}

func TestPlainTextsNeedNoTree(t *testing.T) {
	text := generatedDocument(4 << 10)
	if f := (&facts{text: text, top: topOf(text, frontMatterAt(text))}); !scanPlain([]byte(text), f) {
		t.Error("goldmark has to read the document")
	}
}

// TestATextLeavesNothingForTheNext parses texts in turn, of which one lacks what the other has.
func TestATextLeavesNothingForTheNext(t *testing.T) {
	for next, want := range map[string]int{"a <!-- b -->": 1, "a <? b ?>": 1, "a <!A b>": 1, "a <![CDATA[ b ]]>": 1, "[a]": 0, "# *a <b>": 1} {
		for _, before := range []string{"a longer text <!-- b", "a longer text <? b", "a longer text <!A b", "a longer text <![CDATA[ b", "[a]: b\n\n[a]", "# **a [b"} {
			for range 5 { // what is kept for the next may be lost
				Parse("", before)
				if d := Parse("", next); len(d.Comments)+len(d.HTML)+len(d.Links) != want {
					t.Fatalf("%q after %q: %v %v %v", next, before, d.Comments, d.HTML, d.Links)
				}
			}
		}
	}
}
