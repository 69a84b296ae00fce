package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// goldmark has parsers of its own for what GitHub adds to CommonMark. Whoever imports them compiles the regular expressions of all of them when
// the program starts, which takes as long as checking a dozen files; so tables, footnotes and what is struck out are read here.

// tableParser makes a table of the lines of a paragraph from the one above a row of delimiters on.
type tableParser struct{}

func (tableParser) Transform(paragraph *ast.Paragraph, reader text.Reader, _ parser.Context) {
	src, lines := reader.Source(), paragraph.Lines()
	for i := 1; i < lines.Len(); i++ {
		line := lines.At(i)
		columns := delimiterRow(line.Value(src))
		if columns == 0 {
			continue
		}
		header := &extast.TableHeader{}
		if addCells(header, lines.At(i-1), src, columns+1); header.ChildCount() > columns {
			return
		}
		table := &extast.Table{}
		table.SetPos(paragraph.Pos())
		table.AppendChild(table, header)
		addMissing(header, columns)
		for j := i + 1; j < lines.Len(); j++ {
			row := &extast.TableRow{}
			addCells(row, lines.At(j), src, columns)
			addMissing(row, columns)
			table.AppendChild(table, row)
		}
		endBefore(paragraph, i-1, table)
		return
	}
}

// endBefore leaves the first n lines of a paragraph, and puts a node after it.
func endBefore(paragraph *ast.Paragraph, n int, after ast.Node) {
	parent, lines := paragraph.Parent(), paragraph.Lines()
	lines.SetSliced(0, n)
	parent.InsertAfter(parent, paragraph, after)
	if n == 0 {
		parent.RemoveChild(parent, paragraph)
		return
	}
	last := lines.At(n - 1)
	lines.Set(n-1, last.WithStop(last.Stop-len("\n")))
}

// delimiterRow returns how many columns a line gives to the table whose header it is below; 0 for any other line.
func delimiterRow(line []byte) int {
	if width, _ := util.IndentWidth(line, 0); width > 3 || len(bytes.TrimLeft(line, "-")) == 0 {
		return 0
	}
	columns := 0
	for cell := range bytes.SplitSeq(betweenPipes(bytes.Trim(line, blanks)), []byte("|")) {
		dashes := bytes.TrimSuffix(bytes.TrimPrefix(bytes.Trim(cell, blanks), []byte(":")), []byte(":"))
		if len(dashes) == 0 || len(bytes.TrimLeft(dashes, "-")) > 0 {
			return 0
		}
		columns++
	}
	return columns
}

// blanks are what may surround a cell.
const blanks = " \t\n"

func betweenPipes(row []byte) []byte {
	return bytes.TrimSuffix(bytes.TrimPrefix(row, []byte("|")), []byte("|"))
}

// addCells adds the cells of a line to a row, at most so many.
func addCells(row ast.Node, line text.Segment, src []byte, most int) {
	row.(interface{ SetPos(int) }).SetPos(line.Start)
	line = line.TrimLeftSpace(src)
	line = line.TrimRightSpace(src)
	rest := line.Value(src)
	start := line.Start
	if bytes.HasPrefix(rest, []byte("|")) {
		start++
	}
	rest = betweenPipes(rest)
	for ; len(rest) > 0 && most > 0; most-- {
		end := cellEnd(rest)
		cell := extast.NewTableCell()
		cell.SetPos(start)
		content := text.NewSegment(start, start+end)
		content = content.TrimLeftSpace(src)
		cell.Lines().Append(content.TrimRightSpace(src))
		row.AppendChild(row, cell)
		start += end + len("|")
		rest = rest[min(end+len("|"), len(rest)):]
	}
}

// addMissing adds empty cells to a row until there are so many.
func addMissing(row ast.Node, columns int) {
	for row.ChildCount() < columns {
		row.AppendChild(row, extast.NewTableCell())
	}
}

// cellEnd returns where the first cell of a row ends: at a pipe without a backslash before it, which code does not hide.
func cellEnd(row []byte) int {
	for i, c := range row {
		if c == '|' && (i == 0 || row[i-1] != '\\') {
			return i
		}
	}
	return len(row)
}
