package bank

import (
	"fmt"
	"maps"
	"slices"
	"strings"
	"testing"
)

func TestEdgesAreFound(t *testing.T) {
	s := readingFolder(t, map[string]string{
		"m/a.md": "# A\n\n[b](b.md#one), [out](https://example.com), [r][l], [gone](gone.md)\n\n## Own\n\n[self](#a)\n\n[l]: c.md\n",
		"m/b.md": "# B\n\n## One\n\n{{include: c.md#C}}\n\n## Two\n\n[[a]]\n",
		"m/c.md": "# C\n\n[bad](b.md#none)\n",
		"m/d.md": "# D\n",
	})
	for _, tt := range []struct {
		name string
		q    EdgeQuery
		want string
	}{
		{"all", EdgeQuery{}, "a>b#one a>c a>gone! a>a#a b>c#C b>a c>b#none!"},
		{"out of a", EdgeQuery{Path: "m/a.md", Outgoing: true, Depth: 1}, "a>b#one a>c a>gone! a>a#a"},
		{"into a", EdgeQuery{Path: "m/a.md", Incoming: true, Depth: 1}, "b>a"},
		{"both of c", EdgeQuery{Path: "m/c.md", Incoming: true, Outgoing: true, Depth: 1}, "a>c b>c#C c>b#none!"},
		{"two out of c", EdgeQuery{Path: "m/c.md", Outgoing: true, Depth: 2}, "b>c#C b>a c>b#none!"},
		{"into a section", EdgeQuery{Path: "m/b.md", Section: s.SectionsAt("m/b.md", "One")[0], Incoming: true, Depth: 1}, "a>b#one"},
		{"out of a section", EdgeQuery{Path: "m/b.md", Section: s.SectionsAt("m/b.md", "Two")[0], Outgoing: true, Depth: 1}, "b>a"},
		{"alone", EdgeQuery{Path: "m/d.md", Outgoing: true, Incoming: true, Depth: 5}, ""},
		{"no file", EdgeQuery{Path: "m/none.md", Outgoing: true, Incoming: true, Depth: 5}, ""},
	} {
		edges, err := s.Edges(t.Context(), tt.q)
		if err != nil {
			t.Fatal(err)
		}
		var got []string
		for _, e := range edges {
			short := func(p string) string { return strings.TrimSuffix(strings.TrimPrefix(p, "m/"), ".md") }
			text := fmt.Sprintf("%s>%s", short(e.From), short(e.To))
			if e.Fragment != "" {
				text += "#" + e.Fragment
			}
			if e.Broken {
				text += "!"
			}
			got = append(got, text)
		}
		if !slices.Equal(got, strings.Fields(tt.want)) {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestEdgesOfOneBank(t *testing.T) {
	texts := withBank("m", map[string]string{"m/progress.md": "# P\n\n[q](projectbrief.md)\n"})
	maps.Copy(texts, withBank("n", map[string]string{"n/progress.md": "# P\n\n[q](projectbrief.md), [m](../m/progress.md)\n"}))
	s := rescan(t, memoryFolder(inMemory(texts), newEngine()), ScanOptions{})
	edges, err := s.Edges(t.Context(), EdgeQuery{Bank: s.BankOf("n/progress.md")})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, e := range edges {
		got = append(got, e.From+" "+e.To)
	}
	if want := []string{"n/progress.md n/projectbrief.md", "n/progress.md m/progress.md"}; !slices.Equal(got, want) {
		t.Errorf("%q, want %q", got, want)
	}
}
