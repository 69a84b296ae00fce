package main

import (
	"strings"
	"unicode/utf8"

	"cortex/markdown"
)

// cell is one character of a source line as a terminal shows it.
type cell struct {
	// offset of the character in the line, in bytes.
	offset int
	// column where it starts, and how many it takes.
	column, width int
	text          string
}

// end returns the column after the cell.
func (c cell) end() int { return c.column + c.width }

// excerpt returns a source line and a line of carets under the part that span
// covers, each at most limit columns wide and harmless to a terminal. Span is
// relative to line and may end beyond it; carets show at least one column.
func excerpt(line string, span markdown.Span, limit int) (source, carets string) {
	line, span, cut := near(line, span)
	if isPlain(line) && len(line) <= limit && cut == (cutAt{}) {
		return strings.TrimRight(line, " "), caretsUnder(min(span.Start, len(line)), min(span.End, len(line)))
	}
	return excerptOfCells(line, span, cut, limit)
}

// excerptOfCells is excerpt where characters may take any number of columns, and a line more than there are.
func excerptOfCells(line string, span markdown.Span, cut cutAt, limit int) (source, carets string) {
	cells := layout(line)
	from, to := spanColumns(cells, span)
	total := 0
	if len(cells) > 0 {
		total = cells[len(cells)-1].end()
	}
	first, last := window(from, to, total, max(limit, narrowestWidth))

	var b strings.Builder
	if first > 0 || cut.before {
		b.WriteString("…")
	}
	lead := b.Len() / len("…")
	for _, c := range cells {
		if c.column >= first && c.end() <= last {
			b.WriteString(c.text)
		}
	}
	if last < total || cut.after {
		b.WriteString("…")
	}
	pad := lead + max(from-firstColumn(cells, first), 0)
	return strings.TrimRight(b.String(), " "), caretsUnder(pad, pad+min(to, last)-from)
}

// caretsUnder marks columns, at least one.
func caretsUnder(from, to int) string {
	return strings.Repeat(" ", from) + "^" + strings.Repeat("~", max(to-from-1, 0))
}

// cutAt tells at which ends of a line something was left out.
type cutAt struct{ before, after bool }

// near shortens a very long line to the surroundings of span, so that many
// diagnostics on one huge line cost no more than others.
func near(line string, span markdown.Span) (string, markdown.Span, cutAt) {
	start := min(span.Start, len(line))
	lo, hi := max(start-bytesAroundExcerpt, 0), min(start+bytesAroundExcerpt, len(line))
	for lo > 0 && !utf8.RuneStart(line[lo]) {
		lo--
	}
	for hi < len(line) && !utf8.RuneStart(line[hi]) {
		hi++
	}
	return line[lo:hi], markdown.Span{Start: start - lo, End: min(span.End, hi) - lo}, cutAt{lo > 0, hi < len(line)}
}

// layout gives every character of line its columns.
func layout(line string) []cell {
	var cells []cell
	column, previous := 0, rune(0)
	for offset, r := range line {
		c := cell{offset: offset, column: column, text: visible(r), width: columns(r, previous)}
		switch {
		case r == '\t':
			c.width = widthOfTabStops - column%widthOfTabStops
			c.text = strings.Repeat(" ", c.width)
		case r == emojiPresentation && len(cells) > 0 && cells[len(cells)-1].width == 1:
			c.width = 1 // a sign such as ❤ that this selector turns into an emoji
		}
		cells = append(cells, c)
		column, previous = c.end(), r
	}
	return cells
}

// spanColumns returns the columns that span covers.
func spanColumns(cells []cell, span markdown.Span) (from, to int) {
	if len(cells) > 0 {
		from = cells[len(cells)-1].end() // beyond the last character
	}
	to = from
	for i := len(cells) - 1; i >= 0; i-- {
		if cells[i].offset >= span.Start {
			from = cells[i].column
		}
		if cells[i].offset >= span.End {
			to = cells[i].column
		}
	}
	return from, to
}

// window chooses the columns to show, with room for an ellipsis at both ends: the
// start of the line if the span is in it, else what lies around the span. Of a
// span that is too wide its start is shown.
func window(from, to, total, limit int) (first, last int) {
	if total <= limit {
		return 0, total
	}
	limit -= 2
	if to > limit {
		first = min(to+contextAfter, total) - limit
		first = max(0, min(first, from-contextBefore))
	}
	return first, min(first+limit, total)
}

// firstColumn returns the column of the first cell that is shown.
func firstColumn(cells []cell, first int) int {
	for _, c := range cells {
		if c.column >= first {
			return c.column
		}
	}
	return first
}
