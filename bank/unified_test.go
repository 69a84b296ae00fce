package bank

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"
)

func TestDiffIsAnExactPatch(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for range 500 {
		before := randomText(random, 40)
		after := reworked(random, before)
		diff, err := UnifiedDiff("x.md", &before, &after)
		if err != nil {
			t.Fatal(err)
		}
		patched, err := patch(before, diff)
		if err != nil || patched != after {
			t.Fatalf("%v\nbefore %q\nafter  %q\ngot    %q\n%s", err, before, after, patched, diff)
		}
	}
}

func TestDiffCountsAcrossHunks(t *testing.T) {
	before := "a\n1\n2\nb\n" + strings.Repeat("-\n", 20) + "c\n"
	after := "A\n1\n2\nB\n" + strings.Repeat("-\n", 20) + "C\n"
	diff, err := UnifiedDiff("x.md", &before, &after)
	if err != nil || !strings.Contains(diff, "\n@@ -22,4 +22,4 @@\n") {
		t.Errorf("%v, want the second hunk at line 22 of both texts:\n%s", err, diff)
	}
}

func TestDiffOfAFileThatAppearsOrVanishes(t *testing.T) {
	text := "a\nb"
	for want, texts := range map[string][2]*string{
		"--- /dev/null\n+++ b/x.md\n@@ -0,0 +1,2 @@\n+a\n+b\n\\ No newline at end of file\n": {nil, &text},
		"--- a/x.md\n+++ /dev/null\n@@ -1,2 +0,0 @@\n-a\n-b\n\\ No newline at end of file\n": {&text, nil},
	} {
		if got, err := UnifiedDiff("x.md", texts[0], texts[1]); got != want {
			t.Errorf("%v, got\n%swant\n%s", err, got, want)
		}
	}
}

// patch applies a unified diff as strictly as a program can: every hunk stands
// where its header says, in both texts.
func patch(before, diff string) (string, error) {
	old := strings.SplitAfter(before, "\n")
	var now strings.Builder
	at, written := 0, 0 // lines taken from old, and lines in now
	lines := strings.SplitAfter(diff, "\n")
	for i, line := range lines {
		switch {
		case i < 2 || line == "" || line[0] == '\\':
		case line[0] == '@':
			var header [4]int
			if err := scanHunk(line, &header); err != nil {
				return "", err
			}
			for ; at < header[0]-1; at, written = at+1, written+1 {
				now.WriteString(old[at])
			}
			if header[3] > 0 && written != header[2]-1 {
				return "", fmt.Errorf("%q stands at line %d of the new text", line, written+1)
			}
		default:
			text := line[1:]
			if i+1 < len(lines) && strings.HasPrefix(lines[i+1], `\`) {
				text = strings.TrimSuffix(text, "\n")
			}
			if line[0] != '+' {
				if at >= len(old) || old[at] != text {
					return "", fmt.Errorf("%q is not line %d of the old text", line, at+1)
				}
				at++
			}
			if line[0] != '-' {
				now.WriteString(text)
				written++
			}
		}
	}
	return now.String() + strings.Join(old[at:], ""), nil
}

// scanHunk reads line and count of both sides of a hunk; a count that is left out is 1.
func scanHunk(line string, header *[4]int) error {
	for i, side := range strings.Fields(line)[1:3] {
		at, count, found := strings.Cut(side[1:], ",")
		if !found {
			count = "1"
		}
		if _, err := fmt.Sscan(at+" "+count, &header[2*i], &header[2*i+1]); err != nil {
			return fmt.Errorf("hunk %q: %w", line, err)
		}
	}
	return nil
}

// randomText returns up to n lines of few kinds, so that many are equal.
func randomText(random *rand.Rand, n int) string {
	var b strings.Builder
	for range random.IntN(n + 1) {
		fmt.Fprintf(&b, "%d\n", random.IntN(6))
	}
	return strings.TrimSuffix(b.String(), strings.Repeat("\n", random.IntN(2)))
}

// reworked changes, removes and adds some lines.
func reworked(random *rand.Rand, text string) string {
	var b strings.Builder
	for line := range strings.Lines(text) {
		switch random.IntN(12) {
		case 0:
		case 1:
			b.WriteString("new\n" + line)
		case 2:
			b.WriteString("changed\n")
		default:
			b.WriteString(line)
		}
	}
	return b.String()
}
