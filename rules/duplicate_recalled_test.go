package rules

import (
	"fmt"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cortex/markdown"
)

// TestAGlanceMissesNoCopies edits documents of a bank whose survey another process has left, where a look at single keys decides.
func TestAGlanceMissesNoCopies(t *testing.T) {
	section := func(about string) string {
		return fmt.Sprintf("## About %s\n\n%s\n\n", about, strings.Repeat(fmt.Sprintf("What is said of %s stands here and nowhere else. ", about), 6))
	}
	all := func(about ...string) []string { return about }
	tests := []struct {
		name string
		// before are what the documents are about; each of the edits is what one of them is about then, those of a step at a time.
		before []string
		steps  []map[int]string
		// copies are how many are reported after each step.
		copies []int
	}{
		{"what stands alone is edited", all("a", "b", "c"), []map[int]string{{0: "d"}, {0: "e"}}, []int{0, 0}},
		{"two edited ones say the same", all("a", "b", "c"), []map[int]string{{0: "d", 2: "d"}}, []int{1}},
		{"one says what another says", all("a", "b", "c"), []map[int]string{{2: "a"}}, []int{1}},
		{"one of two says something else", all("a", "a", "c"), []map[int]string{{1: "b"}}, []int{0}},
		{"a form becomes a copy", all("f", "f", "f", "f", "f"), []map[int]string{{4: "a"}}, []int{3}},
		{"a copy becomes a form", all("f", "f", "f", "f", "a"), []map[int]string{{4: "f"}}, []int{0}},
		{"a form stays one", all("f", "f", "f", "f", "f", "f", "a"), []map[int]string{{5: "b"}}, []int{0}},
		{"one says what an edited one says since", all("a", "b", "c"), []map[int]string{{0: "d"}, {1: "d"}}, []int{0, 1}},
		{"one says what an edited one said before", all("a", "b", "c"), []map[int]string{{0: "d"}, {1: "a"}}, []int{0, 0}},
	}
	for _, test := range tests {
		t.Run(test.name, func(t *testing.T) {
			m := memory{bank: Bank{Root: "memory-bank"}, files: map[string]string{}}
			path := func(i int) string { return fmt.Sprintf("memory-bank/file%d.md", i) }
			for i := range test.before {
				m.files[path(i)] = ""
			}
			w := lasting{m, m.Documents(), map[string]*markdown.Document{}}
			for i, about := range test.before {
				w.set(path(i), section(about))
			}
			check := func(s *Survey) []Diagnostic { return CheckBank(t.Context(), w, onlyRules(duplicateBlock.Name), s) }
			survey := new(Survey)
			check(survey)
			survey = w.recall(t, survey)
			for n, edits := range test.steps {
				for i, about := range edits {
					w.set(path(i), section(about))
					survey.Outdate(path(i))
				}
				found := check(survey)
				if diff := cmp.Diff(check(new(Survey)), found); diff != "" || len(found) != test.copies[n] {
					t.Errorf("step %d: %d copies, want %d (-new +recalled):\n%s", n, len(found), test.copies[n], diff)
				}
			}
		})
	}
}
