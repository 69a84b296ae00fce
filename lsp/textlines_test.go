package lsp

import (
	"math/rand/v2"
	"runtime"
	"slices"
	"strings"
	"testing"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

// TestManyChangesEqualChangesOneByOne makes random changes, also of places that do not exist, of a text that may begin
// with what looks like a BOM.
func TestManyChangesEqualChangesOneByOne(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	text := func(n int) string {
		if r.IntN(4) == 0 {
			return "\ufeff" + randomText(r, n)
		}
		return randomText(r, n)
	}
	position := func() protocol.Position {
		return protocol.Position{Line: r.Uint32N(12), Character: r.Uint32N(8)}
	}
	for _, e := range []positionEncodingKind{inUTF8, inUTF16, inUTF32} {
		for range 3000 {
			before := text(r.IntN(20))
			want, changes := before, []contentChange{}
			for range 2 + r.IntN(5) {
				c := contentChange{Range: &protocol.Range{Start: position(), End: position()}, Text: text(r.IntN(4))}
				if r.IntN(10) == 0 {
					c.Range = nil
				}
				changes = append(changes, c)
				want = e.edited(want, nil, []contentChange{c})
			}
			if got := e.edited(before, nil, changes); got != want {
				t.Fatalf("%s: %q after %+v is %q, want %q", e, before, changes, got, want)
			}
		}
	}
}

// TestManyChangesOfALongTextAreCheap replaces a word everywhere in one go, from the bottom up and from the top down.
func TestManyChangesOfALongTextAreCheap(t *testing.T) {
	const n = 4000
	text := strings.Repeat("A line — with a word in it that is replaced.\n", 5*n)
	var changes []contentChange
	for i := range uint32(n) {
		at := protocol.Position{Line: 5 * i, Character: 16}
		changes = append(changes, contentChange{Range: &protocol.Range{Start: at, End: protocol.Position{Line: at.Line, Character: at.Character + 4}}, Text: "name"})
	}
	for range 2 {
		var before, after runtime.MemStats
		runtime.ReadMemStats(&before)
		got := inUTF16.edited(text, nil, changes)
		runtime.ReadMemStats(&after)
		if strings.Count(got, "a name in it") != n {
			t.Errorf("%d words are replaced, want %d", strings.Count(got, "a name in it"), n)
		}
		if used := after.TotalAlloc - before.TotalAlloc; used > 10*uint64(len(text)) {
			t.Errorf("%d changes take %d times the memory of the text", n, used/uint64(len(text)))
		}
		slices.Reverse(changes)
	}
}
