package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// footnoteBlockParser records the labels of footnotes.
type footnoteBlockParser struct{ parser.BlockParser }

func (p footnoteBlockParser) Close(node ast.Node, reader text.Reader, pc parser.Context) {
	p.BlockParser.Close(node, reader, pc)
	f := factsOf(pc)
	if f.labels == nil {
		f.labels = map[string]bool{}
	}
	f.labels[string(node.(*extast.Footnote).Ref)] = true
}

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
