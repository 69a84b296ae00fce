package bank

import (
	"strings"
	"testing"
	"testing/synctest"
)

// hostileTexts are texts of which something is too much for the parser.
func hostileTexts(size int) map[string]string {
	rep := func(s string) string { return strings.Repeat(s, size/len(s)) }
	return map[string]string{
		"brackets.md": rep("[")[:size/2] + rep("]")[:size/2], "quotes.md": rep("> ") + "a", "lists.md": rep("- ") + "a",
		"targets.md": rep("[a](<b"), "ticks.md": rep("\\``"), "definitions.md": rep("[a]: u\n"), "heading.md": "# " + rep("*a_ "),
		"blank.md": strings.Repeat("- ", 50) + "a\n" + rep("\n"), "links.md": rep("[a][b]\n"),
	}
}

// TestHostileFilesAreAnsweredInFull ends only when nothing is left that runs: in the bubble no time passes meanwhile, so
// that no limit ends what does.
func TestHostileFilesAreAnsweredInFull(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		texts := map[string]string{}
		for name, text := range hostileTexts(128 << 10) {
			texts["m/"+name] = text + "\n\n# Afterwards\n\n[x](none.md)\n"
		}
		r := mustCheck(t, rescan(t, memoryFolder(inMemory(withBank("m", texts)), newEngine()), ScanOptions{}))
		for p, text := range texts {
			after := strings.Index(text, "none.md")
			var rules []string
			for _, d := range r.Found.In(p) {
				if d.Rule == tooComplexRule || d.Rule == "broken-link" && d.Span.Start == after {
					rules = append(rules, d.Rule)
				}
			}
			if len(rules) < 2 || rules[0] != tooComplexRule || rules[len(rules)-1] != "broken-link" {
				t.Errorf("%s: %v", p, rules)
			}
		}
	})
}
