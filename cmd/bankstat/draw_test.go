package main

import (
	"fmt"
	"strings"
	"testing"

	"cortex/rules"
)

// manyLinks holds a bank with a broken link on every second line up to 60, and a heading that skips a level.
func manyLinks(t *testing.T) string {
	var text strings.Builder
	text.WriteString("# A\n")
	for i := range 30 {
		fmt.Fprintf(&text, "\nSee [it](../gone%d.md).\n", i)
	}
	return writeFiles(t, map[string]string{
		"alice+app/.cortex.yaml":     "banks: [memory-bank]\n",
		"alice+app/memory-bank/a.md": text.String(),
		"bob+lib/.cortex.yaml":       "banks: [memory-bank]\n",
		"bob+lib/memory-bank/a.md":   "# B\n\n### Deep\n\nText.\n",
	})
}

func TestADrawDependsOnTheSeedOnly(t *testing.T) {
	dir := manyLinks(t)
	first := stat(t, "-draw", "3", "-seed", "7", dir)
	if again := stat(t, "-draw", "3", "-seed", "7", dir); again != first {
		t.Errorf("drawn first\n%s\nthen\n%s", first, again)
	}
	if other := stat(t, "-draw", "3", "-seed", "8", dir); other == first {
		t.Errorf("another seed draws the same:\n%s", other)
	}
	alone := stat(t, "-draw", "3", "-seed", "7", "-rule", "broken-link", dir)
	if !strings.HasPrefix(first, alone) || strings.Contains(alone, "heading-level-skip") {
		t.Errorf("of one rule is drawn\n%s\namong others\n%s", alone, first)
	}
	wantContains(t, first, "== broken-link: 3 of 30", "== heading-level-skip: 1 of 1")
}

func TestWhatIsDrawnIsShownWithTheLinesAround(t *testing.T) {
	out := stat(t, "-draw", "1", "-rule", "heading-level-skip", manyLinks(t))
	want := `
bob+lib/memory-bank/a.md:3 warning: ` + messageOf(t, out) + `
     1  # B
     2  
>    3  ### Deep
     4  
     5  Text.
`
	if !strings.HasSuffix(out, want) {
		t.Errorf("got\n%s\nwant at the end\n%s", out, want)
	}
}

// messageOf returns the message of the one diagnostic that was drawn.
func messageOf(t *testing.T, out string) string {
	t.Helper()
	_, rest, ok := strings.Cut(out, "warning: ")
	if !ok {
		t.Fatalf("no diagnostic in %q", out)
	}
	message, _, _ := strings.Cut(rest, "\n")
	return message
}

func TestADrawKeepsToTheSeverity(t *testing.T) {
	if out := stat(t, "-draw", "5", "-severity", rules.Error.String(), manyLinks(t)); out != "" {
		t.Errorf("drawn below the severity:\n%s", out)
	}
}
