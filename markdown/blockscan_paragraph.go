package markdown

import "strings"

// closeParagraph makes of the lines of a paragraph what they are when all are known: definitions, text, a table.
func (s *blockScanner) closeParagraph(p leaf) {
	lines := s.lines[p.first:]
	if strings.HasPrefix(trimLeft(lines[0].In(s.text)), "[") {
		var defined bool
		lines, defined = s.goldmark.cutDefinitions(s.facts, lines)
		p.leads = p.leads && !defined
	}
	if n := s.affordedLines(len(lines), func(i int) Span { return lines[i] }); n < len(lines) {
		s.skip(Span{lines[n].Start, lines[len(lines)-1].End}, ExcessCells)
		lines = lines[:n]
	}
	header, columns := s.tableIn(lines)
	text := lines
	if columns > 0 {
		text = lines[:header]
	}
	if len(text) > 0 {
		s.addText(text, inlineBlock{leads: p.leads})
	}
	if columns > 0 {
		s.readTable(lines[header:], columns)
	}
}

// endTitle makes a heading of the paragraph, which a line of marks follows. It gives up where there may be a definition or a table in it.
func (s *blockScanner) endTitle(mark byte) bool {
	lines := s.lines[s.leaf.first:]
	if strings.HasPrefix(trimLeft(lines[0].In(s.text)), "[") {
		return false
	}
	for _, line := range lines[1:] {
		if strings.Trim(line.In(s.text), tableMarks) == "" {
			return false
		}
	}
	level := 2
	if mark == '=' {
		level = 1
	}
	s.leaf = leaf{}
	s.addText(lines, inlineBlock{level: level, nested: len(s.containers) > 0})
	return true
}

// addText adds a block with lines of which the blanks around them are left out.
func (s *blockScanner) addText(lines []Span, b inlineBlock) {
	b.first = len(s.lines)
	for _, line := range lines {
		line.Start = line.End - len(trimLeft(line.In(s.text)))
		s.lines = append(s.lines, line)
	}
	b.last = len(s.lines)
	last := &s.lines[b.last-1]
	*last = trimmed(s.text, *last)
	s.blocks = append(s.blocks, b)
}

// tableIn finds the table that the lines of a paragraph end with: the number of its first line, and of its columns, 0 if there is none.
func (s *blockScanner) tableIn(lines []Span) (header, columns int) {
	for i := 1; i < len(lines); i++ {
		if columns = tableColumns(lines[i].In(s.text)); columns > 0 {
			s.cells = appendCells(s.cells[:0], s.text, lines[i-1], columns+1)
			if len(s.cells) > columns {
				return 0, 0
			}
			return i - 1, columns
		}
	}
	return 0, 0
}

// tableMarks are all that is in the line below the header of a table.
const tableMarks = "-|:" + blanks

// tableColumns returns the number of columns that the line below the header of a table makes, 0 for any other line.
func tableColumns(line string) int {
	rest := trimLeft(line)
	if rest == "" || strings.IndexByte("-|:", rest[0]) < 0 || strings.Trim(line, "-") == "" {
		return 0
	}
	if indent := line[:len(line)-len(rest)]; len(indent) > 3 || strings.IndexByte(indent, '\t') >= 0 {
		return 0
	}
	columns := 0
	for cell := range strings.SplitSeq(betweenPipes(strings.TrimRight(rest, blanks)), "|") {
		dashes := strings.TrimSuffix(strings.TrimPrefix(strings.Trim(cell, blanks), ":"), ":")
		if dashes == "" || strings.Trim(dashes, "-") != "" {
			return 0
		}
		columns++
	}
	return columns
}

func betweenPipes(row string) string { return strings.TrimSuffix(strings.TrimPrefix(row, "|"), "|") }

// readTable records a table by its lines.
func (s *blockScanner) readTable(lines []Span, columns int) {
	s.cells = s.cells[:0]
	rows := make([][]Cell, 0, len(lines)-1)
	header, last := 0, lines[0].Start
	for i, line := range lines {
		if i == 1 {
			continue
		}
		last = line.Start
		first := len(s.cells)
		s.cells = appendCells(s.cells, s.text, line, columns)
		s.addCells(s.cells[first:])
		if i == 0 {
			header = len(s.cells)
		}
		s.cells = s.cells[:min(len(s.cells), first+header)] // a header may lack some of its cells
		if row := s.cells[first:]; len(row) > 0 || i == 0 {
			rows = append(rows, row)
		}
	}
	all := kept(s.cells)
	for i, row := range rows {
		rows[i], all = all[:len(row):len(row)], all[len(row):]
	}
	s.addTable(lines[0].Start, last, rows)
}

// addCells adds the blocks that cells are.
func (s *blockScanner) addCells(cells []Cell) {
	for _, c := range cells {
		if c.Span.Len() > 0 {
			s.blocks = append(s.blocks, inlineBlock{first: len(s.lines), last: len(s.lines) + 1})
			s.lines = append(s.lines, c.Span)
		}
	}
}

// appendCells adds the cells of a row, at most so many.
func appendCells(cells []Cell, text string, row Span, most int) []Cell {
	row = trimmed(text, row)
	if row.Len() > 0 && text[row.Start] == '|' {
		row.Start++
	}
	if row.Len() > 0 && text[row.End-1] == '|' {
		row.End--
	}
	for at := row.Start; at < row.End && most > 0; most-- {
		end := at
		for end < row.End && (text[end] != '|' || end > row.Start && text[end-1] == '\\') {
			end++
		}
		cell := trimmed(text, Span{at, end})
		if cell.Len() == 0 {
			cell = Span{end, end}
		}
		cells = append(cells, Cell{cell})
		at = end + 1
	}
	return cells
}
