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
	*last = trimmedSpaces(s.text, *last)
	s.blocks = append(s.blocks, b)
}

// tableIn finds the table that the lines of a paragraph end with: the number of its first line, and of its columns, 0 if there is none.
func (s *blockScanner) tableIn(lines []Span) (header, columns int) {
	for i := 1; i < len(lines); i++ {
		if columns = tableColumns(lines[i].In(s.text)); columns > 0 {
			if cells := s.appendCells(nil, lines[i-1], 0); len(cells) > columns {
				return 0, 0
			}
			return i - 1, columns
		}
	}
	return 0, 0
}

// tableMarks are all that is in the line below the header of a table.
const tableMarks = "-|:" + spaces

// tableColumns returns the number of columns that the line below the header of a table makes, 0 for any other line.
func tableColumns(line string) int {
	if len(line)-len(strings.TrimLeft(line, " ")) > 3 || strings.Trim(line, "-") == "" || strings.Trim(line, tableMarks) != "" {
		return 0
	}
	cells := strings.Split(line, "|")
	if blank(cells[0]) {
		cells = cells[1:]
	}
	if n := len(cells); n > 0 && blank(cells[n-1]) {
		cells = cells[:n-1]
	}
	for _, cell := range cells {
		dashes := strings.TrimPrefix(strings.Trim(cell, " \t\n\f\r"), ":")
		if dashes = strings.TrimSuffix(dashes, ":"); dashes == "" || strings.Trim(dashes, "-") != "" {
			return 0
		}
	}
	return len(cells)
}

// readTable records a table by its lines.
func (s *blockScanner) readTable(lines []Span, columns int) {
	rows := make([][]Cell, 0, len(lines)-1)
	last := lines[0].Start
	for i, line := range lines {
		if i == 1 {
			continue
		}
		most := columns
		if i == 0 {
			most = 0
		}
		last = line.Start
		cells := s.appendCells(nil, line, most)
		for _, c := range cells {
			if c.Span.Len() > 0 {
				s.blocks = append(s.blocks, inlineBlock{first: len(s.lines), last: len(s.lines) + 1})
				s.lines = append(s.lines, c.Span)
			}
		}
		// A header may lack some of the cells.
		if len(rows) > 0 {
			cells = cells[:min(len(cells), len(rows[0]))]
		}
		if len(cells) > 0 || i == 0 {
			rows = append(rows, cells)
		}
	}
	s.addTable(lines[0].Start, last, rows)
}

// appendCells adds the cells of a row, as many as most if that is not 0.
func (s *blockScanner) appendCells(cells []Cell, row Span, most int) []Cell {
	row = trimmedSpaces(s.text, row)
	if row.Len() > 0 && s.text[row.Start] == '|' {
		row.Start++
	}
	if row.Len() > 0 && s.text[row.End-1] == '|' {
		row.End--
	}
	for at := row.Start; at < row.End && (most == 0 || len(cells) < most); {
		end := at
		for end < row.End && (s.text[end] != '|' || end > row.Start && s.text[end-1] == '\\') {
			end++
		}
		cells = append(cells, Cell{trimmedSpaces(s.text, Span{at, end})})
		at = end + 1
	}
	return cells
}
