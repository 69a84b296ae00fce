package markdown

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
)

func FuzzParse(f *testing.F) {
	for _, e := range specExamples(f) {
		f.Add(e.Markdown)
		f.Add(quoted(e.Markdown))
	}
	for _, text := range []string{
		"", "* 0\n\t #", "# \f0", "#\f", bom, bom + "# A", "\x00", "\xff\xfe", "a\r\rb\r\n",
		"---\na: 1\n---\n# A\n",
		"- [x] [[a#b|c]] ![[d]]\n-\t[ ] {{include: a.md#b|c=d,e}}\n",
		"| a | `b\\|c` |\n|-|:-:|\n| [x](y#z) | |\n| 1",
		"> | a |\n> |---|\n>\t| 2025-01-02 |\n",
		"[^1]: # A\n\n    ~~~ x\n",
		"-\t#\n>\t```\n>\t\tx\n1.\t<!-- a --> <b id=c> <!-- d",
		"[a]: <b\\#c> 'd\ne'\n[a]: b#c\n[a][A] [a] ![a][]\n",
	} {
		f.Add(text)
	}
	f.Fuzz(func(t *testing.T, text string) {
		doc := Parse("a.md", text)
		for _, fault := range faults(doc) {
			t.Errorf("%s\n%q", fault, text)
		}
		if strings.Contains(text, "\r") {
			return
		}
		windows := Parse("a.md", strings.ReplaceAll(text, "\n", "\r\n"))
		if diff := cmp.Diff(places(doc), places(windows)); diff != "" {
			t.Errorf("CRLF moves spans of %q:\n%s", text, diff)
		}
	})
}
