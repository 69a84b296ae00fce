package markdown

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// FuzzTablesAreThoseOfGoldmark compares the parsers of what GitHub adds with those of goldmark, which know it as well.
func FuzzTablesAreThoseOfGoldmark(f *testing.F) {
	for _, text := range []string{
		"| a | b |\n|---|:-:|\n| c | d |\n", "a | b\n-|-\nc\n", "before\n| a |\n|---|\n", "> | a |\n> |:--|\n> | b |\n",
		"| a |\n| - | - |\n| b | c | d |\n|\n||\n", "| a | b |\n|---|\n", "|a|\n|:::|\n", "|a|\n||\n", "a\n|\nb\n", "- | a |\n  |-:|\n\t| b |\n",
		"| `a\\|b` | \\| |\n|-|-|\n| c \\|\n", "| a |\n    |-|\n", "a\n:-\nb", "|\n|-|\n|", "x\n-\n", "a|b\n--|--\n\n\tc|d\n",
		"* a\n--", "* a\n--\n",
		"~a~ ~~b~~ ~~~c~~~ ~~d~ e~~f~~ ~~ g~~ ~~**h**~~", "~~a\n~~b~~ c~~",
	} {
		f.Add(text)
	}
	for _, e := range specExamples(f) {
		f.Add(e.Markdown)
	}
	f.Fuzz(func(t *testing.T, text string) {
		text = normalise(text).text
		if strings.ContainsAny(text, "\f\v") {
			t.Skip("goldmark takes these for spaces in a row of delimiters, GitHub does not")
		}
		want := shape(text, extension.NewTableParagraphTransformer(), extension.NewStrikethroughParser())
		if diff := cmp.Diff(want, shape(text, tableParser{}, strikethroughParser{})); diff != "" {
			t.Errorf("%q (-goldmark +here):\n%s", text, diff)
		}
	})
}

// shape returns the nodes that parsers make of a text, with the spans of their lines.
func shape(src string, tables parser.ParagraphTransformer, strikethrough parser.InlineParser) string {
	p := parser.NewParser(
		parser.WithBlockParsers(parser.DefaultBlockParsers()...),
		parser.WithInlineParsers(append(parser.DefaultInlineParsers(), util.Prioritized(strikethrough, 500))...),
		parser.WithParagraphTransformers(append(parser.DefaultParagraphTransformers(), util.Prioritized(tables, 200))...),
	)
	var b strings.Builder
	var write func(parent ast.Node, indent string)
	write = func(parent ast.Node, indent string) {
		for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
			fmt.Fprintf(&b, "%s%s", indent, n.Kind())
			switch n := n.(type) {
			case *ast.Text:
				fmt.Fprintf(&b, " %d-%d", n.Segment.Start, n.Segment.Stop)
			case *extast.Table, *extast.TableHeader, *extast.TableRow:
				fmt.Fprintf(&b, " at %d", n.Pos())
			}
			if n.Type() == ast.TypeBlock {
				for i := range n.Lines().Len() {
					fmt.Fprintf(&b, " %d-%d", n.Lines().At(i).Start, n.Lines().At(i).Stop)
				}
			}
			b.WriteByte('\n')
			write(n, indent+"  ")
		}
	}
	write(p.Parse(text.NewReader([]byte(src))), "")
	return b.String()
}

// Facts come in the order of the text, whatever stands in footnotes.
func TestFootnotesStayWhereTheyStand(t *testing.T) {
	text := "[^a]: one\n\n- item\n\n> [^b]:\n>     - inner\n\n[^a] [^b]\n"
	doc := Parse("", text)
	var items []string
	for _, item := range doc.Items {
		items = append(items, item.In(text))
	}
	if diff := cmp.Diff([]string{"- item", "- inner"}, items); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
	pieces := doc.Flow()
	for i, p := range pieces[1:] {
		if p.Span.Start < pieces[i].Span.Start {
			t.Errorf("%q comes before %q", pieces[i].Text, p.Text)
		}
	}
}
