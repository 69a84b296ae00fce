package markdown

import "strings"

// blockScanner reads the blocks of a text in one pass and without a tree. It knows those that nearly all texts consist of, on lines
// that are indented with spaces. At the first line that may be anything else it gives up, and goldmark reads the text, which takes
// longer. So it need not know all of Markdown, but what it finds is what goldmark finds: tests compare the two.
type blockScanner struct {
	*facts
	// goldmark reads what is rare, or has many forms.
	goldmark blockReader
	// containers are the quotes and list items that are open, outermost first.
	containers []container
	leaf       leaf
	// left is what goldmark's budget for containers is at least.
	left int
	// The line at hand reaches from start to end, without its line end; at is where the part begins that is not yet read.
	start, at, end int
}

// mostContainers is how deep containers may stand in one another.
const mostContainers = 10

// container is a list item or a quote.
type container struct {
	// item is the number of the item in the list of items, -1 for a quote.
	item int
	// offset is how far the content of an item must be indented.
	offset int
	// filled tells that a block has begun in it.
	filled bool
}

// leaf is the innermost block if it may go on.
type leaf struct {
	kind leafKind
	// first is the number of a paragraph's first line.
	first int
	// leads tells that a paragraph is the first block of a list item.
	leads bool
	// mark is the character of a fence, size how many of them close it at least.
	mark byte
	size int
	// span is that of code or HTML, closer what it ends with; "" tells that a blank line ends it.
	span   Span
	closer string
}

type leafKind uint8

const (
	leafNone leafKind = iota
	leafParagraph
	leafCode
	leafFence
	leafHTML
)

// inlineBlock is a block with markup in it: the lines from first up to last, without what belongs to containers.
type inlineBlock struct {
	first, last int
	// level is that of a heading, 0 for others.
	level int
	// nested tells that a container is around it, leads that it is a paragraph and the first block of a list item.
	nested, leads bool
}

// scan reads all blocks. If it returns false, what it has recorded means nothing.
func (s *blockScanner) scan() bool {
	for at := s.top; at < len(s.text); at = s.end + 1 {
		s.start, s.at, s.end = at, at, s.lineEnd(at)
		if !s.line() {
			return false
		}
	}
	s.start = len(s.text)
	s.closeBlocks(0)
	return true
}

func (s *blockScanner) line() bool {
	if !s.affordable() {
		return false
	}
	matched, ok := s.enterContainers()
	if !ok {
		return false
	}
	if s.at == len(s.text) { // goldmark ends where nothing is left for a leaf
		return true
	}
	if matched == len(s.containers) && s.leaf.kind >= leafFence {
		return s.growLeaf()
	}
	if matched == len(s.containers) && s.leaf.kind == leafCode && s.growCode() {
		return true
	}
	return s.openBlocks(matched)
}

// affordable pays for taking the line to the containers, at least as much as goldmark, for which a list is one as well.
func (s *blockScanner) affordable() bool {
	if n := len(s.containers); n > 0 {
		s.left -= 2*n + 1
	}
	return s.left >= 0
}

// enterContainers goes past what the line has of the containers that are open, and returns how many it continues.
func (s *blockScanner) enterContainers() (matched int, ok bool) {
	for i := range s.containers {
		c := &s.containers[i]
		first := s.indented()
		indent := first - s.at
		switch {
		case first < s.end && s.text[first] == '\t' && (c.item < 0 || indent < c.offset):
			return i, false
		case c.item >= 0 && first == s.end:
			s.at = s.end
		case c.item >= 0 && indent >= c.offset:
			s.at += c.offset
		case c.item < 0 && indent <= 3 && first < s.end && s.text[first] == '>':
			s.enterQuote(first)
		default:
			return i, true
		}
	}
	return len(s.containers), true
}

// enterQuote goes past the mark of a quote.
func (s *blockScanner) enterQuote(mark int) {
	s.at = mark + 1
	if s.at < s.end && s.text[s.at] == ' ' {
		s.at++
	}
}

// indented returns where the spaces end that the rest of the line begins with, the end of a blank line.
func (s *blockScanner) indented() int {
	i := s.at
	for i < s.end && s.text[i] == ' ' {
		i++
	}
	if i < s.end && s.text[i] < ' ' && blank(s.text[i:s.end]) {
		return s.end
	}
	return i
}

// stop returns where the line ends, with its line end.
func (s *blockScanner) stop() int { return min(s.end+1, len(s.text)) }

// growLeaf continues a fence or HTML, which take nearly any line.
func (s *blockScanner) growLeaf() bool {
	if s.leaf.kind == leafHTML {
		s.growHTML()
		return true
	}
	rest := s.text[s.at:s.end]
	first := s.indented()
	size := 0
	if first < s.end && first-s.at <= 3 {
		size = runLength(s.text, first, s.leaf.mark)
	}
	switch {
	case size >= s.leaf.size && blank(s.text[first+size:s.end]):
		s.closeFence(s.at)
		s.leaf = leaf{}
	case len(s.containers) > 0 && strings.HasPrefix(strings.TrimLeft(rest, " \t"), string(s.leaf.mark)) && strings.IndexByte(rest, '\t') >= 0:
		return false // it depends on the width of the tab whether the fence is closed
	default:
		s.growFence(s.stop())
	}
	return true
}

// growCode continues a block of indented code, if the line is indented or blank.
func (s *blockScanner) growCode() bool {
	first := s.indented()
	if first == s.end { // the code ends before it, unless more follows
		return true
	}
	if first-s.at <= 3 {
		return false
	}
	s.leaf.span.End = s.stop()
	return true
}

func (s *blockScanner) growHTML() {
	rest := s.text[s.at:s.end]
	if s.leaf.closer == "" && blank(rest) {
		s.closeLeaf()
		return
	}
	s.leaf.span.End = s.stop()
	if s.leaf.closer != "" && strings.Contains(rest, s.leaf.closer) {
		s.closeLeaf()
	}
}

// closeBlocks closes the leaf and all containers but the outermost ones, since another block begins on the line at hand, or they cannot go on.
func (s *blockScanner) closeBlocks(outermost int) {
	s.closeLeaf()
	for i := len(s.containers) - 1; i >= outermost; i-- {
		if n := s.containers[i].item; n >= 0 {
			s.items[n].End = s.itemEnd(s.items[n].Start, s.start)
		}
	}
	s.containers = s.containers[:outermost]
}

func (s *blockScanner) closeLeaf() {
	closing := s.leaf
	s.leaf = leaf{}
	switch closing.kind {
	case leafParagraph:
		s.closeParagraph(closing)
	case leafCode:
		s.codeBlocks = append(s.codeBlocks, Span{closing.span.Start, trimmed(s.text, closing.span).End})
	case leafHTML:
		s.addHTMLBlock(trimmed(s.text, closing.span))
	}
}

// fill records that a block begins in the innermost container. It tells whether that is a list item without any.
func (s *blockScanner) fill() (leads bool) {
	if len(s.containers) == 0 {
		return false
	}
	c := &s.containers[len(s.containers)-1]
	leads = c.item >= 0 && !c.filled
	c.filled = true
	return leads
}

// blanks are what goldmark takes for white space.
const blanks = " \t\r\n"

func blank(s string) bool { return trimLeft(s) == "" }

func trimLeft(s string) string {
	i := 0
	for i < len(s) && isBlank(s[i]) {
		i++
	}
	return s[i:]
}
