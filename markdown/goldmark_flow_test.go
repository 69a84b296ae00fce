package markdown

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestFlow(t *testing.T) {
	tests := []struct{ text, want string }{
		{"# A *b*\n\nc\nd", "+Heading/A Heading/+Emphasis/b +Paragraph/c Paragraph/d"},
		{"---\na: b\n---\n\n<!-- c -->\n\nd <!-- e -->\n\n[f]: g", "+Paragraph/d"},
		{"[a](b) [c] ![d](e) <ht:g>\n\n[c]: h", "+Paragraph/+Link/a Paragraph/+Link/c Paragraph/+Image/d Paragraph/+Link/ht:g"},
		{"- a\n- b\n  1. c\n", "+List -/+ListItem/+Paragraph/a List -/+ListItem/+Paragraph/b List -/ListItem/+List ./+ListItem/+Paragraph/c"},
		{"- a\n\n[x]: y\n\n- a\n-", "+List -/+ListItem/+Paragraph/a +List -/+ListItem/+Paragraph/a List -/+ListItem/"},
		{"- [ ] a\n- [x] b", "+List -/+ListItem/+Paragraph/+Open/ List -/ListItem/Paragraph/a List -/+ListItem/+Paragraph/+Done/ List -/ListItem/Paragraph/b"},
		{"| a | b |\n|---|---|\n| c | |", "+Table/+TableHeader/+TableCell/a Table/TableHeader/+TableCell/b Table/+TableRow/+TableCell/c Table/TableRow/+TableCell/"},
		{"```go\na\n\n b\n```\n\n    c", "+Code go/a Code go/ b +Code/c"},
		{"> a `b`\n\n***\n", "+Blockquote/+Paragraph/a Blockquote/Paragraph/+CodeSpan/b +ThematicBreak/"},
		{"<b>\n<!-- c -->d\n\ne, <i>f", "+HTML/< HTML/b HTML/> HTML/d +Paragraph/e Paragraph/, Paragraph/+HTML/< Paragraph/HTML/i Paragraph/HTML/> Paragraph/f"},
	}
	for _, test := range tests {
		for _, ending := range []string{"\n", "\r\n"} {
			text := strings.ReplaceAll(test.text, "\n", ending)
			var got []string
			for _, p := range Parse("a.md", text).Flow() {
				got = append(got, p.Path+p.Text)
				if in := strings.TrimRight(p.Span.In(text), " \r\n"); in != p.Text && p.Text != "ht:g" {
					t.Errorf("%q: the text of %q is %q", text, p.Path, in)
				}
			}
			if diff := cmp.Diff(test.want, strings.Join(got, " ")); diff != "" {
				t.Errorf("%q: -want +got:\n%s", text, diff)
			}
		}
	}
}
