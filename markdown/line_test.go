package markdown

import "testing"

// TestALineTellsWhatTheIndexTells holds each line of texts against the index, at each offset.
func TestALineTellsWhatTheIndexTells(t *testing.T) {
	for _, text := range []string{
		"", "a", "a\n", "\na", "a\r\nb\r\n", "\r\r\n\n\r", "\ufeff", "\ufeff\na", "\ufeffa\r\n\ufeffb", "é€😄b\r\n\xff\xe2\x82x\nplain\r",
	} {
		x := NewLineIndex(text)
		for offset := -1; offset <= len(text)+1; offset++ {
			line, col32 := x.OffsetLineCol32(offset)
			l := x.Line(offset)
			if l.Number != line || l.Col32(offset) != col32 || l.Span != x.LineSpan(line) || l.Text != l.Span.In(text) {
				t.Errorf("%q at %d: %+v, column %d; want line %d, column %d", text, offset, l, l.Col32(offset), line, col32)
			}
			for number := range x.Count() {
				span := x.LineSpan(number)
				if other := x.Line(span.Start); other.Holds(offset) && number != line {
					t.Errorf("%q: line %d claims offset %d of line %d", text, number, offset, line)
				}
			}
		}
	}
}
