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
