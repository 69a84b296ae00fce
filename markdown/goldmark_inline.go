package markdown

import (
	"sync"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
)

// goldmark reads inlines block by block when all blocks are known, and makes nodes of all text. Facts need no
// text but that of headings, and nothing of emphasis elsewhere. So they are read by a stage of our own, which
// goes from mark to mark and makes nodes in headings only.

// inlineTable holds what reads inlines by the marks that they begin with.
type inlineTable struct {
	facts, titles inlineReaders
	closers       []parser.CloseBlocker
}

// inlineReaders are those for each mark.
type inlineReaders struct {
	by [256][]readInline
	// stops tells where to stop in a text: at marks and backslashes.
	stops [256]bool
}

// readInline reads the inline that begins where the reader stands; if there is none, it may leave the reader anywhere.
type readInline func(parent ast.Node, block text.Reader, pc parser.Context) bool

var sharedInlines = sync.OnceValue(func() *inlineTable {
	t := &inlineTable{}
	facts := factInlines()
	for _, v := range facts {
		p := v.Value.(parser.InlineParser)
		read := appending(p)
		if r, ok := p.(inlineReader); ok {
			read = r.read
		}
		addReader(&t.facts, p, read)
		if c, ok := p.(parser.CloseBlocker); ok {
			t.closers = append(t.closers, c)
		}
	}
	for _, v := range append(facts, styleInlines()...) {
		p := v.Value.(parser.InlineParser)
		addReader(&t.titles, p, appending(p))
	}
	return t
})

func addReader(readers *inlineReaders, p parser.InlineParser, read readInline) {
	readers.stops['\\'] = true
	for _, mark := range p.Trigger() {
		readers.by[mark] = append(readers.by[mark], read)
		readers.stops[mark] = true
	}
}

// appending adds the node that a parser makes to the tree.
func appending(p parser.InlineParser) readInline {
	return func(parent ast.Node, block text.Reader, pc parser.Context) bool {
		node := p.Parse(parent, block, pc)
		if node != nil {
			parent.AppendChild(parent, node)
		}
		return node != nil
	}
}

// inlineScanner reads the inlines of blocks, one after the other.
type inlineScanner struct {
	*inlineTable
	reader text.BlockReader
	pc     parser.Context
	// readers are those for the block at hand.
	readers *inlineReaders
	// escaped tells that a backslash stands before the character at hand.
	escaped bool
}

// block reads one block as goldmark's parser does.
func (s *inlineScanner) block(parent ast.Node) {
	s.readers, s.escaped = &s.facts, false
	_, titled := parent.(*ast.Heading)
	if titled {
		s.readers = &s.titles
	}
	s.reader.Reset(parent.Lines())
	for line, at := s.reader.PeekLine(); line != nil; line, at = s.reader.PeekLine() {
		start, ended := s.toInline(parent, line, at, titled)
		if ended {
			s.endLine(parent, line, start, titled)
		}
	}
	if !titled { // then no reader has left anything
		return
	}
	parser.ProcessDelimiters(nil, s.pc)
	for _, c := range s.closers {
		c.CloseBlock(parent, s.reader, s.pc)
	}
}

// toInline reads a line, which may be the rest of one, up to the end of the first inline in it. It returns where text begins of which no node is made yet,
// and whether there was no inline.
func (s *inlineScanner) toInline(parent ast.Node, line []byte, start text.Segment, titled bool) (text.Segment, bool) {
	end, _ := textEnd(line)
	done := 0
	for i := range end {
		c := line[i]
		if !s.readers.stops[c] {
			s.escaped = false
			continue
		}
		if s.readers.by[c] != nil && (i == 0 || !s.escaped) {
			s.reader.Advance(i - done)
			done = i
			_, at := s.reader.Position()
			if titled && i > 0 {
				ast.MergeOrAppendTextSegment(parent, start.Between(at))
				start = at
			}
			if s.inline(parent, s.readers.by[c]) {
				return start, false
			}
		}
		s.escaped = c == '\\' && !s.escaped
	}
	s.reader.Advance(end - done)
	return start, true
}

// inline has readers try what stands at the reader's position.
func (s *inlineScanner) inline(parent ast.Node, readers []readInline) bool {
	line, at := s.reader.Position()
	for _, read := range readers {
		if read(parent, s.reader, s.pc) {
			return true
		}
		s.reader.SetPosition(line, at)
	}
	return false
}

// endLine goes to the next line, and makes a node of the text that was left of this one.
func (s *inlineScanner) endLine(parent ast.Node, line []byte, start text.Segment, titled bool) {
	if titled {
		_, at := s.reader.Position()
		left := start.Between(at)
		end, lineBreak := textEnd(line)
		if end == len(line) || line[end] != '\\' {
			left = left.TrimRightSpace(s.reader.Source())
		}
		n := ast.NewTextSegment(left)
		n.SetSoftLineBreak(lineBreak)
		parent.AppendChild(parent, n)
	}
	s.reader.AdvanceLine()
}

// textEnd returns where the text of a line ends, without what makes a line break, and whether one follows.
func textEnd(line []byte) (end int, lineBreak bool) {
	n := len(line)
	if line[n-1] != '\n' {
		return n, false
	}
	if n >= 2 && line[n-2] == '\\' && (n == 2 || line[n-3] != '\\') {
		return n - 2, true
	}
	if n >= 3 && line[n-2] == ' ' && line[n-3] == ' ' { // goldmark lets a backslash before these escape what begins the next line
		return n - 3, true
	}
	return n - 1, true
}
