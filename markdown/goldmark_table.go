package markdown

import (
	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// goldmark has parsers of its own for what GitHub adds to CommonMark. Whoever imports them compiles the regular expressions of all of them when
// the program starts, which takes as long as checking a dozen files; so tables, footnotes and what is struck out are read here.

// tableParser makes a table of the lines of a paragraph from the one above a row of delimiters on.
type tableParser struct{}

func (tableParser) Transform(paragraph *ast.Paragraph, reader text.Reader, _ parser.Context) {
	src, lines := reader.Source(), paragraph.Lines()
	for i := 1; i < lines.Len(); i++ {
		line := lines.At(i)
		columns := tableColumns(string(line.Value(src)))
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

// addCells adds the cells of a line to a row, at most so many.
func addCells(row ast.Node, line text.Segment, src []byte, most int) {
	row.(interface{ SetPos(int) }).SetPos(line.Start)
	for _, c := range appendCells(nil, string(src[line.Start:line.Stop]), Span{0, line.Stop - line.Start}, most) {
		cell := extast.NewTableCell()
		cell.SetPos(line.Start + c.Span.Start)
		cell.Lines().Append(text.NewSegment(line.Start+c.Span.Start, line.Start+c.Span.End))
		row.AppendChild(row, cell)
	}
}

// addMissing adds empty cells to a row until there are so many.
func addMissing(row ast.Node, columns int) {
	for row.ChildCount() < columns {
		row.AppendChild(row, extast.NewTableCell())
	}
}
