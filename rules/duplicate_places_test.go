package rules

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"cortex/markdown"
)

func TestPartsAreFoundByTheirKeys(t *testing.T) {
	var text strings.Builder
	for i := range 3 * mostPlaces {
		fmt.Fprintf(&text, "## Part %d\n\nThe same is said in all of the sections of this file.\n\nNumber %d is said here, and only here.\n\n", i, i)
	}
	d := partsOf.Of(markdown.Parse("a.md", text.String()))
	for i := range d.parts {
		for _, k := range d.parts[i].keys() {
			var want []int
			for j := range d.parts {
				if slices.Contains(d.parts[j].keys(), k) && len(want) <= mostPlaces {
					want = append(want, j)
				}
			}
			var got []int
			for _, found := range d.at(k) {
				got = append(got, found.part)
			}
			if !slices.Equal(got, want) {
				t.Fatalf("key %x leads to %v, want %v", k, got, want)
			}
		}
	}
	if found := d.at(noKey); len(found) > 0 {
		t.Errorf("a key that nothing has leads to %v", found)
	}
}

// TestAnEditComparesFewSections has two files with copies of all sections of a third, and edits one of the two: of the sections of the
// other only that is compared again which the edited one is about.
func TestAnEditComparesFewSections(t *testing.T) {
	const sections = 50
	section := func(n int) string {
		return fmt.Sprintf("## Part %d\n\n%s\n", n, strings.Repeat(fmt.Sprintf("What part %d says of itself stands here. ", n), 3))
	}
	var all, others strings.Builder
	for n := range sections {
		all.WriteString(section(n) + "And that is all.\n\n")
		others.WriteString(section(n + sections))
	}
	m := memory{bank: Bank{Root: "memory-bank"}, files: map[string]string{"memory-bank/a.md": "", "memory-bank/b.md": "", "memory-bank/c.md": ""}}
	w := lasting{m, m.Documents(), map[string]*markdown.Document{}}
	w.set("memory-bank/a.md", all.String())
	w.set("memory-bank/b.md", section(7))
	w.set("memory-bank/c.md", all.String()+others.String()) // as a whole they differ
	survey := new(Survey)
	var before []comparison
	for typed := range 4 {
		w.set("memory-bank/b.md", section(7)+strings.Repeat("x", typed))
		survey.Outdate("memory-bank/b.md")
		if found := CheckBank(t.Context(), w, onlyRules(duplicateBlock.Name), survey); len(found) == 0 {
			t.Fatal("no copies are found")
		}
		again := 0
		for i, c := range survey.copies.compared[2] {
			if before != nil && c.copied != before[i].copied {
				again++
			}
		}
		if again > 1 {
			t.Errorf("%d sections of %d are compared again", again, sections)
		}
		before = slices.Clone(survey.copies.compared[2])
	}
	if copies := slices.DeleteFunc(before, func(c comparison) bool { return c.copied == nil }); len(copies) != sections {
		t.Errorf("%d sections are known to be copies, want %d", len(copies), sections)
	}
}
