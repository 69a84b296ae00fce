package bank

import (
	"fmt"
	"maps"
	"math/rand/v2"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"

	"cortex/rules"
)

func TestFoundIsWhatItWasMadeOf(t *testing.T) {
	random := rand.New(rand.NewPCG(1, 2))
	f, want := Found{}, map[string][]rules.Diagnostic{}
	for step := range 500 {
		before, was, others := f, maps.Clone(want), map[string][]rules.Diagnostic{}
		for range random.IntN(5) {
			p := fmt.Sprint(random.IntN(2 * mostRecent))
			others[p] = nil
			delete(want, p)
			if random.IntN(3) > 0 {
				others[p] = []rules.Diagnostic{{Path: p, Message: fmt.Sprint(step)}}
				want[p] = others[p]
			}
		}
		f = f.with(others)
		if diff := cmp.Diff(want, maps.Collect(f.All())); diff != "" {
			t.Fatalf("step %d (-want +got):\n%s", step, diff)
		}
		if diff := cmp.Diff(was, maps.Collect(before.All())); diff != "" {
			t.Fatalf("step %d: what was there before has changed (-was +is):\n%s", step, diff)
		}
		since := slices.Collect(f.Since(before))
		for p := range others {
			if !cmp.Equal(was[p], f.In(p)) && !slices.Contains(since, p) {
				t.Fatalf("step %d: nothing is said of %q: %q", step, p, since)
			}
		}
		if len(others) == 0 && len(since) > 2*mostRecent {
			t.Fatalf("step %d: nothing is other, and told of are %q", step, since)
		}
	}
}
