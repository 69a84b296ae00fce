package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// footnoteBlockParser reads "[^label]: text" with what is indented below it, and records the labels. A footnote stays where it stands,
// while goldmark's own parser puts all of them where the first one is.
type footnoteBlockParser struct{}

func (footnoteBlockParser) Trigger() []byte { return []byte{'['} }

func (footnoteBlockParser) Open(_ ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	line, at := reader.PeekLine()
	start := pc.BlockOffset()
	if start < 0 || !bytes.HasPrefix(line[start:], []byte("[^")) {
		return nil, parser.NoChildren
	}
	start += len("[^")
	length := labelLength(line[start:min(len(line), start+maxLabel)])
	if length < 0 || util.IsBlank(line[start:start+length]) || !bytes.HasPrefix(line[start+length:], []byte("]:")) {
		return nil, parser.NoChildren
	}
	inSource := at.Start + start - at.Padding // a tab that stands for several columns is padded in the line
	footnote := extast.NewFootnote(reader.Source()[inSource : inSource+length])
	reader.Advance(start + length + len("]:"))
	return footnote, parser.HasChildren
}

func (footnoteBlockParser) Continue(_ ast.Node, reader text.Reader, _ parser.Context) parser.State {
	line, _ := reader.PeekLine()
	if util.IsBlank(line) {
		return parser.Continue | parser.HasChildren
	}
	start, padding := util.IndentPosition(line, reader.LineOffset(), 4)
	if start < 0 {
		return parser.Close
	}
	reader.AdvanceAndSetPadding(start, padding)
	return parser.Continue | parser.HasChildren
}

func (footnoteBlockParser) Close(node ast.Node, _ text.Reader, pc parser.Context) {
	f := factsOf(pc)
	if f.labels == nil {
		f.labels = map[string]bool{}
	}
	f.labels[string(node.(*extast.Footnote).Ref)] = true
}

func (footnoteBlockParser) CanInterruptParagraph() bool { return true }

func (footnoteBlockParser) CanAcceptIndentedLine() bool { return false }

// footnoteParser reads [^label] where there is such a footnote. goldmark's own compares with each footnote.
type footnoteParser struct{}

func (footnoteParser) Trigger() []byte { return []byte{'!', '['} }

func (footnoteParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	f := factsOf(pc)
	if f.labels == nil {
		return nil
	}
	line, at := block.PeekLine()
	bang := len(line) - len(bytes.TrimPrefix(line, []byte("!")))
	label, ok := bytes.CutPrefix(line[bang:], []byte("[^"))
	if !ok {
		return nil
	}
	end := labelLength(label)
	if end < 0 || !f.labels[string(label[:end])] {
		return nil
	}
	if bang > 0 {
		parent.AppendChild(parent, ast.NewTextSegment(at.WithStop(at.Start+bang)))
	}
	block.Advance(bang + len("[^") + end + len("]"))
	return extast.NewFootnoteLink(0)
}

// labelLength returns how long the label is that begins a line, -1 if it has no end.
func labelLength(line []byte) int {
	for i := 0; i < len(line); i++ {
		switch line[i] {
		case '\\':
			i++
		case ']':
			return i
		case '[':
			return -1
		}
	}
	return -1
}
