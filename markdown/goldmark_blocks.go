package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// scanPlain reads a text whose blocks are all of the kinds that blockScanner knows. If it returns false, nothing has been read.
func scanPlain(src []byte, f *facts) bool {
	pc := parser.NewContext()
	pc.Set(factsKey, f)
	f.guard.begin(len(src))
	reader := text.NewBlockReader(src, nil)
	blocks := blockScanner{facts: f, goldmark: blockReader{pc, reader}, left: f.guard.containers.left}
	if !blocks.scan() {
		f.clear()
		return false
	}
	s := blockInlines{
		inlineScanner: inlineScanner{inlineTable: sharedInlines(), reader: reader, pc: pc},
		walker:        walker{src: src, facts: f},
		paragraph:     ast.NewParagraph(), leading: ast.NewParagraph(), heading: ast.NewHeading(1),
	}
	item := ast.NewListItem(0)
	item.AppendChild(item, s.leading)
	for _, b := range f.blocks {
		s.read(b)
	}
	return true
}

// blockInlines reads the inlines of blocks that are no nodes: one node stands for all of a kind.
type blockInlines struct {
	inlineScanner
	walker

	paragraph, leading *ast.Paragraph
	heading            *ast.Heading
}

func (s *blockInlines) read(b inlineBlock) {
	var node ast.Node = s.paragraph
	switch {
	case b.level > 0:
		s.heading.Level = b.level
		node = s.heading
	case b.leads:
		node = s.leading
	}
	lines := node.Lines()
	lines.SetSliced(0, 0)
	for _, line := range s.facts.lines[b.first:b.last] {
		lines.Append(text.NewSegment(line.Start, line.End))
	}
	s.facts.guard.block = nil
	s.block(node)
	if b.level > 0 {
		s.walker.heading(s.heading, b.nested)
	}
	if node.HasChildren() {
		node.RemoveChildren(node)
	}
}

// blockReader has goldmark read single blocks.
type blockReader struct {
	pc     parser.Context
	reader text.Reader
}

// html is blockScanner.html for the rest of a line.
func (r blockReader) html(line Span, inParagraph bool) (closer string, is bool) {
	var last parser.Block
	if inParagraph {
		last.Node = ast.NewParagraph()
	}
	r.pc.SetOpenedBlocks([]parser.Block{last})
	reader := text.NewReader(r.reader.Source())
	reader.SetPosition(0, text.NewSegment(line.Start, line.End))
	node, _ := parser.NewHTMLBlockParser().Open(nil, reader, r.pc)
	if node == nil {
		return "", false
	}
	return htmlClosers[node.(*ast.HTMLBlock).HTMLBlockType], true
}

// htmlClosers are what the kinds of HTML end with.
var htmlClosers = [...]string{
	ast.HTMLBlockType1: htmlUnknown, ast.HTMLBlockType2: "-->", ast.HTMLBlockType3: "?>", ast.HTMLBlockType4: ">", ast.HTMLBlockType5: "]]>",
	ast.HTMLBlockType6: "", ast.HTMLBlockType7: "",
}

// cutDefinitions records the definitions that the lines of a paragraph begin with, and returns the lines after them, and whether there were any.
func (r blockReader) cutDefinitions(f *facts, lines []Span) (left []Span, some bool) {
	src := r.reader.Source()
	if len(lines) < manyLines && !bytes.Contains(src[lines[0].Start:lines[len(lines)-1].End], []byte("]:")) {
		return lines, false
	}
	document, paragraph := ast.NewDocument(), ast.NewParagraph()
	document.AppendChild(document, paragraph)
	for _, line := range lines {
		paragraph.Lines().Append(text.NewSegment(line.Start, line.End))
	}
	definitionGuard{}.Transform(paragraph, r.reader, r.pc)
	definitionTransformer{}.Transform(paragraph, r.reader, r.pc)
	w := walker{src: src, facts: f}
	for n := document.FirstChild(); n != nil; n = n.NextSibling() {
		if d, ok := n.(*ast.LinkReferenceDefinition); ok {
			w.definition(d)
			some = true
		}
	}
	if paragraph.Parent() == nil {
		return nil, some
	}
	left = make([]Span, paragraph.Lines().Len())
	for i := range left {
		left[i] = Span{paragraph.Lines().At(i).Start, paragraph.Lines().At(i).Stop}
	}
	return left, some
}
