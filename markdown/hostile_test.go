package markdown

import (
	"fmt"
	"io/fs"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"
	"time"
)

// hostileText is a text on which parsers tend to take time that grows with the square of its length.
type hostileText struct {
	name string
	// text returns one of about n bytes.
	text func(n int) string
	// why tells what there is too much of in a quarter of a megabyte; zero if nothing.
	why Excess
}

func repeated(s string) func(int) string {
	return func(n int) string { return strings.Repeat(s, n/len(s)) }
}

func between(before string, text func(int) string, after string) func(int) string {
	return func(n int) string { return before + text(n) + after }
}

func nested(open, middle, end string) func(int) string {
	return func(n int) string {
		k := n / (len(open) + len(end))
		return strings.Repeat(open, k) + middle + strings.Repeat(end, k)
	}
}

// counted calls write with 0, 1, 2 and so on.
func counted(write func(b *strings.Builder, i int)) func(int) string {
	return func(n int) string {
		var b strings.Builder
		for i := 0; b.Len() < n; i++ {
			write(&b, i)
		}
		return b.String()
	}
}

// hostileTexts begins with the cases by which the authors of CommonMark judge parsers, and of the extensions.
var hostileTexts = []hostileText{
	{"nested strong emphasis", nested("*a **a ", "b", " a** a*"), 0},
	{"emphasis that nothing opens", repeated("a_ "), 0},
	{"emphasis that nothing closes", repeated("_a "), 0},
	{"links that nothing opens", repeated("a]"), 0},
	{"links that nothing closes", repeated("[a"), 0},
	{"emphasis opened by one mark and closed by another", repeated("*a_ "), 0},
	{"emphasis whose lengths do not fit", between("a**b", repeated("c* "), ""), 0},
	{"links opened, emphasis closed", repeated("[ a_"), 0},
	{"nested brackets", nested("[", "a", "]"), ExcessMarkup},
	{"nested quotes", between("", repeated("> "), "a"), ExcessNesting},
	{"nested quotes without blanks", between("", repeated(">"), "a"), ExcessNesting},
	{"nested lists", counted(func(b *strings.Builder, i int) { b.WriteString(strings.Repeat("  ", i) + "* a\n") }), ExcessNesting},
	{"characters that are none", repeated("abc\x00de\x00"), 0},
	{"runs of backticks of all lengths", counted(func(b *strings.Builder, i int) { b.WriteString("e" + strings.Repeat("`", i+1)) }), ExcessMarkup},
	{"targets in angle brackets that nothing closes", repeated("[a](<b"), ExcessMarkup},
	{"targets that nothing closes", repeated("[a](b"), ExcessMarkup},
	{"comments that nothing closes", between("</", repeated("<!--"), ""), 0},
	{"instructions that nothing closes", repeated("a <? "), 0},
	{"declarations that nothing closes", repeated("a <!A "), 0},
	{"many definitions", func(n int) string {
		return counted(func(b *strings.Builder, i int) { fmt.Fprintf(b, "[%d]: u\n", i) })(n*3/4) + strings.Repeat("[0] ", n/16)
	}, ExcessDefinitions},
	{"definitions of one name", repeated("[a]: u\n"), ExcessDefinitions},
	{"definitions of definitions", repeated("[x]:\n"), ExcessDefinitions},
	{"a table with few rows and many columns", repeatedColumns, 0},
	{"a table whose rows lack cells", func(n int) string {
		k := int(math.Sqrt(float64(n)))
		return strings.Repeat("|a", k) + "\n" + strings.Repeat("|-", k) + "\n" + strings.Repeat("|x|\n", k*4)
	}, ExcessCells},
	{"escaped pipes in the code of a table", between("|a|\n|-|\n", repeated("|`\\|`|\n"), ""), 0},
	{"many footnotes", counted(func(b *strings.Builder, i int) { fmt.Fprintf(b, "[^%d]: x\n\nuse [^%d]\n\n", i, i) }), 0},
	{"nested footnotes", counted(func(b *strings.Builder, i int) { fmt.Fprintf(b, "%s[^%d]: a\n\n", strings.Repeat("    ", i), i) }), ExcessNesting},

	{"lists on one line", between("", repeated("- "), "a"), ExcessNesting},
	{"lists on one line that might be a break", between("", repeated("* "), "a"), ExcessNesting},
	{"numbered lists on one line", between("", repeated("1. "), "a"), ExcessNesting},
	{"quotes and lists in turn", between("", repeated("> - "), "a"), ExcessNesting},
	{"blank lines in a deep list", between(strings.Repeat("- ", 50)+"a\n", repeated("\n"), ""), ExcessNesting},
	{"blank lines of a quote around deep lists", between("> "+strings.Repeat("- ", 50)+"a\n", repeated(">\n"), ""), ExcessNesting},
	{"emphasis in a heading", between("# ", repeated("*a_ "), ""), ExcessMarkup},
	{"emphasis nested in a heading", between("# ", nested("*a **a ", "b", " a** a*"), ""), ExcessMarkup},
	{"long runs in a heading", between("# ", nested("*", "a", "*"), ""), ExcessMarkup},
	{"struck heading", between("# ", repeated("~"), ""), ExcessMarkup},
	{"waves", between("a", repeated("~"), ""), 0},
	{"links on many lines", repeated("[a][b]\n"), ExcessMarkup},
	{"links with emphasis", repeated("[*a](b) "), 0},
	{"brackets of the greatest length", repeated(strings.Repeat("[", 490) + strings.Repeat("]", 490)), ExcessMarkup},
	{"a bracket with many links in it", repeated(strings.Repeat("[", 490) + strings.Repeat("<b>", 1000) + strings.Repeat("]", 490) + "\n\n"), ExcessMarkup},
	{"escaped backticks", repeated("\\``"), ExcessMarkup},
	{"escaped backticks on many lines", repeated("\\``\n"), ExcessMarkup},
	{"a definition that may have a title", between("[a]: b\n", repeated("'c\n"), ""), 0},
	{"one character of an attribute each", repeated("<a b='<a c=\""), 0},
}

func repeatedColumns(n int) string {
	return strings.Repeat("|a", n/4) + "\n" + strings.Repeat("|-", n/4) + "\n"
}

// afterwards follows a hostile text and is judged.
const afterwards = "\n\n# Afterwards\n\n- [ ] a task with [[a link]]\n"

func TestHostileTextIsReadInBoundedTime(t *testing.T) {
	for _, h := range hostileTexts {
		t.Run(h.name, func(t *testing.T) {
			t.Parallel()
			text := h.text(1<<18) + afterwards
			done := make(chan *Document, 1)
			go func() { done <- Parse("a.md", text) }()
			select {
			case doc := <-done:
				checkHostile(t, doc, h)
			case <-time.After(time.Minute): // a fraction of a second is expected; without bounds it would be minutes
				t.Fatal("too slow")
			}
		})
	}
}

func checkHostile(t *testing.T, doc *Document, h hostileText) {
	t.Helper()
	var whys []Excess
	for _, u := range doc.Unparsed {
		whys = append(whys, u.Why)
	}
	if h.why == 0 && len(whys) > 0 || h.why != 0 && !slices.Contains(whys, h.why) {
		t.Errorf("%d parts are not parsed, %v; want %d", len(whys), whys[:min(len(whys), 5)], h.why)
	}
	section := doc.Sections[len(doc.Sections)-1]
	if section.Title != "Afterwards" || len(doc.Tasks) != 1 || len(doc.Links) == 0 || doc.Links[len(doc.Links)-1].Path() != "a link" {
		t.Errorf("what follows was not parsed: %q, %d tasks", section.Title, len(doc.Tasks))
	}
}

// TestBoundsLeaveOrdinaryTextAlone reads what is meant: the examples of the specification, each and all at once, and the files of banks.
func TestBoundsLeaveOrdinaryTextAlone(t *testing.T) {
	texts := map[string]string{}
	var all strings.Builder
	for _, e := range specExamples(t) {
		texts[fmt.Sprint("example ", e.Example)] = e.Markdown
		all.WriteString(e.Markdown + "\n\n")
	}
	texts["all examples"] = all.String()
	for _, root := range []string{"../testdata", "../docs"} {
		err := filepath.WalkDir(root, func(p string, e fs.DirEntry, err error) error {
			if err != nil || filepath.Ext(p) != ".md" {
				return err
			}
			text, err := os.ReadFile(p)
			texts[p] = string(text)
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
	}
	for name, text := range texts {
		if unparsed := Parse("", text).Unparsed; len(unparsed) > 0 {
			t.Errorf("%s: %v", name, unparsed)
		}
	}
}
