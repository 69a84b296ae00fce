package bank

import (
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"cortex/markdown"
)

// completed completes at the ¦ of a text for m/x.md in a folder with other texts.
func completed(t *testing.T, texts map[string]string, text string) (Completion, string) {
	t.Helper()
	before, after, ok := strings.Cut(text, "¦")
	if !ok {
		t.Fatalf("no place in %q", text)
	}
	e := newEngine()
	e.now = func() time.Time { return time.Date(2026, 3, 7, 14, 5, 9, 0, time.UTC) }
	f := memoryFolder(inMemory(withBank("m", texts)), e)
	rescan(t, f, ScanOptions{})
	s := f.Apply(Change{Kind: Edited, Path: "m/x.md", Text: before + after})
	c, err := s.Complete(t.Context(), "m/x.md", len(before))
	if err != nil {
		t.Fatal(err)
	}
	return c, before + after
}

// inserted returns what a completion offers to write, in order.
func inserted(c Completion) []string {
	var all []string
	for _, candidate := range c.Candidates {
		all = append(all, candidate.Insert)
	}
	return all
}

// chosen returns the text after the choice of a candidate.
func chosen(t *testing.T, c Completion, text, insert string) string {
	t.Helper()
	if !slices.Contains(inserted(c), insert) {
		t.Fatalf("%q is not among %q", insert, inserted(c))
	}
	return text[:c.Span.Start] + insert + text[c.Span.End:]
}

var completeTexts = map[string]string{
	"m/tasks/TASK1-login.md": "# Login\n\n## Goals 🎉\n",
	"m/tasks/my notes.md":    "# Notes\n",
	"m/plan.SVG":             "",
	"m/deep/er/leaf.md":      "# Leaf\n\n## Überblick\n\n## A | B\n",
	"m/progress.md":          "# Progress\n\n## What Works\n\n[gone](plans/gone.md) [gone](plans/gone.md#a) [x](x.md#soon)\n\n{{include: x.md#Later}} [[x#Someday]]\n",
	"src/app (old).go":       "",
	"README.md":              "",
}

func TestCompleteWritesTheRightText(t *testing.T) {
	for _, tt := range []struct{ text, insert, want string }{
		// the target of a link, closed or not
		{"🎉 日本 [a](prog¦", "progress.md", "🎉 日本 [a](progress.md"},
		{"🎉 [a](¦) and", "progress.md", "🎉 [a](progress.md) and"},
		{"[a](pro¦gram.md#what) and", "progress.md", "[a](progress.md#what) and"},
		{`[a](pro¦gram.md "title") and`, "progress.md", `[a](progress.md "title") and`},
		{"[a](¦ and more text", "progress.md", "[a](progress.md and more text"},
		{"[x](y.md) ![a](¦)", "plan.SVG", "[x](y.md) ![a](plan.SVG)"},
		{"![a](tas¦", "tasks/", "![a](tasks/"},
		{"[a][b](¦", "progress.md", "[a][b](progress.md"},
		{"[a](one.md) [b](tasks/¦", "TASK1-login.md", "[a](one.md) [b](tasks/TASK1-login.md"},
		{"[a](tasks/my¦ ", "my%20notes.md", "[a](tasks/my%20notes.md "},
		{"[a](tasks/my%20n¦o)", "my%20notes.md", "[a](tasks/my%20notes.md)"},
		{"[a](<tasks/my n¦", "my notes.md", "[a](<tasks/my notes.md"},
		{"[a](<tasks/my n¦x>)", "my notes.md", "[a](<tasks/my notes.md>)"},
		{"[a](../src/¦)", "app%20%28old%29.go", "[a](../src/app%20%28old%29.go)"},
		{"[a](../¦)", "README.md", "[a](../README.md)"},
		{"[a](../¦)", "src/", "[a](../src/)"},
		{"[a](/¦)", "README.md", "[a](/README.md)"},
		{"[a](/m/de¦)", "deep/er/leaf.md", "[a](/m/deep/er/leaf.md)"},
		{"[a](./t¦)", "tasks/", "[a](./tasks/)"},
		{"[a](m/¦)", "progress.md", "[a](m/progress.md)"},
		{"[x]: pro¦gram.md 'title'", "progress.md", "[x]: progress.md 'title'"},
		{"[x]: ¦\n\ntext", "progress.md", "[x]: progress.md\n\ntext"},
		{"[x]: <¦", "progress.md", "[x]: <progress.md"},
		{"a\r\n[a](pro¦\r\nb", "progress.md", "a\r\n[a](progress.md\r\nb"},
		{"[two\nlines](pro¦)", "progress.md", "[two\nlines](progress.md)"},
		{"[a](./progress.md) [b](¦)", "./activeContext.md", "[a](./progress.md) [b](./activeContext.md)"},
		{"[a](/m/progress.md) [b](¦)", "/m/activeContext.md", "[a](/m/progress.md) [b](/m/activeContext.md)"},
		{"[a](m/progress.md) [b](¦)", "m/activeContext.md", "[a](m/progress.md) [b](m/activeContext.md)"},
		{"[a](¦)", "plans/gone.md", "[a](plans/gone.md)"},

		// anchors
		{"# Ä b\n\n[a](#¦)", "ä-b", "# Ä b\n\n[a](#ä-b)"},
		{"[a](#¦)", "soon", "[a](#soon)"},
		{"[a](progress.md#wh¦ere)", "what-works", "[a](progress.md#what-works)"},
		{"[a](progress.md#¦", "what-works", "[a](progress.md#what-works"},
		{"[a](<tasks/my notes.md#¦>)", "notes", "[a](<tasks/my notes.md#notes>)"},
		{"[a](tasks/my%20notes.md#¦)", "notes", "[a](tasks/my%20notes.md#notes)"},
		{"[x]: deep/er/leaf.md#¦", "überblick", "[x]: deep/er/leaf.md#überblick"},
		{"[a](##works¦)", "progress.md#what-works", "[a](progress.md#what-works)"},
		{"[a](##what-wor¦)", "progress.md#what-works", "[a](progress.md#what-works)"},
		{"[a](##über¦", "deep/er/leaf.md#überblick", "[a](deep/er/leaf.md#überblick"},

		// labels
		{"[text][¦\n\n[One]: progress.md", "One", "[text][One\n\n[One]: progress.md"},
		{"[text][¦x]\n\n[One]: progress.md", "One", "[text][One]\n\n[One]: progress.md"},
		{"[text][two]\n\n[¦\n", "two]: ", "[text][two]\n\n[two]: \n"},
		{"[text][two]\n\n[¦]: progress.md\n", "two", "[text][two]\n\n[two]: progress.md\n"},

		// wiki links
		{"🎉 [[¦", "progress", "🎉 [[progress"},
		{"[[pro¦g]] b", "progress", "[[progress]] b"},
		{"[[pro¦g|shown]] b", "progress", "[[progress|shown]] b"},
		{"[[progress.md]] [[¦]]", "activeContext.md", "[[progress.md]] [[activeContext.md]]"},
		{"[[tasks/¦]]", "my notes", "[[tasks/my notes]]"},
		{"[[progress#¦]]", "What Works", "[[progress#What Works]]"},
		{"[[leaf#¦x|y]]", "a--b", "[[leaf#a--b|y]]"},
		{"[[##works¦]]", "progress#What Works", "[[progress#What Works]]"},

		// includes
		{"{{include:¦", " progress.md", "{{include: progress.md"},
		{"{{include: ¦}} b", "tasks/TASK1-login.md", "{{include: tasks/TASK1-login.md}} b"},
		{"{{include: pro¦g.md#A}} b", "progress.md", "{{include: progress.md#A}} b"},
		{"{{include: tasks/¦", "my notes.md", "{{include: tasks/my notes.md"},
		{"{{include: progress.md#¦", "What Works", "{{include: progress.md#What Works"},
		{"{{include: progress.md# Wh¦y |lines=2}}", "What Works", "{{include: progress.md# What Works |lines=2}}"},
		{"{{include: deep/er/leaf.md#¦}}", "a--b", "{{include: deep/er/leaf.md#a--b}}"},
		{"{{include: progress.md|¦}}", "lines=", "{{include: progress.md|lines=}}"},
		{"{{include: progress.md#A|lines=1, r¦}}", "recursive=false", "{{include: progress.md#A|lines=1, recursive=false}}"},

		// headings
		{"# X\n\n## ¦", "Later", "# X\n\n## Later"},
		{"# X\n\n### Some¦", "Someday", "# X\n\n### Someday"},

		// fields and dates
		{"**Status:** ¦", "In Progress", "**Status:** In Progress"},
		{"**Status:**¦", " Pending", "**Status:** Pending"},
		{"- **Status**: Pen¦der (see)", "Pending", "- **Status**: Pending (see)"},
		{"**Added:** ¦", "2026-03-07", "**Added:** 2026-03-07"},
		{"**Added:** January 5, 2026  \n**Updated:** ¦", "March 7, 2026", "**Added:** January 5, 2026  \n**Updated:** March 7, 2026"},
		{"**Updated:** 2026¦-01-01 x", "2026-03-07", "**Updated:** 2026-03-07 x"},
		{"## ¦\n\n## 2026-01-05\n", "2026-03-07", "## 2026-03-07\n\n## 2026-01-05\n"},
		{"[¦\n[2026-01-05 10:30:00] - a\n", "2026-03-07 14:05:09]", "[2026-03-07 14:05:09]\n[2026-01-05 10:30:00] - a\n"},
		{"- 2026¦\n- 2026-01-05: a\n", "2026-03-07", "- 2026-03-07\n- 2026-01-05: a\n"},

		// comments
		{"<!-- cortex-dis¦ -->", "cortex-disable-line", "<!-- cortex-disable-line -->"},
		{"<!-- cortex-disable-line ¦", "broken-link", "<!-- cortex-disable-line broken-link"},
		{"[a](gone.md) <!-- cortex-disable-line missing-title, bro¦ken -->", "broken-link", "[a](gone.md) <!-- cortex-disable-line missing-title, broken-link -->"},
	} {
		c, text := completed(t, completeTexts, tt.text)
		if got := chosen(t, c, text, tt.insert); got != tt.want {
			t.Errorf("%q becomes %q, want %q", tt.text, got, tt.want)
		}
	}
}

func TestCompleteIsSilentWhereNothingIsMeant(t *testing.T) {
	for _, text := range []string{
		"a ¦", "¦", "[a]¦", "[a](b.md)¦", "[a](b.md) ¦", "`[a](¦`", "a `b` `[a](¦` c", "```\n[a](¦\n```", "```\n[a](¦", "```¦", "    [a](¦",
		"<!-- [a](¦ -->", "<!-- note ¦", "[a](https://x.y/¦)", `\](¦`, "{{include: a}}¦", "[[a]]¦", "[[a|¦]]", "[[a|b¦", "- [ ¦", "- [x] ¦", "#¦", "##¦",
		"# X¦", "# X ¦", "## ¦Words", "## Wor¦ds", "**Status:** Ready for phase 7 ¦", "**Status:** Done, ¦", "**Added:** something¦", "[a](nowhere/at/all/¦)", "[a](gone.md#¦)", "`<!-- cortex-¦`", "```\n<!-- cortex-¦\n```", "<!-- cortex-disable-line broken-link -- because ¦",
		"`{{include: ¦`", "a\r¦\nb", "---\na: b\n---\n¦", "[a](b c¦", "Note: ¦",
	} {
		if c, _ := completed(t, completeTexts, text); len(c.Candidates) != 0 {
			t.Errorf("%q offers %q", text, inserted(c))
		}
	}
}

func TestCompleteOrdersWhatIsLikely(t *testing.T) {
	c, _ := completed(t, completeTexts, "[a](¦)")
	got := inserted(c)
	want := []string{"activeContext.md", "productContext.md", "progress.md", "projectbrief.md", "systemPatterns.md", "techContext.md",
		"deep/", "tasks/", "plan.SVG", "plans/gone.md", "deep/er/leaf.md", "tasks/TASK1-login.md", "tasks/my%20notes.md"}
	if !slices.Equal(got, want) || c.Partial {
		t.Errorf("%q, partial %v, want %q", got, c.Partial, want)
	}
}

func TestCompleteNamesRulesThatReportSomethingFirst(t *testing.T) {
	text := "# X\n\n[a](gone.md)\n\n<!-- cortex-disable-line "
	s := readingFolder(t, map[string]string{"m/x.md": text + "-->"})
	if _, err := s.Check(t.Context(), nil); err != nil { // a completion does not wait for it
		t.Fatal(err)
	}
	c, err := s.Complete(t.Context(), "m/x.md", len(text))
	if err != nil {
		t.Fatal(err)
	}
	if first := c.Candidates[0].Insert; first != "broken-link" {
		t.Errorf("first is %q, want the rule that reports something here", first)
	}
}

func TestCompleteSectionsThatAreMissing(t *testing.T) {
	f := memoryFolder(inMemory(withBank("m", nil)), newEngine())
	rescan(t, f, ScanOptions{})
	text := "# Active Context\n\n## Current Focus\n\nx\n\n## "
	s := f.Apply(Change{Kind: Edited, Path: "m/activeContext.md", Text: text})
	c, err := s.Complete(t.Context(), "m/activeContext.md", len(text))
	if err != nil {
		t.Fatal(err)
	}
	if got := inserted(c); len(got) < 2 || got[0] != "Recent Changes" || slices.Contains(got, "Current Focus") {
		t.Errorf("%q", got)
	}
}

func TestCompleteFrontMatter(t *testing.T) {
	texts := map[string]string{
		"m/a.md": "---\ntype: note\ntags: [one, two]\nupdated: 2026-01-02\n---\n", "m/b.md": "---\ntype: plan\ntags:\n  - two\n  - three\n---\n",
		"m/c.md": "---\ntype: plan\n---\n",
	}
	for _, tt := range []struct {
		text string
		want []string
	}{
		{"---\n¦\n---\n", []string{"type: ", "tags: ", "updated: "}},
		{"---\n¦", []string{"type: ", "tags: ", "updated: "}},
		{"---\nty¦: note\n---\n", []string{"type", "tags", "updated"}},
		{"---\r\ntags: x\r\nty¦", []string{"type: ", "updated: "}},
		{"---\ntype: ¦\n---\n", []string{"plan", "note"}},
		{"---\ntags: [one, t¦]\n---\n", []string{"two", "one", "three"}},
		{"---\ntags:\n  - ¦\n---\n", []string{"two", "one", "three"}},
		{"---\nupdated: ¦\n---\n", []string{"2026-03-07"}},
		{"---\nunknown: ¦\n---\n", nil},
		{"# A\n\n---\n¦", nil},
	} {
		c, _ := completed(t, texts, tt.text)
		if got := inserted(c); !slices.Equal(got, tt.want) {
			t.Errorf("%q offers %q, want %q", tt.text, got, tt.want)
		}
	}
	c, text := completed(t, texts, "---\ntype: pl¦ot\n---\n")
	if got := chosen(t, c, text, "plan"); got != "---\ntype: plan\n---\n" {
		t.Errorf("%q", got)
	}
}

// TestCompleteSurvivesEveryOffset holds every answer against what an edit may be.
func TestCompleteSurvivesEveryOffset(t *testing.T) {
	more := []string{"[a](", "![", "[[", "{{include: m#", "<!-- cortex-", "---\na", "[x]: <", "## ", "**Status:** ", "[a](<b c", "[t][", "[a](##b", "- [2026-01-01] a\n- ["}
	for _, text := range append(slices.Clone(oddTexts), more...) {
		s := readingFolder(t, map[string]string{"m/x.md": text, "m/b.md": "# B\n\n## C\n"})
		x := markdown.NewLineIndex(text)
		for offset := range len(text) + 1 {
			c, err := s.Complete(t.Context(), "m/x.md", offset)
			if err != nil {
				t.Fatal(err)
			}
			if len(c.Candidates) == 0 {
				continue
			}
			if c.Span.Start > offset || c.Span.End < offset || c.Span.Start < 0 || c.Span.End > len(text) || x.OffsetLine(c.Span.Start) != x.OffsetLine(c.Span.End) {
				t.Errorf("%q at %d: span %v", text, offset, c.Span)
			}
		}
	}
}

// TestCompleteIsBounded wants honest limits.
func TestCompleteIsBounded(t *testing.T) {
	texts := map[string]string{}
	for i := range maxCandidates + 200 {
		texts[fmt.Sprintf("m/notes/file%04d.md", i)] = ""
	}
	c, _ := completed(t, texts, "[a](¦)")
	if len(c.Candidates) != maxCandidates || !c.Partial || c.More < 200 {
		t.Errorf("%d candidates, partial %v, %d more", len(c.Candidates), c.Partial, c.More)
	}
	c, _ = completed(t, texts, "[a](file011¦)")
	if got := inserted(c); !c.Partial || c.More != 0 || !slices.Contains(got, "notes/file0115.md") || slices.Contains(got, "notes/file0002.md") {
		t.Errorf("%q, partial %v, %d more", got, c.Partial, c.More)
	}
	c, _ = completed(t, texts, "[a](notes/f¦)")
	if len(c.Candidates) != maxCandidates || !c.Partial || c.More != 200 {
		t.Errorf("%d candidates, partial %v, %d more", len(c.Candidates), c.Partial, c.More)
	}
}

func TestPreviewOfCandidates(t *testing.T) {
	s := readingFolder(t, map[string]string{"m/b.md": "---\na: b\n---\n# B\n\nText.\n\n## C\n\nMore.\n"})
	for _, tt := range []struct {
		path, slug, want string
		ok               bool
	}{
		{"m/b.md", "", "# B\n\nText.\n\n## C\n\nMore.", true},
		{"m/b.md", "c", "## C\n\nMore.", true},
		{"m/b.md", "gone", "", false},
		{"m/gone.md", "", "", false},
	} {
		if got, ok := s.Preview(tt.path, tt.slug); got != tt.want || ok != tt.ok {
			t.Errorf("preview of %s#%s is %q, %v", tt.path, tt.slug, got, ok)
		}
	}
}

func TestSyntaxIsWithinLinesAndInOrder(t *testing.T) {
	for _, text := range append(slices.Clone(oddTexts), "[a][b\nc] [[d]]\r\n\r\n[b c]: x.md\r\n{{include: a.md#B|lines=1,recursive=false}}") {
		s := readingFolder(t, map[string]string{"m/x.md": text})
		x, end := markdown.NewLineIndex(text), 0
		for _, p := range s.Syntax("m/x.md") {
			if p.Span.Start < end || p.Span.Len() == 0 || x.OffsetLine(p.Span.Start) != x.OffsetLine(p.Span.End) {
				t.Errorf("%q: %v %q", text, p.Span, p.Span.In(text))
			}
			end = p.Span.End
		}
	}
}

func TestWhatIsMisspeltIsNotProposed(t *testing.T) {
	texts := map[string]string{"m/progress.md": "# Progress\n\n## What Works\n", "m/other.md": "[a](progres.md) [b](progress.md#what-work) [c](plans.md) [d](progress.md#soon)\n"}
	for text, want := range map[string][]string{"[x](p¦": {"progress.md", "plans.md"}, "[x](progress.md#¦": {"soon"}} {
		c, _ := completed(t, texts, text)
		got := inserted(c)
		for _, name := range want {
			if !slices.Contains(got, name) {
				t.Errorf("%q: %q is not among %q", text, name, got)
			}
		}
		for _, typo := range []string{"progres.md", "what-work"} {
			if slices.Contains(got, typo) {
				t.Errorf("%q: %q is proposed", text, typo)
			}
		}
	}
}

func TestOnlyImagesAreProposedForImages(t *testing.T) {
	c, _ := completed(t, completeTexts, "[n](progress.md) ![a](¦)")
	if want, got := []string{"deep/", "tasks/", "plan.SVG"}, inserted(c); !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if c, _ := completed(t, completeTexts, "![a](plan.SVG) [n](pro¦)"); !slices.Contains(inserted(c), "progress.md") {
		t.Errorf("got %q", inserted(c))
	}
}

func TestRulesThatReportOnTheLineComeFirst(t *testing.T) {
	for text, want := range map[string][]string{
		"# X\n\n### Y\n\n<!-- cortex-disable-next-line ¦\n\n[a](gone.md)\n": {"broken-link", "heading-level-skip"},
		"# X\n\n[a](gone.md)\n\n<!-- cortex-disable-next-line ¦\n### Y\n":   {"heading-level-skip", "broken-link"},
		"# X\n\n### Y\n\n[a](gone.md) <!-- cortex-disable-line ¦\n":         {"broken-link", "heading-level-skip"},
	} {
		c, _ := completed(t, nil, text)
		got := slices.DeleteFunc(inserted(c), func(rule string) bool { return !slices.Contains(want, rule) })
		if !slices.Equal(got, want) || !slices.Contains(want, c.Candidates[0].Insert) {
			t.Errorf("%q: got %q, want %q first", text, got, want)
		}
	}
}
