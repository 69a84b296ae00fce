package rules

import (
	"math/rand"
	"strings"
	"testing"
)

// soup is a text of random lines that the rules on fences, levels, conflicts and leftovers look at.
func soup(r *rand.Rand) string {
	lines := []string{
		"", "", "text here.", "The text goes on here.", "    code", "   a", "\tb", "\x00", "\xff<",
		"```", "```", "```js", "```markdown", "````", "  ```", "   ```python", "\t```", "é```", "~~~", "~~~md", "- ```", "> ```",
		"- item", "1. x", "> text", "# T", "## Two", "### Three", "##### Five ##", "---", "<!--", "-->", "|a|b|",
		"<<<<<<< HEAD", "||||||| b", "=======", ">>>>>>> x", "<<<<<<< SEARCH", ">>>>>>> REPLACE", "------- SEARCH", "+++++++ REPLACE",
		"</content>", "a </content>", "<content>", "<path>a</path>", "<parameter name=\"path\">x", "* <b></invoke>",
		":contentReference[oaicite:0]{index=0}", "x 【1†s】 y", "\ue200cite\ue202turn0search1\ue201", "*** Begin Patch", "@@ x @@",
		"[... rest of the file unchanged ...]", "Perfect! Now I see:", "Let me know if x", "Sure, here is the file:",
	}
	end := []string{"\n", "\r\n", "\r"}[r.Intn(3)]
	var b strings.Builder
	for n := r.Intn(14); n >= 0; n-- {
		b.WriteString(lines[r.Intn(len(lines))])
		if n > 0 || r.Intn(2) == 0 {
			b.WriteString(end)
		}
	}
	return b.String()
}

func TestSafeFixesOfFencesAndLeftoversConverge(t *testing.T) {
	set := onlyRules(unclosedFence.Name, fencedDocument.Name, headingLevelSkip.Name, toolResidue.Name, mergeConflict.Name)
	const most = 15
	for seed := range int64(4000) {
		text := soup(rand.New(rand.NewSource(seed)))
		m := memory{bank: Bank{Root: "memory-bank"}, files: map[string]string{exampleFile: text}}
		for pass := 0; ; pass++ {
			next := m.fixed(t, onlySafe(m.check(t, set)))
			if next.files[exampleFile] == m.files[exampleFile] {
				break
			}
			if m = next; pass == most {
				t.Fatalf("seed %d: %q still changes after %d passes: %q", seed, text, most, m.files[exampleFile])
			}
		}
	}
}

func onlySafe(found []Diagnostic) []Diagnostic {
	for i, d := range found {
		found[i].Fixes = nil
		for _, f := range d.Fixes {
			if f.Safe {
				found[i].Fixes = append(found[i].Fixes, f)
			}
		}
	}
	return found
}

func TestTooManyFencesToWeighAreStillReportedOnce(t *testing.T) {
	text := strings.Repeat("```js\na()\n```\n\n", maxFenceMarks) + "```js\nb()\n```sh\n"
	m := memory{bank: Bank{Root: "memory-bank"}, files: map[string]string{exampleFile: text}}
	found := m.check(t, onlyRules(unclosedFence.Name))
	if len(found) != 1 || !strings.Contains(found[0].Message, "never closed") {
		t.Errorf("got %v, want the last fence once", found)
	}
}
