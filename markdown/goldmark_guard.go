package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// Some texts make the parser go over the same bytes again and again, so that its work grows with the square of their length.
// The guards count what that costs, in steps of some nanoseconds. A paragraph, heading or cell may cost stepsPerByte; beyond
// that it draws on spareSteps, which the whole document has. Once those are spent, the rest of a block that has no more is
// plain text, and the document says so. Steps rather than time are counted so that a text means the same on every machine.
const (
	stepsPerByte = 32
	spareSteps   = 16 << 20
	// stepsPerLine is what it costs to collect a line in vain.
	stepsPerLine = 32
	// maxPieces bounds the places in a document where inline markup may be, for the memory that each takes.
	maxPieces = 1 << 19
	// maxMarks bounds the marks of emphasis in a block, so that it does not nest too deep for the stack.
	maxMarks = 20_000
)

// guard counts what a parse costs.
type guard struct {
	// spare are the steps that the document has left.
	spare int
	// pieces are the places in the document where inline markup may be.
	pieces     int
	containers containerBudget

	// block is the one being read; it ends at end.
	block      ast.Node
	end, lines int
	// share are the steps that it has left, first is what pieces was when it began.
	share, first int
	// runs are its delimiter runs so far, marks their characters.
	runs, marks int
	// open are its brackets that are open, links is how many links have been read.
	open  []bracket
	links int
}

// bracket is one that is open, with the number of delimiter runs and links before it.
type bracket struct {
	start, runs, links int
	// image tells that it is the one of an image, which begins at start with a "!".
	image bool
}

// textStart returns where the text begins in the bracket.
func (b bracket) textStart() int {
	if b.image {
		return b.start + len("![")
	}
	return b.start + len("[")
}

// begin begins a document of that size.
func (g *guard) begin(size int) {
	*g = guard{spare: spareSteps, containers: newContainerBudget(size), open: g.open}
}

// enter begins a block.
func (g *guard) enter(block ast.Node) {
	lines := block.Lines()
	g.block, g.lines, g.end = block, lines.Len(), lines.At(lines.Len()-1).Stop
	g.share, g.first = stepsPerByte*(g.end-lines.At(0).Start), g.pieces
	g.runs, g.marks, g.open = 0, 0, g.open[:0]
}

// spend takes steps from the share of the block, then from what the document has.
func (g *guard) spend(steps int) {
	g.share -= steps
	if g.share < 0 {
		g.spare += g.share
		g.share = 0
	}
}

func (g *guard) spent() bool { return g.spare < 0 || g.pieces > maxPieces || g.marks > maxMarks }

// run pays for the delimiter run that line begins with, which stands at start in text.
func (g *guard) run(text string, line []byte, start int) {
	c := line[0]
	length := len(line) - len(bytes.TrimLeft(line, string(c)))
	if c == '~' && length > 2 { // is no delimiter, and is counted again from each of its characters
		g.spend(length)
		return
	}
	g.runs++
	g.marks += length
	if mayClose(c, text[:start], line[length:]) { // it is compared with all before it until one opens what it closes
		g.spend(g.runs)
	}
}

// mayClose is false for a delimiter run that certainly cannot close emphasis: one after a blank, or of "_" before a letter.
func mayClose(c byte, before string, after []byte) bool {
	if before == "" || strings.IndexByte(" \t\n", before[len(before)-1]) >= 0 {
		return false
	}
	return c != '_' || len(after) == 0 || !util.IsAlphaNumeric(after[0])
}

// linked keeps count of the brackets that are open, and pays, once the parser of links has read what line begins with.
func (g *guard) linked(line []byte, start int, found bool) {
	switch n := len(g.open); {
	case line[0] != ']' && found:
		g.open = append(g.open, bracket{start: start, runs: g.runs})
	case line[0] == ']' && n > 0:
		// What is inside was copied and looked through for links, and its first line looked for from the last of all.
		g.spend(start - g.open[n-1].start + g.lines/4)
		if found && g.runs > g.open[n-1].runs { // delimiters are looked for in all that is before
			g.spend(g.pieces - g.first)
		}
		g.open = g.open[:n-1]
		if line = line[1:]; len(line) > 0 && line[0] == '(' {
			g.spend(destinationLength(line[1:]))
		}
	}
}

// destinationLength returns how much of a line is looked at for the destination of a link.
func destinationLength(line []byte) int {
	line = util.TrimLeftSpace(line)
	angled := len(line) > 0 && line[0] == '<'
	open := 0
	for i := usualLength(line); i < len(line); i++ {
		switch c := line[i]; {
		case c == '\\' && i+1 < len(line) && util.IsPunct(line[i+1]):
			i++
		case angled && c == '>', !angled && util.IsSpace(c):
			return i
		case c == '(':
			open++
		case c == ')':
			open--
		}
		if open < 0 && !angled {
			return i
		}
	}
	return len(line)
}

// unclosed pays for backticks at start that nothing closes.
func (g *guard) unclosed(start int) { g.spend(g.end - start + stepsPerLine*g.lines) }

// inlineGuard comes before the parsers of inlines but those of emphasis. Where nothing is left it takes the rest of the block.
type inlineGuard struct{}

func (inlineGuard) Trigger() []byte { return []byte("!<[]`{") }

func (p inlineGuard) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	_, at := block.PeekLine()
	if !p.read(parent, block, pc) {
		return nil
	}
	return ast.NewRawTextSegment(text.NewSegment(at.Start, factsOf(pc).guard.end))
}

func (inlineGuard) read(parent ast.Node, block text.Reader, pc parser.Context) bool {
	f := factsOf(pc)
	g := &f.guard
	if g.block != parent {
		g.enter(parent)
	}
	g.pieces++
	if !g.spent() {
		return false
	}
	g.spare, g.pieces = max(g.spare, 0), min(g.pieces, maxPieces)
	line, at := block.PeekLine()
	f.skip(Span{at.Start, g.end}, ExcessMarkup)
	for line != nil {
		block.AdvanceLine()
		line, _ = block.PeekLine()
	}
	return true
}

// emphasisGuard comes before the parsers of emphasis.
type emphasisGuard struct{ inlineGuard }

func (emphasisGuard) Trigger() []byte { return []byte("*_~") }

func (p emphasisGuard) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	f := factsOf(pc)
	if f.guard.block != parent {
		f.guard.enter(parent)
	}
	line, at := block.PeekLine()
	f.guard.run(f.text, line, at.Start)
	return p.inlineGuard.Parse(parent, block, pc)
}

// bracketGuard wraps the parser of links.
type bracketGuard struct{ parser.InlineParser }

func (p bracketGuard) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	line, at := block.PeekLine()
	node := p.InlineParser.Parse(parent, block, pc)
	factsOf(pc).guard.linked(line, at.Start, node != nil)
	return node
}
