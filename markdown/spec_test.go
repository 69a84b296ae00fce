package markdown

import (
	"encoding/json"
	"fmt"
	"html"
	"os"
	"regexp"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

type specExample struct {
	Example  int
	Markdown string
	HTML     string
}

// specExamples returns the examples of the specification. Where one begins with
// what is front matter here, an empty line comes before it.
func specExamples(t testing.TB) []specExample {
	t.Helper()
	data, err := os.ReadFile("testdata/commonmark.json")
	if err != nil {
		t.Fatal(err)
	}
	var examples []specExample
	if err := json.Unmarshal(data, &examples); err != nil {
		t.Fatal(err)
	}
	for i, e := range examples {
		if Parse("", e.Markdown).FrontMatter != nil {
			examples[i].Markdown = "\n" + e.Markdown
		}
	}
	return examples
}

// forEachExample runs check as a subtest for every example.
func forEachExample(t *testing.T, check func(*testing.T, specExample)) {
	for _, e := range specExamples(t) {
		t.Run(fmt.Sprint(e.Example), func(t *testing.T) { check(t, e) })
	}
}

func quoted(text string) string {
	lines := strings.SplitAfter(text, "\n")
	if lines[len(lines)-1] == "" {
		lines = lines[:len(lines)-1]
	}
	return "> " + strings.Join(lines, "> ")
}

func TestSpecExamplesHaveSoundSpansHoweverTheyAreWritten(t *testing.T) {
	forEachExample(t, func(t *testing.T, e specExample) {
		for name, text := range map[string]string{
			"LF":         e.Markdown,
			"CRLF":       strings.ReplaceAll(e.Markdown, "\n", "\r\n"),
			"CR":         strings.ReplaceAll(e.Markdown, "\n", "\r"),
			"no end":     strings.TrimSuffix(e.Markdown, "\n"),
			"BOM":        bom + e.Markdown,
			"quote":      quoted(e.Markdown),
			"CRLF quote": strings.ReplaceAll(quoted(e.Markdown), "\n", "\r\n"),
		} {
			for _, fault := range faults(Parse("", text)) {
				t.Errorf("%s: %s\n%q", name, fault, text)
			}
		}
	})
}

func TestLineEndsChangeNoFactAndNoColumn(t *testing.T) {
	forEachExample(t, func(t *testing.T, e specExample) {
		want := places(Parse("", e.Markdown))
		for _, end := range []string{"\r\n", "\r"} {
			doc := Parse("", strings.ReplaceAll(e.Markdown, "\n", end))
			if diff := cmp.Diff(want, places(doc)); diff != "" {
				t.Errorf("line end %q (-LF):\n%s", end, diff)
			}
			clean := func(s string) string { return strings.ReplaceAll(s, end, "\n") }
			if diff := cmp.Diff(listing(Parse("", e.Markdown), asIs), listing(doc, clean)); diff != "" {
				t.Errorf("line end %q (-LF):\n%s", end, diff)
			}
		}
	})
}

// places returns line and byte column of both ends of every span.
func places(d *Document) []string {
	var out []string
	d.eachSpan(func(s *Span) {
		line, col := d.Lines.OffsetLineCol8(s.Start)
		endLine, endCol := d.Lines.OffsetLineCol8(s.End)
		out = append(out, fmt.Sprintf("%d:%d-%d:%d", line, col, endLine, endCol))
	})
	return out
}

func TestAMarkAtTheTopShiftsEverySpanAndChangesNoFact(t *testing.T) {
	forEachExample(t, func(t *testing.T, e specExample) {
		plain, marked := Parse("", e.Markdown), Parse("", bom+e.Markdown)
		plain.eachSpan(func(s *Span) { *s = Span{s.Start + len(bom), s.End + len(bom)} })
		plain.Text = bom + plain.Text
		if diff := cmp.Diff(listing(plain, asIs), listing(marked, asIs)); diff != "" {
			t.Errorf("with a BOM (+):\n%s", diff)
		}
	})
}

// A tab after "> " reaches the same tab stop as one at the start of the line, so it means less indentation.
var indentedByTab = regexp.MustCompile(`(?m)^ *([-+*>]|\d+[.)])?[ >]*\t`)

func TestAQuoteAroundTheTextChangesNoFactInIt(t *testing.T) {
	forEachExample(t, func(t *testing.T, e specExample) {
		if indentedByTab.MatchString(e.Markdown) {
			t.Skip("tabs are relative to the column")
		}
		prefix := regexp.MustCompile(`\n> ?`)
		want := innerListing(Parse("", e.Markdown), asIs)
		got := innerListing(Parse("", quoted(e.Markdown)), func(s string) string { return prefix.ReplaceAllString(s, "\n") })
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("in a quote (+):\n%s", diff)
		}
	})
}

func TestSpecExamplesHaveTheLinksHeadingsAndCodeOfTheirHTML(t *testing.T) {
	forEachExample(t, func(t *testing.T, e specExample) {
		doc := Parse("", e.Markdown)
		if diff := cmp.Diff(witness(e), seen(doc)); diff != "" {
			t.Errorf("%q\n-HTML +facts:\n%s", e.Markdown, diff)
		}
	})
}

var (
	preTag  = regexp.MustCompile(`(?s)<pre><code(?: class="language-([^"]*)")?>.*?</code></pre>`)
	linkTag = regexp.MustCompile(`<a href="([^"]*)"[^>]*>|<img src="([^"]*)"[^>]*/>|(?s)<code>(.*?)</code>|<h([1-6])>(.*?)</h[1-6]>`)
	anyTag  = regexp.MustCompile(`<[^>]*>`)
)

// witness lists what the HTML of an example shows, in order of start tags. What stands in
// the Markdown in the same form is raw HTML.
func witness(e specExample) []string {
	var out []string
	for _, m := range preTag.FindAllStringSubmatch(e.HTML, -1) {
		if !strings.Contains(e.Markdown, "<pre><code") {
			out = append(out, "pre "+html.UnescapeString(m[1]))
		}
	}
	shown := preTag.ReplaceAllString(e.HTML, "")
	for rest := shown; ; {
		at := linkTag.FindStringIndex(rest)
		if at == nil {
			break
		}
		m := linkTag.FindStringSubmatch(rest)
		before := shown[:len(shown)-len(rest)+at[0]]
		rest = rest[at[0]+1:]
		nested := strings.Count(before, "<blockquote>") > strings.Count(before, "</blockquote>") ||
			strings.Count(before, "<li>") > strings.Count(before, "</li>")
		switch {
		case strings.Contains(e.Markdown, strings.SplitAfter(m[0], ">")[0]):
		case m[4] != "":
			title := strings.Join(strings.Fields(html.UnescapeString(anyTag.ReplaceAllString(m[5], ""))), " ")
			if nested {
				out = append(out, "nested heading "+slugOf(title))
				continue
			}
			out = append(out, "h"+m[4]+" "+title)
		case strings.HasPrefix(m[0], "<code>"):
			out = append(out, "code "+html.UnescapeString(m[3]))
		case strings.HasPrefix(m[0], "<img"):
			out = append(out, "image "+unpercent(html.UnescapeString(m[2])))
		default:
			out = append(out, "link "+unpercent(html.UnescapeString(m[1])))
		}
	}
	slices.Sort(out)
	return out
}

// seen lists the same from the facts. Code and links inside an image's description are not in the HTML.
func seen(d *Document) []string {
	var out []string
	for _, f := range d.Fences {
		out = append(out, "pre "+f.Language)
	}
	for range d.CodeBlocks {
		out = append(out, "pre ")
	}
	var images []Span
	for _, l := range d.Links {
		switch {
		case l.Kind == LinkWiki, slices.ContainsFunc(images, func(i Span) bool { return i.Contains(l.Span) }):
		case l.Image:
			images = append(images, l.Span)
			out = append(out, "image "+unpercent(l.Destination))
		default:
			out = append(out, "link "+unpercent(l.Destination))
		}
	}
	for _, c := range d.CodeSpans {
		if !slices.ContainsFunc(images, func(i Span) bool { return i.Contains(c.Span) }) {
			out = append(out, "code "+strippedCode(c.Content.In(d.Text)))
		}
	}
	for _, a := range d.Anchors {
		if a.Kind == AnchorHeading && a.Section == nil {
			out = append(out, "nested heading "+a.Slug)
		}
	}
	for s := range d.All() {
		out = append(out, fmt.Sprintf("h%d %s", s.Level, strings.Join(strings.Fields(s.Title), " ")))
	}
	slices.Sort(out)
	return out
}

// strippedCode is a code span's content as it is shown (section 6.1 of the specification).
func strippedCode(s string) string {
	s = strings.ReplaceAll(s, "\n", " ")
	if len(s) > 1 && s[0] == ' ' && s[len(s)-1] == ' ' && strings.Trim(s, " ") != "" {
		return s[1 : len(s)-1]
	}
	return s
}
