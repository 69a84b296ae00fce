package bank

import (
	"fmt"
	"math/rand/v2"
	"slices"
	"testing"
)

func TestTheMostUsedOfManyAreTheFirstOfAll(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	for n := range 60 {
		var all []missingName
		for i := range n {
			all = append(all, missingName{name: fmt.Sprintf("%d.md", i*7%n), uses: random.IntN(4)})
		}
		want := slices.SortedFunc(slices.Values(all), missingName.compare)[:min(n, maxMissing)]
		if got := mostUsed(all, maxMissing); !slices.Equal(got, want) {
			t.Fatalf("of %v\n%v, want\n%v", all, got, want)
		}
	}
}
