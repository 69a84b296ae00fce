package bank

import (
	"slices"
	"testing"

	"cortex/markdown"
)

func TestATextThatTheParserFailsOnHarmsNoOther(t *testing.T) {
	e := newEngine()
	e.parse = func(p, text string) *markdown.Document {
		if p == "m/progress.md" {
			panic("oh")
		}
		return markdown.Parse(p, text)
	}
	r := mustCheck(t, rescan(t, memoryFolder(inMemory(withBank("m", map[string]string{"m/x.md": "[x](none.md)\n"})), e), ScanOptions{}))
	want := []string{"internal-error: not judged: the parser failed on this, which is a defect of Cortex: oh"}
	if got := messages(r, "m/progress.md"); !slices.Equal(got, want) {
		t.Errorf("got %q", got)
	}
	if len(broken(r, "m/x.md")) != 1 {
		t.Error("another file was not judged")
	}
}
