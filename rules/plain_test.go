package rules

import (
	"math/rand/v2"
	"slices"
	"testing"

	"cortex/markdown"
)

// TestThePlainAnchorsOfATextAreThoseThatAParserFinds tries random headings.
func TestThePlainAnchorsOfATextAreThoseThatAParserFinds(t *testing.T) {
	random := rand.New(rand.NewPCG(7, 7))
	pieces := []string{"# ", "## ", "### ", "#", "\n", "\n\n", " ", "  ", "a", "B", "B c", "1", "1.", "-", "_", "é", "*", "&amp;", "www.a.b", "#x"}
	plain := 0
	for range 20_000 {
		text := "# "
		for range random.IntN(8) {
			text += pieces[random.IntN(len(pieces))]
		}
		slugs, ok := plainSlugs(text)
		if !ok {
			continue
		}
		plain++
		if parsed := slugsOf(markdown.Parse("", text)); !slices.Equal(slugs, parsed) {
			t.Fatalf("%q has the anchors %q, not %q", text, parsed, slugs)
		}
	}
	if plain < 500 {
		t.Errorf("only %d texts are plain", plain)
	}
}
