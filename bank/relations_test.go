package bank

import (
	"fmt"
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
