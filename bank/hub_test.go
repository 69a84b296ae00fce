package bank

import (
	"fmt"
	"strings"
	"sync/atomic"
	"testing"

	"cortex/markdown"
)

const (
	hubReaders = 40
	hubText    = "# Hub\n\n## Goals\n\n## Plan\n\nOne line.\n"
)

// hubTexts are a bank with documents that all link into m/hub.md; one of them means another heading than it says.
func hubTexts(readers int) map[string]string {
	texts := withBank("m", map[string]string{
		"m/hub.md":  hubText,
		"m/odd.md":  "# Odd\n\n[goals](hub.md#goal)\n",
		"m/code.md": "# Code\n\nSee `hub.md:7`.\n",
	})
	for i := range readers {
		texts[fmt.Sprintf("m/reader%d.md", i)] = fmt.Sprintf("# Reader %d\n\n[goals](hub.md#goals)\n", i)
	}
	return texts
}

func TestAnEditInAHubJudgesOnlyWhoGetsAnotherAnswer(t *testing.T) {
	var parses atomic.Int64
	e := newEngine()
	e.parse = func(path, text string) *markdown.Document {
		parses.Add(1)
		return markdown.Parse(path, text)
	}
	f := memoryFolder(inMemory(hubTexts(hubReaders)), e)
	mustCheck(t, rescan(t, f, ScanOptions{}))
	for _, step := range []struct {
		name, from, to string
		checked        int
		odd            string
	}{
		{"a word is typed", "One line", "One line more", 1, `did you mean "#goals"?`},
		{"a line above moves all headings", "# Hub\n", "# Hub\n\nMore.\n", 1, `did you mean "#goals"?`},
		{"a heading is changed that nobody names", "## Plan", "## Plans", 1, `did you mean "#goals"?`},
		{"a heading comes that is as near", "## Plan", "## Goal 1\n\n## Plan", 2, `no heading for "#goal" in "hub.md"`},
		{"the heading comes that one reader names", "## Plan", "## Goal\n\n## Plan", 2, ""},
		{"the heading goes that all name", "## Goals", "## Aims", 2 + hubReaders, `no heading for "#goal" in "hub.md"`},
		{"the text becomes shorter than a line number", "\n\n## Plan", "\n## Plan", 2, `did you mean "#goals"?`},
	} {
		t.Run(step.name, func(t *testing.T) {
			mustCheck(t, f.Apply(Change{Kind: Edited, Path: "m/hub.md", Text: hubText}))
			parses.Store(0)
			s := f.Apply(Change{Kind: Edited, Path: "m/hub.md", Text: strings.Replace(hubText, step.from, step.to, 1)})
			r := mustCheck(t, s)
			if r.Checked != step.checked || parses.Load() != 1 {
				t.Errorf("%d judged, %d parsed, want %d and 1", r.Checked, parses.Load(), step.checked)
			}
			got := strings.Join(messages(r, "m/odd.md"), "\n")
			if (got == "") != (step.odd == "") || !strings.Contains(got, step.odd) {
				t.Errorf("%q, want %q", got, step.odd)
			}
			wantNoDifferences(t, s)
		})
	}
}

func wantNoDifferences(t *testing.T, s *Snapshot) {
	t.Helper()
	differences, err := s.Differences(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	for _, d := range differences {
		t.Error(d)
	}
}
