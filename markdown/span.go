package markdown

// Span is a half-open range of byte offsets: Start is in it, End is not.
type Span struct{ Start, End int }

// Len returns the number of bytes in s.
func (s Span) Len() int { return s.End - s.Start }

// Contains reports whether o lies within s; equal spans contain each other.
func (s Span) Contains(o Span) bool { return s.Start <= o.Start && o.End <= s.End }

// Overlaps reports whether s and o share a byte. Empty spans overlap nothing.
func (s Span) Overlaps(o Span) bool { return max(s.Start, o.Start) < min(s.End, o.End) }

// Touches reports whether s and o share a byte or a border.
func (s Span) Touches(o Span) bool { return s.Start <= o.End && o.Start <= s.End }

// In returns the part of text that s covers. It panics if s is out of bounds.
func (s Span) In(text string) string { return text[s.Start:s.End] }
