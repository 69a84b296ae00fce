package rules

import (
	"context"
	"fmt"
	"strings"
	"testing"
)

// TestSectionsWithOneSentenceInCommonAreFew doubles the sections of two files that all have a sentence
// in common: they must not be compared each with each.
func TestSectionsWithOneSentenceInCommonAreFew(t *testing.T) {
	cost := func(sections int) int {
		m := memory{bank: Bank{Root: "memory-bank"}, files: map[string]string{}}
		for _, name := range []string{"a", "b"} {
			var b strings.Builder
			for i := range sections {
				fmt.Fprintf(&b, "## Part %s%d\n\nThe team has agreed on this in a meeting.\nAbout %s there is %d to be said, as it was.\n", name, i, name, i)
			}
			m.files["memory-bank/"+name+".md"] = b.String()
		}
		w := parseAll(m)
		before := allocatedBytes()
		CheckBank(context.Background(), w, onlyRules(duplicateBlock.Name), new(Survey))
		return allocatedBytes() - before
	}
	if once, twice := cost(200), cost(400); tooMuch(once, twice, 16<<10) {
		t.Errorf("%d bytes for one size, %d for twice the size", once, twice)
	}
}
