package markdown

import (
	"errors"
	"slices"
	"testing"

	"github.com/google/go-cmp/cmp"
)

// put is the edit that replaces start to end with text.
func put(start, end int, text string) Edit { return Edit{Span{start, end}, text} }

func TestApplyMakesEdits(t *testing.T) {
	tests := []struct {
		name  string
		edits []Edit
		want  string
	}{
		{"none", nil, "0123456789"},
		{"insertion", []Edit{put(3, 3, "x")}, "012x3456789"},
		{"insertion at both ends", []Edit{put(10, 10, "z"), put(0, 0, "a")}, "a0123456789z"},
		{"deletion", []Edit{put(3, 5, "")}, "01256789"},
		{"everything", []Edit{put(0, 10, "new")}, "new"},
		{"any order", []Edit{put(7, 8, "b"), put(1, 2, "a")}, "0a23456b89"},
		{"touching replacements", []Edit{put(4, 6, "b"), put(2, 4, "a")}, "01ab6789"},
		{"insertions at one offset keep their order", []Edit{put(5, 5, "x"), put(5, 5, "a")}, "01234xa56789"},
		{"insertion at the start of a replacement", []Edit{put(4, 6, "R"), put(4, 4, "i")}, "0123iR6789"},
		{"insertion at the end of a replacement", []Edit{put(6, 6, "i"), put(4, 6, "R")}, "0123Ri6789"},
		{"insertion between two deletions", []Edit{put(4, 6, ""), put(2, 4, ""), put(4, 4, "i")}, "01i6789"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			given := slices.Clone(tt.edits)
			got, err := Apply("0123456789", tt.edits)
			if err != nil || got != tt.want {
				t.Errorf("got %q, %v, want %q", got, err, tt.want)
			}
			if !slices.Equal(given, tt.edits) {
				t.Errorf("the edits given became %v", tt.edits)
			}
		})
	}
}

func TestApplyRefusesConflicts(t *testing.T) {
	tests := []struct {
		name  string
		edits []Edit
	}{
		{"overlap", []Edit{put(2, 5, "a"), put(4, 6, "b")}},
		{"the same span twice", []Edit{put(2, 5, "a"), put(2, 5, "a")}},
		{"one inside the other", []Edit{put(2, 8, "a"), put(4, 6, "b")}},
		{"insertion inside a replacement", []Edit{put(4, 4, "i"), put(2, 6, "a")}},
		{"past the end", []Edit{put(8, 11, "a")}},
		{"insertion past the end", []Edit{put(11, 11, "a")}},
		{"before the start", []Edit{put(-1, 1, "a")}},
		{"end before start", []Edit{put(5, 3, "a")}},
		{"end before start, after another", []Edit{put(0, 1, "a"), put(5, 3, "a")}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			if got, err := Apply("0123456789", tt.edits); !errors.Is(err, ErrConflict) || got != "" {
				t.Errorf("got %q, %v, want %v", got, err, ErrConflict)
			}
		})
	}
}

func TestMergeTakesOrRefusesWholeSets(t *testing.T) {
	tests := []struct {
		name    string
		sets    [][]Edit
		merged  []Edit
		refused []int
	}{
		{"nothing", nil, nil, nil},
		{"empty set", [][]Edit{{}, {put(1, 1, "a")}, nil}, []Edit{put(1, 1, "a")}, nil},
		{"sorted", [][]Edit{{put(7, 8, "b")}, {put(1, 2, "a")}}, []Edit{put(1, 2, "a"), put(7, 8, "b")}, nil},
		{"a set out of order", [][]Edit{{put(7, 8, "b"), put(1, 2, "a")}}, []Edit{put(1, 2, "a"), put(7, 8, "b")}, nil},
		{"overlap: the first wins", [][]Edit{{put(2, 5, "a")}, {put(4, 6, "b")}}, []Edit{put(2, 5, "a")}, []int{1}},
		{"overlap from before", [][]Edit{{put(4, 6, "b")}, {put(2, 5, "a")}}, []Edit{put(4, 6, "b")}, []int{1}},
		{"refused whole", [][]Edit{{put(2, 5, "a")}, {put(0, 1, "x"), put(4, 6, "b"), put(8, 9, "y")}}, []Edit{put(2, 5, "a")}, []int{1}},
		{"a refused set blocks nobody", [][]Edit{{put(2, 5, "a")}, {put(4, 7, "b")}, {put(6, 8, "c")}}, []Edit{put(2, 5, "a"), put(6, 8, "c")}, []int{1}},
		{"two refused", [][]Edit{{put(2, 5, "a")}, {put(2, 4, "b")}, {put(3, 5, "c")}}, []Edit{put(2, 5, "a")}, []int{1, 2}},
		{"equal set", [][]Edit{{put(2, 5, "a"), put(6, 6, "b")}, {put(6, 6, "b"), put(2, 5, "a")}}, []Edit{put(2, 5, "a"), put(6, 6, "b")}, nil},
		{"part of a set", [][]Edit{{put(2, 5, "a"), put(6, 6, "b")}, {put(6, 6, "b")}}, []Edit{put(2, 5, "a"), put(6, 6, "b")}, nil},
		{"parts of two sets", [][]Edit{{put(2, 5, "a")}, {put(6, 6, "b")}, {put(6, 6, "b"), put(2, 5, "a")}}, []Edit{put(2, 5, "a"), put(6, 6, "b")}, nil},
		{"more than a set", [][]Edit{{put(6, 6, "b")}, {put(6, 6, "b"), put(8, 8, "c")}}, []Edit{put(6, 6, "b")}, []int{1}},
		{"same span, other text", [][]Edit{{put(2, 5, "a")}, {put(2, 5, "b")}}, []Edit{put(2, 5, "a")}, []int{1}},
		{"insertions at one offset", [][]Edit{{put(3, 3, "a")}, {put(3, 3, "b")}}, []Edit{put(3, 3, "a")}, []int{1}},
		{"insertions at one offset in one set", [][]Edit{{put(3, 3, "b"), put(3, 3, "a")}}, []Edit{put(3, 3, "b"), put(3, 3, "a")}, nil},
		{"the same insertions in other order", [][]Edit{{put(3, 3, "b"), put(3, 3, "a")}, {put(3, 3, "a"), put(3, 3, "b")}}, []Edit{put(3, 3, "b"), put(3, 3, "a")}, []int{1}},
		{"one insertion wanted twice", [][]Edit{{put(3, 3, "a")}, {put(3, 3, "a"), put(3, 3, "a")}}, []Edit{put(3, 3, "a")}, []int{1}},
		{"later one of two insertions", [][]Edit{{put(3, 3, "b"), put(3, 3, "a")}, {put(3, 3, "a")}}, []Edit{put(3, 3, "b"), put(3, 3, "a")}, nil},
		{"insertion inside a replacement", [][]Edit{{put(2, 5, "a")}, {put(3, 3, "i")}}, []Edit{put(2, 5, "a")}, []int{1}},
		{"replacement around an insertion", [][]Edit{{put(3, 3, "i")}, {put(2, 5, "a")}}, []Edit{put(3, 3, "i")}, []int{1}},
		{"touching", [][]Edit{{put(2, 5, "a")}, {put(5, 6, "")}, {put(0, 2, "")}}, []Edit{put(0, 2, ""), put(2, 5, "a"), put(5, 6, "")}, nil},
		{"insertions at the borders of a replacement", [][]Edit{{put(2, 5, "a")}, {put(5, 5, "i")}, {put(2, 2, "j")}}, []Edit{put(2, 2, "j"), put(2, 5, "a"), put(5, 5, "i")}, nil},
		{"conflict in itself", [][]Edit{{put(2, 5, "a"), put(4, 6, "b")}, {put(2, 3, "c")}}, []Edit{put(2, 3, "c")}, []int{0}},
		{"end before start", [][]Edit{{put(5, 3, "a")}}, nil, []int{0}},
		{"before the text", [][]Edit{{put(-2, 3, "a")}}, nil, []int{0}},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			merged, refused := Merge(tt.sets...)
			if diff := cmp.Diff(tt.merged, merged); diff != "" {
				t.Errorf("merged (-want +got):\n%s", diff)
			}
			if diff := cmp.Diff(tt.refused, refused); diff != "" {
				t.Errorf("refused (-want +got):\n%s", diff)
			}
		})
	}
}

func TestMergeOfTouchingSetsDoesNotDependOnTheirOrder(t *testing.T) {
	sets := [][]Edit{{put(2, 4, "R")}, {put(4, 4, "i")}, {put(4, 6, "")}, {put(2, 2, "j")}}
	reversed := slices.Clone(sets)
	slices.Reverse(reversed)
	one, _ := Merge(sets...)
	other, _ := Merge(reversed...)
	if diff := cmp.Diff(one, other); diff != "" {
		t.Errorf("in order and in reverse:\n%s", diff)
	}
}

// FuzzMergeAppliesAndLosesNothing reads data as sets of edits to a fixed text.
func FuzzMergeAppliesAndLosesNothing(f *testing.F) {
	f.Add([]byte{2, 5, 'a', 1, 4, 6, 'b', 0, 3, 3, 'i', 0})
	f.Add([]byte{3, 3, 'a', 0, 3, 3, 'a', 0, 3, 0, 'x', 1, 3, 3, 'a', 1})
	f.Add([]byte{2, 2, 'a', 1, 8, 1, 'b', 1, 2, 2, 'a', 0, 4, 0, 'i', 1})
	f.Fuzz(func(t *testing.T, data []byte) {
		const text = "0123456789abcdef"
		sets := setsFrom(data, len(text))
		merged, refused := Merge(sets...)
		if !slices.IsSortedFunc(merged, bySpan) {
			t.Fatalf("%v merge unsorted: %v", sets, merged)
		}
		got, err := Apply(text, merged)
		if err != nil {
			t.Fatalf("%v merge to %v: %v", sets, merged, err)
		}
		var want []Edit // the sets that were not refused, each edit as often as the set that has it most
		for i, set := range sets {
			if slices.Contains(refused, i) {
				continue
			}
			if !within(inOrder(set), merged) {
				t.Fatalf("set %d of %v is neither refused nor in %v", i, sets, merged)
			}
			if !within(inOrder(set), inOrder(want)) {
				want = append(want, set...)
			}
		}
		if plain, err := Apply(text, want); err != nil || plain != got {
			t.Fatalf("%v: %q, without merging %q (%v)", sets, got, plain, err)
		}
		for _, i := range refused {
			if _, err := Apply(text, append(slices.Clone(merged), sets[i]...)); err == nil && !insertsWhere(merged, sets[i]) {
				t.Fatalf("set %d of %v is refused, but fits %v", i, sets, merged)
			}
		}
	})
}

// setsFrom reads four bytes an edit: start, length, new text, whether a new set begins after it.
func setsFrom(data []byte, size int) [][]Edit {
	sets := [][]Edit{nil}
	for ; len(data) >= 4; data = data[4:] {
		start := int(data[0]) % (size + 1)
		end := min(start+int(data[1])%4, size)
		sets[len(sets)-1] = append(sets[len(sets)-1], put(start, end, string(data[2]%3+'x')))
		if data[3]%2 == 0 {
			sets = append(sets, nil)
		}
	}
	return sets
}

// insertsWhere reports whether a and b insert at one offset.
func insertsWhere(a, b []Edit) bool {
	return slices.ContainsFunc(a, func(e Edit) bool {
		return e.Span.Len() == 0 && slices.ContainsFunc(b, func(o Edit) bool { return o.Span == e.Span })
	})
}
