package markdown

import "unicode/utf8"

// Line is one line of a text, which tells of places in it what a [LineIndex] tells that knows all of the text.
type Line struct {
	Number int
	// Span is that of the line without its line end and, on the first line, without the BOM; Text is what it says.
	Span Span
	Text string
}

// Line returns the line that holds offset.
func (x *LineIndex) Line(offset int) Line {
	line := x.OffsetLine(offset)
	span := x.LineSpan(line)
	return Line{line, span, span.In(x.text)}
}

// Holds tells whether the line certainly holds an offset: of those in a line end, only whoever knows the text around it can tell.
func (l Line) Holds(offset int) bool {
	return (l.Span.Start <= offset || l.Number == 0) && offset <= l.Span.End
}

// Col32 returns the column of an offset of the text in code points, clamped to the line.
func (l Line) Col32(offset int) int {
	return utf8.RuneCountInString(l.Text[:charStart(l.Text, offset-l.Span.Start)])
}
