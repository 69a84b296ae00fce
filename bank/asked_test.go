package bank

import (
	"slices"
	"testing"
)

func TestAskedIsASetInTheOrderOfTheFirstMention(t *testing.T) {
	var a asked[int]
	var want []int
	for i := range 3 * fewAsked {
		want = append(want, i)
		if !a.add(i) || a.add(i) || a.add(0) {
			t.Fatalf("%d is new at another time than the first", i)
		}
	}
	if !slices.Equal(a.order, want) {
		t.Errorf("got %v", a.order)
	}
}
