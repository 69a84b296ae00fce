package markdown

import "errors"

// Edit replaces Span of a text with New. An empty Span inserts.
type Edit struct {
	Span Span
	New  string
}

// ErrConflict is returned by Apply for edits that overlap or lie out of bounds.
var ErrConflict = errors.New("edits overlap or lie out of bounds")

// Apply returns text with all edits made, in any order of the slice. Edits may
// touch but not overlap; two insertions at one offset keep the slice's order.
func Apply(text string, edits []Edit) (string, error) { return text, nil }

// Merge joins sets of edits to one text. A set that overlaps one taken before
// it is refused whole and its index returned; a set equal to one taken before,
// or a part of it, is taken silently once. Insertions of different sets at one
// offset conflict.
func Merge(sets ...[]Edit) (merged []Edit, refused []int) { return nil, nil }
