package markdown

import (
	"cmp"
	"errors"
	"slices"
	"strings"
)

// Edit replaces Span of a text with New. An empty Span inserts.
type Edit struct {
	Span Span
	New  string
}

// ErrConflict is what Apply returns for edits that overlap or lie out of bounds.
var ErrConflict = errors.New("edits overlap or lie out of bounds")

// Apply returns text with all edits made, in any order of the slice, which is
// left as it is. All spans refer to text as given. Edits may touch but not
// overlap; an insertion inside a replaced span overlaps it, one at its border
// does not and stands on its own side of the new text. Insertions at one offset
// keep the slice's order. On ErrConflict the text returned is empty.
func Apply(text string, edits []Edit) (string, error) {
	if !Fits(edits, len(text)) {
		return "", ErrConflict
	}
	edits = inOrder(edits)
	size := len(text)
	for _, e := range edits {
		size += len(e.New) - e.Span.Len()
	}
	var b strings.Builder
	b.Grow(size)
	at := 0
	for _, e := range edits {
		b.WriteString(text[at:e.Span.Start])
		b.WriteString(e.New)
		at = e.Span.End
	}
	b.WriteString(text[at:])
	return b.String(), nil
}

// Fits reports whether Apply can make edits, in any order of the slice, to a text of that size.
func Fits(edits []Edit, size int) bool {
	edits = inOrder(edits)
	return separate(edits) && (len(edits) == 0 || edits[len(edits)-1].Span.End <= size)
}

// Merge joins sets of edits to one text into a set that Apply takes, in order
// of the spans. Earlier sets win, and a set is taken or refused as a whole; the
// indexes of the refused ones are returned in order:
//
//   - A set is refused if it conflicts in itself, as Apply would find.
//   - It is taken silently, adding nothing, if all its edits have been taken.
//   - It is refused if one of its edits overlaps one that has been taken, even
//     an identical one, or inserts inside a replaced span or the other way round.
//   - It is refused if it inserts where another set inserts: their order is unknown.
//   - Edits that merely touch are taken. An insertion at the start of a replaced
//     span stands before the new text, one at the end after it, so the result
//     does not depend on which set came first.
//
// Bounds are left to Apply, since Merge does not see the text.
func Merge(sets ...[]Edit) (merged []Edit, refused []int) {
	for i, set := range sets {
		set = inOrder(set)
		switch {
		case within(set, merged):
		case !separate(set) || conflict(set, merged):
			refused = append(refused, i)
		default:
			merged = join(merged, set)
		}
	}
	return merged, refused
}

// bySpan puts an insertion before the edit that replaces what follows it.
func bySpan(a, b Edit) int {
	return cmp.Or(cmp.Compare(a.Span.Start, b.Span.Start), cmp.Compare(a.Span.End, b.Span.End))
}

// inOrder returns edits in order of their spans, as a copy unless they are so already.
func inOrder(edits []Edit) []Edit {
	if slices.IsSortedFunc(edits, bySpan) {
		return edits
	}
	edits = slices.Clone(edits)
	slices.SortStableFunc(edits, bySpan)
	return edits
}

// separate reports whether sorted edits have proper spans that do not overlap.
func separate(sorted []Edit) bool {
	end := 0
	for _, e := range sorted {
		if e.Span.Start < end || e.Span.End < e.Span.Start {
			return false
		}
		end = e.Span.End
	}
	return true
}

// within reports whether all edits of set are among merged, in the same order; both are sorted.
func within(set, merged []Edit) bool {
	for _, e := range set {
		i, _ := slices.BinarySearchFunc(merged, e, bySpan)
		for i < len(merged) && merged[i].Span == e.Span && merged[i] != e {
			i++
		}
		if i == len(merged) || merged[i] != e {
			return false
		}
		merged = merged[i+1:]
	}
	return true
}

// conflict reports whether an edit of set cannot be made together with merged; both are sorted and separate.
func conflict(set, merged []Edit) bool {
	for _, e := range set {
		i, same := slices.BinarySearchFunc(merged, e, bySpan)
		if same || i > 0 && merged[i-1].Span.End > e.Span.Start || i < len(merged) && merged[i].Span.Start < e.Span.End {
			return true
		}
	}
	return false
}

// join adds the edits of set to merged, both sorted and free of conflict.
func join(merged, set []Edit) []Edit {
	for _, e := range set {
		i, _ := slices.BinarySearchFunc(merged, e, bySpan)
		for i < len(merged) && merged[i].Span == e.Span { // insertions of the same set
			i++
		}
		merged = slices.Insert(merged, i, e)
	}
	return merged
}
