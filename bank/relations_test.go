package bank

import (
	"context"
	"fmt"
	"math"
	"testing"
)

func TestRelationsForgetWhatSomebodyHasTyped(t *testing.T) {
	for what, link := range map[string]string{"fragments": "y.md#%d", "paths": "%d.md"} {
		f := memoryFolder(inMemory(withBank("m", map[string]string{"m/x.md": "# X\n", "m/y.md": "# Y\n"})), newEngine())
		mustCheck(t, rescan(t, f, ScanOptions{}))
		for i := range 2 * spareNumbers {
			mustCheck(t, f.Apply(Change{Kind: Edited, Path: "m/x.md", Text: fmt.Sprintf("# X\n\n[y]("+link+")\n", i)}))
		}
		if n := f.Snapshot().ledger.relations.size(); n > spareNumbers+100 {
			t.Errorf("%d %s are kept", n, what)
		}
	}
}

// TestRelationsCountWhatUnitsRelyOn walks at random, judges all at once or apart, leaves checks and packs what is known, and counts again.
func TestRelationsCountWhatUnitsRelyOn(t *testing.T) {
	for seed := range uint64(20) {
		w := newGraphWalk(t, seed)
		l := w.folder.Snapshot().ledger
		if seed%2 == 0 {
			w.folder.JudgeApart(0, 2)
		}
		for range 60 {
			w.step()
			ctx, leave := context.WithCancel(t.Context())
			w.folder.Snapshot().Check(ctx, leaver{leave, w.random.IntN(6)})
			leave()
			if w.random.IntN(5) == 0 {
				l.unpacked = math.MaxInt
				l.pack()
			}
			l.recount(t)
		}
	}
}

func (l *ledger) recount(t *testing.T) {
	t.Helper()
	if !l.indexed() {
		return
	}
	r := l.relations
	readers, statters, askers := make([]int, len(r.places)), make([]int32, len(r.places)), make([]int32, len(r.answers))
	for _, u := range l.units {
		for _, n := range u.noted.ofDocuments() {
			readers[n]++
		}
		for _, n := range u.noted.ofStats() {
			statters[n]++
		}
		for _, n := range u.noted.ofAnswers() {
			askers[n]++
		}
	}
	for n, p := range r.places {
		if p.statters != statters[n] || len(r.readers[int32(n)]) != readers[n] {
			t.Fatalf("%s: counted %d and %d, there are %d and %d", r.paths.name(int32(n)), p.statters, len(r.readers[int32(n)]), statters[n], readers[n])
		}
	}
	for n, a := range r.answers {
		if a.askers != askers[n] {
			t.Fatalf("%v: counted %d, there are %d", a.askedAt, a.askers, askers[n])
		}
	}
}
