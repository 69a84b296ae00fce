package rules

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"cortex/markdown"
)

// checkText judges a text with all rules and returns what some of them report.
func checkText(t *testing.T, text string, rules ...string) []Diagnostic {
	t.Helper()
	m := memory{bank: Bank{Root: "memory-bank"}, files: map[string]string{"memory-bank/a.md": text}}
	found := Check(t.Context(), m.Document("memory-bank/a.md"), m, Settings{})
	return slices.DeleteFunc(found, func(d Diagnostic) bool { return !slices.Contains(rules, d.Rule) })
}

// tooMuchMarkup is a paragraph of which the parser does not read the end, in which a link stands.
var tooMuchMarkup = strings.Repeat("\\``", 4000) + " [guide][g]\n"

func TestPartsThatAreNotParsedAreReportedAndTheRestIsJudged(t *testing.T) {
	found := checkText(t, "# A\n\n"+tooMuchMarkup+"\n[x](none.md)\n", "too-complex", "broken-link")
	if len(found) != 2 || found[0].Rule != "too-complex" || found[1].Rule != "broken-link" {
		t.Fatalf("found %v", found)
	}
	if !strings.Contains(found[0].Message, "split it") || found[0].Span.Start == 5 || found[0].Span.End != 5+len(tooMuchMarkup)-1 {
		t.Errorf("%v: %s", found[0].Span, found[0].Message)
	}
}

func TestEveryExcessHasAMessageOfItsOwn(t *testing.T) {
	seen := map[string]bool{}
	for why := markdown.ExcessMarkup; why <= markdown.ExcessCells; why++ {
		seen[excess(why)] = true
	}
	if len(seen) != int(markdown.ExcessCells) {
		t.Errorf("%d messages", len(seen))
	}
}

func TestNothingIsMissedInWhatIsNotParsed(t *testing.T) {
	definition := "\n[g]: guide.md\n"
	for text, want := range map[string]int{
		"[a](b)\n" + definition:                   1,
		"[a][b]\n" + definition:                   2,
		tooMuchMarkup + definition:                0,
		tooMuchMarkup + "\n[a][b]\n" + definition: 0,
	} {
		if found := checkText(t, text, "unused-definition", "undefined-reference"); len(found) != want {
			t.Errorf("%.20q: found %v, want %d", text, found, want)
		}
	}
}

func TestNobodyIsToldTheSameForEver(t *testing.T) {
	var b strings.Builder
	for i := range 2 * maxTold {
		fmt.Fprintf(&b, "[a](none%d.md)\n", i)
	}
	found := checkText(t, b.String(), "broken-link", "too-complex")
	last := slices.IndexFunc(found, func(d Diagnostic) bool { return d.Rule == "too-complex" })
	if len(found) != maxTold+1 || last != maxTold || !strings.Contains(found[last].Message, `"broken-link" has more than 1000`) {
		t.Errorf("%d diagnostics, too-complex is number %d", len(found), last)
	}
	if at := found[last].Span.In(b.String()); at != "none1000.md" {
		t.Errorf("it is on %q", at)
	}
}

func TestTheLineEndingIsThatOfTheText(t *testing.T) {
	for _, text := range []string{"", "a", "a\nb\r\n", "a\r\nb\n", "a\rb\n", "\r", "\n", "\uFEFF\r\n", "\uFEFFa\n\r"} {
		p := Pass{Doc: markdown.Parse("a.md", text)}
		if got := p.lineEnding(); got != LineEnding(text) {
			t.Errorf("%q: %q", text, got)
		}
	}
}
