package bank

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cortex/markdown"
	"cortex/rules"
)

func TestSaying(t *testing.T) {
	tests := []struct {
		name, a, b string
		same       bool
	}{
		{"blank lines, comments and definitions", "# A\n\nb [c]\n\n[c]: d.md\n", "[c]: d.md\n\n\n# A\n<!-- e -->\n\nb [c] <!-- f -->\n", true},
		{"another target", "[a]\n\n[a]: b.md\n", "[a]\n\n[a]: c.md\n", false},
		{"a comment that changes an anchor", "# A\n", "# A <!-- b -->\n", false},
		{"a label that is none", "[a]\n\n[a]: b.md\n", "[a]\n", false},
		{"code that becomes text of an item", "- a\n\n[x]: y\n\n    b\n", "- a\n\n    b\n", false},
		{"two lists that become one", "1. a\n\n[x]: y\n\n1. b\n", "1. a\n\n1. b\n", false},
		{"two quotes that stay two", "> a\n\n[x]: y\n\n> b\n", "> a\n\n> b\n", true},
		{"a paragraph that becomes two", "a\nb\n", "a\n<!-- c -->\nb\n", false},
		{"a definition in an open fence", "```\na\n", "```\na\n\n[x]: y\n", false},
		{"a cell more", "|a|b|\n|-|-|\n|c|d|\n", "|a|b|\n|-|-|\n|c|x|d|\n", false},
		{"text that becomes front matter", "[x]: y\n---\na: b\n\n---\n", "---\na: b\n\n---\n\n[x]: y\n", false},
	}
	for _, test := range tests {
		if got := sayingOf(markdown.Parse("a.md", test.a)).isOf(markdown.Parse("a.md", test.b)); got != test.same {
			t.Errorf("%s: the same: %v", test.name, got)
		}
	}
}

// TestRefactoringsKeepWhatIsSaid refuses those that would not.
func TestRefactoringsKeepWhatIsSaid(t *testing.T) {
	const own = "# P\n\n## One\n\n[a][r]\n\n```\ncode\n"
	inline := func(s *Snapshot) ([]rules.Change, error) {
		return s.InlineInclude(t.Context(), "m/p.md", strings.Index(s.File("m/p.md").Text(), "{{"))
	}
	extract := func(s *Snapshot) ([]rules.Change, error) { return s.ExtractSection(t.Context(), "m/p.md", "one", "") }
	move := func(s *Snapshot) ([]rules.Change, error) {
		return s.MoveSection(t.Context(), "m/p.md", "one", "m/n.md")
	}
	organize := func(s *Snapshot) ([]rules.Change, error) { return s.OrganizeDefinitions("m/p.md") }
	tests := []struct {
		name, p, n string
		refactor   func(*Snapshot) ([]rules.Change, error)
		want       string // p.md afterwards, "" for a refusal
	}{
		{"inline before an open fence", "# P\n\n{{include: n.md#One}}\n\n```\ncode\n", "# N\n\n## One\n\n[a][r]\n\n## Two\n\n[r]: p.md\n", inline, ""},
		{"inline with a definition", "# P\n\n{{include: n.md#One}}\n", "# N\n\n## One\n\n[a][r]\n\n## Two\n\n[r]: p.md\n", inline, "# P\n\n[a][r]\n\n[r]: p.md\n"},
		{"inline cells into a cell", "| a | b |\n| - | - |\n| {{include: n.md}} | z |\n", "one | two\n", inline, ""},
		{"inline a word into a cell", "| a | b |\n| - | - |\n| ({{include: n.md}}). | z |\n", "one\n", inline, "| a | b |\n| - | - |\n| (one). | z |\n"},
		{"inline an item into a sentence", "See {{include: n.md}}\n", "- a\n", inline, ""},
		{"inline a list before a line", "{{include: n.md}}\nmore\n", "- a\n", inline, ""},
		{"inline text before a line", "{{include: n.md}}\n{{include: n.md}}\n", "one\n\ntwo\n", inline, "one\n\ntwo\n{{include: n.md}}\n"},
		{"extract with an open fence", "[r]: n.md\n\n" + own, "", extract, ""},
		{"extract an open fence alone", "# P\n\n## One\n\n```\ncode\n\n", "", extract, "# P\n\n## One\n\n{{include: one.md#One}}\n\n"},
		{"move with an open fence", "[r]: n.md\n\n" + own, "", move, ""},
		{"move behind an open comment", "# P\n\n## One\n\na\n", "# N\n\n<!-- b\n", move, ""},
		{"organize between a list and code", "- a [r]\n\n[r]: n.md\n\n    code\n", "", organize, ""},
		{"organize between two lists", "1. a [r]\n\n[r]: n.md\n\n1. b\n", "", organize, ""},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			s := bankWith(t, map[string]string{"m/p.md": test.p, "m/n.md": test.n})
			changes, err := test.refactor(s)
			if (err != nil) != (test.want == "") {
				t.Fatalf("changes %+v, error %v", changes, err)
			}
			if err != nil {
				return
			}
			if diff := cmp.Diff(test.want, applied(t, s, changes)["m/p.md"]); diff != "" {
				t.Errorf("-want +got:\n%s", diff)
			}
		})
	}
}

// TestEntriesOfTasksMove moves them to where they name no files.
func TestEntriesOfTasksMove(t *testing.T) {
	s := bankWith(t, map[string]string{
		"m/tasks/_index.md": "# Tasks\n\n## Done\n\n- [TASK001] x - done\n", "m/tasks/TASK001-x.md": "# [TASK001] - x\n", "m/n.md": "# N\n",
	})
	if _, err := s.MoveSection(t.Context(), "m/tasks/_index.md", "done", "m/n.md"); err != nil {
		t.Error(err)
	}
}

// TestASilenceSplitsNoList has the comment in the item: on a line of its own it would stand between two lists.
func TestASilenceSplitsNoList(t *testing.T) {
	const text = "1. a\n\n2. [x](no.md)\n"
	s := bankWith(t, map[string]string{"m/a.md": text})
	for _, d := range mustCheck(t, s).Found.In("m/a.md") {
		if d.Rule != "broken-link" {
			continue
		}
		ways, err := s.Silences(t.Context(), d)
		if err != nil {
			t.Fatal(err)
		}
		got, err := markdown.Apply(text, ways[0].Changes[0].Edits)
		if want := "1. a\n\n2. [x](no.md) <!-- cortex-disable-line broken-link -->\n"; err != nil || got != want {
			t.Errorf("got %q, %v, want %q", got, err, want)
		}
	}
}
