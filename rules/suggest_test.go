package rules

import (
	"slices"
	"strings"
	"testing"
)

func TestNearest(t *testing.T) {
	tests := []struct {
		name, word string
		candidates []string
		want       string
	}{
		{"a letter replaced", "broken-lank", []string{"broken-link", "broken-anchor"}, "broken-link"},
		{"a letter missing", "brokenlink", []string{"broken-link", "broken-anchor"}, "broken-link"},
		{"two letters swapped count as one change", "borken", []string{"barhen", "broken"}, "broken"},
		{"letter case does not count", "Broken-Link", []string{"broken-link"}, "broken-link"},
		{"the nearest wins", "progres", []string{"progressive", "progress"}, "progress"},
		{"equally near: alphabetical", "bat", []string{"cat", "bar"}, "bar"},
		{"a short word needs a close match", "of", []string{"off", "on"}, "off"},
		{"too far", "tasks", []string{"progress"}, ""},
		{"nothing in common", "a", []string{"b"}, ""},
		{"letters, not bytes", "прогрес", []string{"прогресс"}, "прогресс"},
		{"no candidates", "x", nil, ""},
		{"an empty word", "", []string{"a"}, ""},
		{"a huge word", strings.Repeat("x", 1000), []string{strings.Repeat("x", 1001)}, ""},
		{"invalid bytes", "\xff\xfebc", []string{"\xffbc"}, "\xffbc"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			got, ok := Nearest(tt.word, tt.candidates)
			if got != tt.want || ok != (tt.want != "") {
				t.Errorf("Nearest(%q, %q) = %q, %v, want %q", tt.word, tt.candidates, got, ok, tt.want)
			}
		})
	}
}

func TestNearestIsIndependentOfOrder(t *testing.T) {
	a := allNearest("bat", []string{"cat", "bar", "hat", "cat", "bathe"})
	b := allNearest("bat", []string{"bathe", "hat", "cat", "bar"})
	if want := []string{"bar", "cat", "hat"}; !slices.Equal(a, want) || !slices.Equal(b, want) {
		t.Errorf("got %q and %q, want %q", a, b, want)
	}
}

// TestAnotherBrokenLinkAsksForLittleElse counts the paths on which a result depends: a cache and a server keep all of them.
func TestAnotherBrokenLinkAsksForLittleElse(t *testing.T) {
	paths := func(text string) int {
		ws := &asked{memory: memoryBank(map[string]string{"memory-bank/tasks/a.md": text, "memory-bank/archive/gone.md": ""})}
		Check(t.Context(), ws.Document("memory-bank/tasks/a.md"), ws, onlyRules(brokenLink.Name))
		slices.Sort(ws.stats)
		return len(slices.Compact(ws.stats))
	}
	one, two := paths("[a](first.md)\n"), paths("[a](first.md) [b](second.md)\n")
	if more := two - one; more > 4 {
		t.Errorf("for one link %d paths are asked for, for another one %d more", one, more)
	}
}
