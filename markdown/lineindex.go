package markdown

import (
	"slices"
	"strings"
	"unicode/utf8"
)

// LineIndex maps byte offsets of one text to lines and columns and back. Lines
// and columns count from 0. A line ends with "\n", "\r\n" or a lone "\r", as in
// the Language Server Protocol. The unit of a column is in the method's name: 8
// bytes, 16 UTF-16 code units, 32 code points. An invalid byte counts as one
// replacement character. A BOM at the very start has no width: editors hide it,
// so the first line and its columns begin after it.
//
// Every method clamps: a column past the end of its line is the line's end, a
// line past the last is the end of the text, an offset inside a character is
// the character's start, one inside a line end is the end of its line, and
// whatever lies before the first line is its start.
//
// An index is immutable. A conversion costs the logarithm of the number of
// lines, and if the text is not all ASCII, the length of one line.
type LineIndex struct {
	text   string
	starts []int32 // where each line starts; never empty, starts[0] is past the BOM
	ascii  bool    // no character after the BOM has more than one byte
}

// NewLineIndex indexes text.
func NewLineIndex(text string) *LineIndex {
	first := 0
	if strings.HasPrefix(text, bom) {
		first = len(bom)
	}
	return &LineIndex{text, lineStarts(text, first), isASCII(text[first:])}
}

func lineStarts(text string, first int) []int32 {
	most := strings.Count(text, "\n")
	if strings.IndexByte(text, '\r') < 0 {
		return appendAfter(append(make([]int32, 0, 1+most), int32(first)), '\n', text[first:], first)
	}
	starts := append(make([]int32, 0, 1+max(most, strings.Count(text, "\r"))), int32(first))
	for at := first; at < len(text); {
		end := strings.IndexByte(text[at:], '\n')
		if end < 0 {
			return appendAfter(starts, '\r', text[at:], at)
		}
		line := text[at : at+end]
		starts = appendAfter(starts, '\r', strings.TrimSuffix(line, "\r"), at)
		at += end + 1
		starts = append(starts, int32(at))
	}
	return starts
}

// appendAfter adds the offset after each end of part, which begins at offset at.
func appendAfter(starts []int32, end byte, part string, at int) []int32 {
	for {
		n := strings.IndexByte(part, end)
		if n < 0 {
			return starts
		}
		at += n + 1
		part = part[n+1:]
		starts = append(starts, int32(at))
	}
}

// isASCII looks at eight bytes at a time, which the compiler reads as one: it runs over every text that is opened.
func isASCII(s string) bool {
	const high = 0x8080808080808080
	for ; len(s) >= 8; s = s[8:] {
		eight := uint64(s[0]) | uint64(s[1])<<8 | uint64(s[2])<<16 | uint64(s[3])<<24 |
			uint64(s[4])<<32 | uint64(s[5])<<40 | uint64(s[6])<<48 | uint64(s[7])<<56
		if eight&high != 0 {
			return false
		}
	}
	for i := range len(s) {
		if s[i] >= utf8.RuneSelf {
			return false
		}
	}
	return true
}

// start returns where a line starts that there is.
func (x *LineIndex) start(line int) int { return int(x.starts[line]) }

// Count returns the number of lines; a text that ends with a line end has an empty last line.
func (x *LineIndex) Count() int { return len(x.starts) }

// LineSpan returns the span of a line without its line end and, on the first line, without the BOM.
func (x *LineIndex) LineSpan(line int) Span {
	if line < 0 {
		return Span{x.start(0), x.start(0)}
	}
	if line >= len(x.starts) {
		return Span{len(x.text), len(x.text)}
	}
	start := x.start(line)
	if line+1 == len(x.starts) {
		return Span{start, len(x.text)}
	}
	end := x.start(line+1) - 1
	if end > start && x.text[end-1] == '\r' {
		end--
	}
	return Span{start, end}
}

// OffsetLine returns the line that holds offset. A line end belongs to the line that it ends.
func (x *LineIndex) OffsetLine(offset int) int {
	line, found := slices.BinarySearch(x.starts, int32(min(max(offset, 0), len(x.text))))
	if found {
		return line
	}
	return max(line-1, 0)
}

// OffsetLineCol8 returns line and column in bytes.
func (x *LineIndex) OffsetLineCol8(offset int) (line, col8 int) {
	line, before := x.before(offset)
	return line, len(before)
}

// OffsetLineCol16 returns line and column in UTF-16 code units.
func (x *LineIndex) OffsetLineCol16(offset int) (line, col16 int) {
	line, before := x.before(offset)
	if x.ascii {
		return line, len(before)
	}
	for _, r := range before {
		col16 += width16(r)
	}
	return line, col16
}

// OffsetLineCol32 returns line and column in code points.
func (x *LineIndex) OffsetLineCol32(offset int) (line, col32 int) {
	line, before := x.before(offset)
	if x.ascii {
		return line, len(before)
	}
	return line, utf8.RuneCountInString(before)
}

// before returns the line that holds offset and its whole characters up to there.
func (x *LineIndex) before(offset int) (line int, text string) {
	line = x.OffsetLine(offset)
	if start := x.start(line); x.ascii && start <= offset && line+1 < len(x.starts) && offset <= x.start(line+1)-len("\r\n") {
		return line, x.text[start:offset] // within the line whatever ends it: no look at the text
	}
	span := x.LineSpan(line)
	text = span.In(x.text)
	return line, text[:x.charStart(text, offset-span.Start)]
}

func (x *LineIndex) charStart(line string, col8 int) int {
	if x.ascii {
		return min(max(col8, 0), len(line))
	}
	return charStart(line, col8)
}

// charStart clamps a byte column to line and to the start of the character it
// falls in. An invalid byte is a character of its own.
func charStart(line string, col8 int) int {
	col8 = min(max(col8, 0), len(line))
	if col8 == len(line) {
		return col8
	}
	for start := col8 - 1; start >= max(0, col8-utf8.UTFMax+1); start-- {
		if _, size := utf8.DecodeRuneInString(line[start:]); start+size > col8 {
			return start
		}
	}
	return col8
}

// LineCol8Offset is the inverse of OffsetLineCol8.
func (x *LineIndex) LineCol8Offset(line, col8 int) int {
	span := x.LineSpan(line)
	return span.Start + x.charStart(span.In(x.text), col8)
}

// LineCol16Offset is the inverse of OffsetLineCol16.
func (x *LineIndex) LineCol16Offset(line, col16 int) int {
	return x.offset(line, col16, width16)
}

// LineCol32Offset is the inverse of OffsetLineCol32.
func (x *LineIndex) LineCol32Offset(line, col32 int) int {
	return x.offset(line, col32, width32)
}

// offset returns where in line the character starts that holds column col,
// when width tells how many columns a character takes.
func (x *LineIndex) offset(line, col int, width func(rune) int) int {
	span := x.LineSpan(line)
	if x.ascii {
		return span.Start + min(max(col, 0), span.Len())
	}
	at := 0
	for i, r := range span.In(x.text) {
		at += width(r)
		if at > col {
			return span.Start + i
		}
	}
	return span.End
}

func width16(r rune) int {
	if r > 0xFFFF {
		return 2
	}
	return 1
}

func width32(rune) int { return 1 }
