package markdown

import (
	"slices"
	"strings"
	"sync"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func TestTextIsKeptAsGiven(t *testing.T) {
	text := bom + "# A\r\nb\rc\x00\xff"
	doc := Parse("dir/a.md", text)
	if doc.Path != "dir/a.md" || doc.Text != text || doc.Lines.Count() != 3 {
		t.Errorf("got path %q, text %q, %d lines", doc.Path, doc.Text, doc.Lines.Count())
	}
}

func TestTextWithoutMarkdownHasNoFacts(t *testing.T) {
	for _, text := range []string{"", bom, "\n", "\r", "\x00", "\xff\xfe", "plain", " \t\n\n", "\u2028"} {
		doc := Parse("", text)
		if got := listing(doc, asIs); got != "" {
			t.Errorf("%q: got %s", text, got)
		}
		for _, fault := range faults(doc) {
			t.Errorf("%q: %s", text, fault)
		}
	}
}

func TestAnyBytesMayStandAroundFacts(t *testing.T) {
	tests := []struct{ name, text, want string }{
		{"BOM before a heading", bom + "# A", "# A"},
		{"BOM before front matter", bom + "---\na: b\n---\n# A\n", "# A"},
		{"NUL", "\x00\n# A\n", "# A"},
		{"invalid UTF-8", "\xff\xfe\n\n# A \xc3\n", "# A \xc3"},
		{"no line end", "# A", "# A"},
		{"line separator is no line end", "# A\u2028b\n", "# A\u2028b"},
		{"lone CR", "x\r# A\ry\r", "# A"},
		{"CR before CRLF", "x\r\r\n# A\r\n", "# A"},
		{"front matter with CRLF", "---\r\na: b\r\n---\r\n# A\r\nx", "# A"},
		{"form feed", "\f\n\n# A\n", "# A"},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			doc := Parse("", test.text)
			var got []string
			for s := range doc.All() {
				got = append(got, s.Heading.In(test.text))
			}
			if !slices.Equal(got, []string{test.want}) {
				t.Errorf("got headings %q", got)
			}
			for _, fault := range faults(doc) {
				t.Error(fault)
			}
		})
	}
}

func TestSpansAreOffsetsIntoTheGivenText(t *testing.T) {
	text := bom + "---\r\nkey: v\r\n---\r\n\r\n# A `b`\r\n\r\n[c](d.md#e)\rx 2025-01-02\r\n"
	doc := Parse("", text)
	at := func(part string) Span {
		i := strings.Index(text, part)
		return Span{i, i + len(part)}
	}
	tests := []struct {
		name string
		got  Span
		want Span
	}{
		{"front matter", doc.FrontMatter.Span, at("---\r\nkey: v\r\n---")},
		{"its content", doc.FrontMatter.Content, at("key: v\r\n")},
		{"its value", doc.FrontMatter.Keys[0].Value, at("v")},
		{"heading", doc.Sections[0].Heading, at("# A `b`")},
		{"body", doc.Sections[0].Body, at("\r\n[c](d.md#e)\rx 2025-01-02\r\n")},
		{"code span", doc.CodeSpans[0].Content, at("b")},
		{"link", doc.Links[0].Span, at("[c](d.md#e)")},
		{"path", doc.Links[0].PathSpan(), at("d.md")},
		{"fragment", doc.Links[0].FragmentSpan(), at("e)")},
		{"date", doc.Dates[0].Span, at("2025-01-02")},
	}
	tests[8].want.End--
	tests[4].want.Start = tests[3].want.End + len("\r\n")
	for _, test := range tests {
		if test.got != test.want {
			t.Errorf("%s: got %q, want %q", test.name, test.got.In(text), test.want.In(text))
		}
	}
}

func TestMissingPartsOfATargetAreEmptyAtItsEnd(t *testing.T) {
	tests := []struct {
		text           string
		path, fragment Span
	}{
		{"[a](b)", Span{4, 5}, Span{5, 5}},
		{"[a](b#)", Span{4, 5}, Span{6, 6}},
		{"[a](#c)", Span{6, 6}, Span{5, 6}},
		{"[a]()", Span{4, 4}, Span{4, 4}},
		{"[a](<>)", Span{5, 5}, Span{5, 5}},
		{"[[b]]", Span{2, 3}, Span{3, 3}},
		{"[[#c]]", Span{4, 4}, Span{3, 4}},
		{"<xy:z#>", Span{1, 5}, Span{6, 6}},
	}
	for _, test := range tests {
		l := Parse("", test.text).Links[0]
		if l.PathSpan() != test.path || l.FragmentSpan() != test.fragment {
			t.Errorf("%s: got path %v, fragment %v; want %v, %v", test.text, l.PathSpan(), l.FragmentSpan(), test.path, test.fragment)
		}
	}
}

func TestFencesCoverWholeLines(t *testing.T) {
	tests := []struct {
		text, span, content string
		nested              bool
	}{
		{"  ```a\nb\n  ```  \nc", "```a\nb\n  ```  ", "b\n", false},
		{"```a", "```a", "", false},
		{"```\n", "```\n", "", false},
		{"```\na", "```\na", "a", false},
		{"- ```\n\n\nb", "```\n\n\n", "\n\n", true},
		{">\t```\n>\ta\n>\t```", "```\n>\ta\n>\t```", ">\ta\n", true},
		{"-\t~~~\n\ta\n\t~~~\n", "~~~\n\ta\n\t~~~", "\ta\n", true},
		{"> ```\n>     ```\nb", "```\n>     ```\n", ">     ```\n", true},
	}
	for _, test := range tests {
		f := Parse("", test.text).Fences[0]
		if f.Span.In(test.text) != test.span || f.Content.In(test.text) != test.content || f.Nested != test.nested {
			t.Errorf("%q: got %q, content %q, nested %t", test.text, f.Span.In(test.text), f.Content.In(test.text), f.Nested)
		}
	}
}

func TestEmptyHeadingsHaveAPlaceForTheirTitle(t *testing.T) {
	tests := []struct {
		text    string
		heading string
		content int
	}{
		{"#", "#", 1},
		{"##  \n", "##  ", 4},
		{"   #\n", "   #", 4},
		{"# #\n", "# #", 2},
		{">\t##\n", "##", 4},
		{"-\t#\t#\n", "#\t#", 4},
	}
	for _, test := range tests {
		f := &facts{text: test.text}
		scan([]byte(test.text), f)
		h := f.headings[0]
		if h.span.In(test.text) != test.heading || h.content != (Span{test.content, test.content}) || h.setext {
			t.Errorf("%q: got %q, content %v, setext %t", test.text, h.span.In(test.text), h.content, h.setext)
		}
	}
}

func TestEmptyCellsLieBetweenTheirPipes(t *testing.T) {
	text := "| a | b |\n|-|-|\n|   ||\n"
	row := Parse("", text).Tables[0].Rows[1]
	for i, cell := range row {
		before, after := text[:cell.Span.Start], text[cell.Span.End:]
		if cell.Span.Len() != 0 || strings.Count(before, "|")-6 != i+1 || strings.Count(after, "|") != 2-i {
			t.Errorf("cell %d lies at %v", i, cell.Span)
		}
	}
}

func TestDefinitionsEndWithTheirTargetOrTitle(t *testing.T) {
	tests := []struct{ text, want string }{
		{"[a]: b 'c'  \n", "[a]: b 'c'"},
		{"[a]: b\n'c'\n", "[a]: b\n'c'"},
		{"[a]: b\n'c' d\n", "[a]: b"},
		{"[a]:\n<b>\n'c' d\n", "[a]:\n<b>"}, // goldmark takes only the first line out of the paragraph
		{"   [a]:\n   <b>", "[a]:\n   <b>"},
	}
	for _, test := range tests {
		if got := Parse("", test.text).Definitions[0].Span.In(test.text); got != test.want {
			t.Errorf("%q: got %q, want %q", test.text, got, test.want)
		}
	}
}

func TestUnescape(t *testing.T) {
	tests := []struct{ raw, want string }{
		{`a`, `a`},
		{`\*\a\\`, `*\a\`},
		{`\`, `\`},
		{`&amp;&lt;&auml;&semi;`, `&<ä;`},
		{`&notit;&copy&nosuch;&;&`, `&notit;&copy&nosuch;&;&`},
		{`&lt&amp;&a b;`, `&lt&&a b;`},
		{`&#65;&#x41;&#X4a;`, `AAJ`},
		{`&#0;&#xD800;&#1114112;`, "\uFFFD\uFFFD\uFFFD"},
		{`&#;&#x;&#12345678;&#x1234567;&#-1;`, `&#;&#x;&#12345678;&#x1234567;&#-1;`},
		{`\&amp;&amp;amp;`, `&amp;&amp;`},
		{`&NotEqualTilde;`, "≂̸"},
	}
	for _, test := range tests {
		if got := unescape(test.raw); got != test.want {
			t.Errorf("%s: got %q, want %q", test.raw, got, test.want)
		}
	}
}

func TestNormaliseMapsOffsetsBack(t *testing.T) {
	n := normalise("a\r\n\rb\n\r\r\n\r")
	if n.text != "a\n\nb\n\n\n\n" {
		t.Fatalf("got %q", n.text)
	}
	var got []int
	for o := range len(n.text) + 1 {
		got = append(got, n.offset(o))
	}
	if want := []int{0, 1, 3, 4, 5, 6, 7, 9, 10}; !slices.Equal(got, want) {
		t.Errorf("got %v, want %v", got, want)
	}
}

func TestParseMayRunConcurrently(t *testing.T) {
	text := generatedDocument(4 << 10)
	want := listing(Parse("", text), asIs)
	var group sync.WaitGroup
	for range 8 {
		group.Go(func() {
			if diff := cmp.Diff(want, listing(Parse("", text), asIs)); diff != "" {
				t.Error(diff)
			}
		})
	}
	group.Wait()
}
