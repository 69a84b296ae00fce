package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

const (
	// maxDepth is how deep containers may stand in one another. A list and its item are two.
	maxDepth = 64
	// tiredDepth is the same in a text that has been too much.
	tiredDepth = 6
)

// containerBudget bounds what it costs to take each line to the containers that are open: it is as much for a blank line as for any other.
type containerBudget struct {
	depth int
	// left is how often a line may still be taken to a container until all must be closed; limit is what left begins with.
	left, limit int
}

func newContainerBudget(size int) containerBudget {
	limit := 2*size + 1<<16
	return containerBudget{maxDepth, limit, limit}
}

// containerGuard wraps the parsers of quotes, lists and footnotes.
type containerGuard struct{ parser.BlockParser }

func (p containerGuard) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, at := reader.Position()
	start := blockStart(reader, pc)
	node, state := p.BlockParser.Open(parent, reader, pc)
	f := factsOf(pc)
	if node == nil || len(pc.OpenedBlocks()) < f.guard.containers.depth {
		return node, state
	}
	reader.SetPosition(line, at)
	f.skip(Span{start, f.lineEnd(start)}, ExcessNesting)
	return nil, parser.NoChildren
}

func (p containerGuard) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	if blocks := pc.OpenedBlocks(); blocks[0].Node == node {
		f := factsOf(pc)
		if b := &f.guard.containers; b.left < len(blocks) {
			b.left, b.depth = b.limit, tiredDepth
			_, at := reader.PeekLine()
			f.skip(Span{f.lineStart(at.Start), f.lineEnd(at.Start)}, ExcessNesting)
			return parser.Close
		} else {
			b.left -= len(blocks)
		}
	}
	return p.BlockParser.Continue(node, reader, pc)
}

// afford returns how many of n things in a paragraph can be paid for. To pay for i costs what cost says, of which the paragraph's length pays a part.
func (g *guard) afford(size, n int, cost func(i int) int) int {
	have := g.spare + stepsPerByte*size
	low, high := 0, n
	for low < high {
		if middle := (low + high + 1) / 2; cost(middle) <= have {
			low = middle
		} else {
			high = middle - 1
		}
	}
	g.spare -= max(cost(low)-stepsPerByte*size, 0)
	return low
}

// definitionGuard comes before the parser of link definitions, which for each of them goes over all lines of the paragraph.
type definitionGuard struct{}

// manyLines is how many a paragraph must have for their number to count.
const manyLines = 100

func (definitionGuard) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	lines, src := node.Lines(), reader.Source()
	if lines.Len() < manyLines || !mayDefine(lines.At(0), src) {
		return
	}
	definitions := make([]int, lines.Len()+1) // among the first so many lines, at most
	for i := range lines.Len() {
		definitions[i+1] = definitions[i]
		if mayDefine(lines.At(i), src) {
			definitions[i+1]++
		}
	}
	f := factsOf(pc)
	size := lines.At(lines.Len()-1).Stop - lines.At(0).Start
	f.cut(lines, f.guard.afford(size, lines.Len(), func(n int) int { return definitions[n] * n }), ExcessDefinitions)
}

// mayDefine is false for a line that certainly does not begin a definition.
func mayDefine(line text.Segment, src []byte) bool {
	rest, ok := bytes.CutPrefix(util.TrimLeftSpace(line.Value(src)), []byte("["))
	if !ok {
		return false
	}
	end := labelLength(rest)
	return end < 0 || bytes.HasPrefix(rest[end:], []byte("]:"))
}

// tableGuard comes before the parser of tables, which gives each row as many cells as the header has.
type tableGuard struct{}

// stepsPerCell is what a cell costs that is not written.
const stepsPerCell = 32

func (tableGuard) Transform(node *ast.Paragraph, _ text.Reader, pc parser.Context) {
	f, lines := factsOf(pc), node.Lines()
	f.cut(lines, f.affordedLines(lines.Len(), func(i int) Span { return Span{lines.At(i).Start, lines.At(i).Stop} }), ExcessCells)
}

// affordedLines returns how many of the n lines of a paragraph can be paid for if there is a table in it.
func (f *facts) affordedLines(n int, line func(i int) Span) int {
	for i := 1; i < n; i++ {
		columns := delimiterColumns(line(i).In(f.text))
		if columns == 0 {
			continue
		}
		size := line(n-1).End - line(0).Start
		return i + f.guard.afford(size, n-i, func(n int) int { return n * columns * stepsPerCell })
	}
	return n
}

// delimiterColumns returns how many columns the line may make that is below the header of a table; 0 for any other line.
func delimiterColumns(line string) int {
	columns := 1
	for i := range len(line) {
		switch line[i] {
		case '|':
			columns++
		case '-', ':', ' ', '\t', '\n':
		default:
			return 0
		}
	}
	return columns
}

// cut leaves the first n lines.
func (f *facts) cut(lines *text.Segments, n int, why Excess) {
	if n >= lines.Len() {
		return
	}
	f.skip(Span{lines.At(n).Start, lines.At(lines.Len() - 1).Stop}, why)
	lines.SetSliced(0, n)
}
