package bank

import (
	"fmt"
	"math"
	"testing"
)

// TestTheGraphForgetsWhatWasTyped asks while somebody types a link.
func TestTheGraphForgetsWhatWasTyped(t *testing.T) {
	f := memoryFolder(inMemory(withBank("m", map[string]string{"m/techContext.md": "# T\n"})), newEngine())
	g := rescan(t, f, ScanOptions{}).graph
	g.spare = 50
	for i := range 100 {
		s := f.Apply(Change{Kind: Edited, Path: "m/progress.md", Text: fmt.Sprintf("[x](d%d/f%d.md) [t](techContext.md)\n", i, i)})
		portray(t, g, s)
	}
	if n := g.paths.count(); n > 100 || len(g.points) != n || g.paths.table.used != n {
		t.Errorf("%d paths, %d points, %d numbers", n, len(g.points), g.paths.table.used)
	}
	found, err := f.Snapshot().References(t.Context(), "m/techContext.md", 2, true)
	if err != nil || len(found) != 2 || found[0].Path != "m/progress.md" {
		t.Errorf("references %v, %v", found, err)
	}
}

// TestACompactGraphEqualsOneBuiltFromNothing renumbers after each question.
func TestACompactGraphEqualsOneBuiltFromNothing(t *testing.T) {
	for seed := range uint64(10) {
		w := newGraphWalk(t, seed)
		w.folder.Snapshot().graph.spare = math.MinInt
		for range 60 {
			w.step()
			w.compare()
		}
	}
}
