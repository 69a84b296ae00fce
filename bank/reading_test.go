package bank

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"cortex/markdown"
)

// readingFolder is a bank of these texts, which has been read.
func readingFolder(t *testing.T, texts map[string]string) *Snapshot {
	t.Helper()
	return rescan(t, memoryFolder(inMemory(withBank("m", texts)), newEngine()), ScanOptions{})
}

// oddTexts are what operations must survive at every offset.
var oddTexts = []string{
	"", "\ufeff# A\n[a](#a)", "# Ü 🎉\r\n\r\n- [x] [ü](b.md#🎉)\r\n  > q\r\n", "\xff\xfe[a](b\xff.md)\n\xff", "---\na: 1\n---\n{{include: x.md#A}}",
	"[a][b] [b]\n\n[b]: x.md#a\n[b]: y", "| a | [b](c.md) |\n| - | - |\n| `d.md` | [[e]] |", "#\n\n##\n", "```\n[a](b)\n", "<!-- a\n[b](c) -->", "[![i](p.png)](a.md) <https://x.y>",
	"\r\r\n", "a\n=\n\nb\n-\n",
}

func TestOperationsSurviveEveryOffset(t *testing.T) {
	for i, text := range oddTexts {
		s := readingFolder(t, map[string]string{"m/x.md": text, "m/b.md": "# B\n\n{{include: x.md}}\n"})
		for offset := range len(text) + 1 {
			for _, span := range everySpan(t, s, "m/x.md", offset) {
				file := s.File(span.Path)
				if span.Span.Start < 0 || span.Span.End < span.Span.Start || file != nil && span.Span.End > len(file.Text()) {
					t.Fatalf("text %d at %d: span %v", i, offset, span)
				}
			}
		}
	}
}

// everySpan asks everything about an offset and returns the spans of the answers.
func everySpan(t *testing.T, s *Snapshot, path string, offset int) []Location {
	t.Helper()
	all, err := s.References(t.Context(), path, offset, true)
	if err != nil {
		t.Fatal(err)
	}
	if d, ok := s.Definition(path, offset); ok {
		all = append(all, Location{path, d.Origin}, Location{d.Path, d.Whole}, Location{d.Path, d.Selection})
	}
	for _, h := range s.Highlights(path, offset) {
		all = append(all, Location{path, h.Span})
	}
	hover, _, err := s.Hover(t.Context(), path, offset)
	if err != nil {
		t.Fatal(err)
	}
	all = append(all, Location{path, hover.Span})
	if part, ok := s.PartAt(path, offset); ok {
		all = append(all, Location{part.Path, part.Whole}, Location{part.Path, part.Selection})
		if _, err := s.Includers(t.Context(), part); err != nil {
			t.Fatal(err)
		}
		for _, i := range s.Included(part) {
			all = append(all, Location{i.Part.Path, i.Part.Whole})
		}
	}
	return append(all, enclosing(t, s, path, offset)...)
}

// enclosing wants each span to hold the offset and the one before.
func enclosing(t *testing.T, s *Snapshot, path string, offset int) []Location {
	t.Helper()
	inner := markdown.Span{Start: offset, End: offset}
	var all []Location
	for _, span := range s.Enclosing(path, offset) {
		if span == inner || !span.Contains(inner) {
			t.Errorf("%v at %d does not grow to %v", inner, offset, span)
		}
		inner = span
		all = append(all, Location{path, span})
	}
	return all
}

func TestFoldsAreNestedAndOfSeveralLines(t *testing.T) {
	for _, text := range oddTexts {
		s := readingFolder(t, map[string]string{"m/x.md": text})
		lines := s.File("m/x.md").Lines()
		var open []markdown.Span
		for _, f := range s.Folds("m/x.md") {
			if lines.OffsetLine(f.Span.Start) >= lines.OffsetLine(f.Span.End) {
				t.Errorf("%q: fold %v of one line", text, f.Span)
			}
			for len(open) > 0 && open[len(open)-1].End <= f.Span.Start {
				open = open[:len(open)-1]
			}
			if len(open) > 0 && !open[len(open)-1].Contains(f.Span) {
				t.Errorf("%q: fold %v overlaps %v", text, f.Span, open)
			}
			open = append(open, f.Span)
		}
	}
}

func TestPreviewStandsForItself(t *testing.T) {
	long := strings.Repeat("line\n", 100)
	for _, tt := range []struct{ text, want string }{
		{"# A\n\ntext\n\n\n", "# A\n\ntext"},
		{"---\na: b\n---\n\n# A\n", "# A"},
		{"\ufeff# A\n", "# A"},
		{long, strings.TrimSpace(strings.Repeat("line\n", maxPreviewLines)) + "\n\n…"},
		{"~~~~go\n" + long + "~~~~\n", "~~~~go\n" + strings.Repeat("line\n", maxPreviewLines-1) + "~~~~\n\n…"},
		{strings.Repeat("ü", maxPreviewSize), strings.Repeat("ü", maxPreviewSize/2) + "\n\n…"},
		{"", ""},
	} {
		doc := markdown.Parse("a.md", tt.text)
		if got := preview(doc, markdown.Span{End: len(tt.text)}); got != tt.want {
			t.Errorf("preview of %.30q is %.200q, want %.200q", tt.text, got, tt.want)
		}
	}
}

func TestExpandResolvesIncludes(t *testing.T) {
	s := readingFolder(t, map[string]string{
		"m/b.md":     "---\nx: y\n---\n# B\n\n## One\n\n1\n2\n3\n\n## Two\n\n{{include: c.md}}\n",
		"m/c.md":     "C {{include: d.md}}",
		"m/d.md":     "D",
		"m/loop.md":  "L {{include: loop2.md}}",
		"m/loop2.md": "M {{include: loop.md}}",
		"m/e1.md":    "{{include: e2.md}}", "m/e2.md": "{{include: e3.md}}", "m/e3.md": "{{include: e4.md}}",
		"m/e4.md": "{{include: e5.md}}", "m/e5.md": "{{include: e6.md}}", "m/e6.md": "{{include: d.md}}",
	})
	for include, want := range map[string]string{
		"{{include: d.md}}":                       "<D>",
		"{{include: b.md#One}}":                   "<1\n2\n3>",
		"{{include: b.md#one|lines=2}}":           "<1\n2>",
		"{{include: b.md#Two}}":                   "<C D>",
		"{{include: c.md|recursive=false}}":       "<C {{include: d.md}}>",
		"{{include: c.md, recursive=false}}":      `<<!-- TRANSCLUSION ERROR: "c.md, recursive=false" does not exist -->>`,
		"{{include: gone.md}}":                    `<<!-- TRANSCLUSION ERROR: "gone.md" does not exist -->>`,
		"{{include: b.md#gone}}":                  `<<!-- TRANSCLUSION ERROR: no section "gone" in "b.md" -->>`,
		"{{include: x.md}}":                       `<<!-- TRANSCLUSION ERROR: "x.md" includes itself -->>`,
		"{{include: loop.md}}":                    `<L M <!-- TRANSCLUSION ERROR: "loop.md" includes itself -->>`,
		"{{include: e3.md}}":                      `<D>`,
		"{{include: e2.md}}":                      `<<!-- TRANSCLUSION ERROR: nested deeper than 5 levels -->>`,
		"`{{include: d.md}}`":                     "<`{{include: d.md}}`>",
		"{{include: d.md}} and {{include: d.md}}": "<D and D>",
	} {
		text := "<" + include + ">"
		edited := s.with(map[string]*string{"m/x.md": &text})
		doc := edited.document("m/x.md")
		if got := edited.expand(doc, markdown.Span{End: len(text)}, 1000); got != want {
			t.Errorf("%s expands to %q, want %q", include, got, want)
		}
	}
}

func TestExpandIsBounded(t *testing.T) {
	texts := map[string]string{"m/e5.md": ""}
	for i := range 5 {
		texts[fmt.Sprintf("m/e%d.md", i)] = strings.Repeat(fmt.Sprintf("{{include: e%d.md}}", i+1), 30)
	}
	s := readingFolder(t, texts)
	if got := s.expand(s.document("m/e0.md"), markdown.Span{End: len(texts["m/e0.md"])}, 1000); len(got) > 1000 {
		t.Errorf("%d bytes", len(got))
	}
}

func TestSymbolsAreRanked(t *testing.T) {
	s := readingFolder(t, map[string]string{
		"m/a.md": "# Refactoring plan\n\n## Factory\n\n### Our factory\n\n## Fact\n",
		"m/b.md": "# Fancy actors\n\n## FACT\n\n## Ünïcode Über 🎉\n",
	})
	titles := func(query string, limit int) []string {
		found, err := s.Symbols(t.Context(), query, limit)
		if err != nil {
			t.Fatal(err)
		}
		names := []string{}
		for _, f := range found {
			names = append(names, f.Section.Title)
		}
		return names
	}
	for query, want := range map[string][]string{
		"fact":       {"Fact", "FACT", "Factory", "Our factory", "Refactoring plan", "Fancy actors"},
		"FACTORY":    {"Factory", "Our factory"},
		"our fact":   {"Our factory"},
		"fact our":   {"Our factory"},
		"plan fact":  {"Refactoring plan"},
		"über":       {"Ünïcode Über 🎉"},
		"🎉":          {"Ünïcode Über 🎉"},
		"fy":         {"Factory", "Fancy actors", "Our factory"},
		"nothing":    {},
		"fact zebra": {},
	} {
		if got := titles(query, 10); !slices.Equal(got, want) {
			t.Errorf("%q finds %q, want %q", query, got, want)
		}
	}
	if got := titles("fact", 2); !slices.Equal(got, []string{"Fact", "FACT"}) {
		t.Errorf("the best two are %q", got)
	}
	if got := titles("", 100); len(got) != 7 {
		t.Errorf("nothing asked for finds %q", got)
	}
}

func TestTheRankingOfManyIsThatOfAll(t *testing.T) {
	texts := map[string]string{}
	for i := range 300 {
		texts[fmt.Sprintf("m/%d.md", i)] = fmt.Sprintf("# Our part %d\n\n## A part of %d\n\n## Part%s\n", i%17, i%5, strings.Repeat("x", i*7%61))
	}
	s := readingFolder(t, texts)
	all, err := s.Symbols(t.Context(), "part", 10_000)
	if err != nil {
		t.Fatal(err)
	}
	best, err := s.Symbols(t.Context(), "part", 20)
	if err != nil || len(best) != 20 || !slices.Equal(best, all[:20]) {
		t.Errorf("the best 20 differ: %v, %v", best, all[:20])
	}
}
