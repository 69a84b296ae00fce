package markdown

import (
	"bytes"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// scanPlain reads a text whose blocks are all of the kinds that blockScanner knows. If it returns false, nothing has been read.
func scanPlain(src []byte, f *facts) bool {
	if f.inlines == nil {
		f.inlines = newBlockInlines(f)
	}
	s := f.inlines
	s.begin(src)
	blocks := blockScanner{facts: f, goldmark: blockReader{s.pc, s.reader}, left: f.guard.containers.left}
	if !blocks.scan() {
		f.clear()
		return false
	}
	f.undefined = len(f.definitions) == 0
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

func newBlockInlines(f *facts) *blockInlines {
	s := &blockInlines{
		inlineScanner: inlineScanner{inlineTable: sharedInlines()},
		walker:        walker{facts: f},
		paragraph:     ast.NewParagraph(), leading: ast.NewParagraph(), heading: ast.NewHeading(1),
	}
	item := ast.NewListItem(0)
	item.AppendChild(item, s.leading)
	return s
}

// begin begins a text. goldmark's parsers keep in their context what they have seen of it.
func (s *blockInlines) begin(src []byte) {
	s.pc = parser.NewContext()
	s.pc.Set(factsKey, s.facts)
	s.src, s.reader = src, text.NewBlockReader(src, nil)
	s.facts.guard.begin(len(src))
}

func (s *blockInlines) read(b inlineBlock) {
	lines := s.facts.lines[b.first:b.last]
	readers := &s.inlineTable.facts
	if b.level > 0 {
		readers = &s.titles
	}
	switch marked := readers.stopIn(s.facts.text, lines); {
	case !marked && b.level > 0 && len(lines) == 1:
		s.facts.addHeading(b.level, lines[0], unescape(lines[0].In(s.facts.text)), b.nested)
	case marked || b.level > 0:
		s.readMarked(b, lines)
	}
}

// stopIn tells whether there is anything to stop at in lines.
func (r *inlineReaders) stopIn(text string, lines []Span) bool {
	for _, line := range lines {
		for i := line.Start; i < line.End; i++ {
			if r.stops[text[i]] {
				return true
			}
		}
	}
	return false
}

func (s *blockInlines) readMarked(b inlineBlock, lines []Span) {
	var node ast.Node = s.paragraph
	switch {
	case b.level > 0:
		s.heading.Level = b.level
		node = s.heading
	case b.leads:
		node = s.leading
	}
	node.Lines().SetSliced(0, 0)
	for _, line := range lines {
		node.Lines().Append(segment(line))
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
	reader.SetPosition(0, segment(line))
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
		paragraph.Lines().Append(segment(line))
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

func segment(s Span) text.Segment { return text.NewSegment(s.Start, s.End) }
