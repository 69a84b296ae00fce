package markdown

import "strings"

// openBlocks opens the blocks that begin on the rest of a line, in the containers that it continues, or adds the line to a paragraph.
func (s *blockScanner) openBlocks(matched int) bool {
	for matched <= mostContainers {
		first := s.indented()
		inParagraph := s.leaf.kind == leafParagraph
		switch {
		case first == s.end:
			s.closeBlocks(matched)
			return true
		case s.text[first] < ' ':
			return false
		case first-s.at > 3:
			return inParagraph && s.addLine()
		}
		begins := s.beginning(first, inParagraph && matched == len(s.containers))
		switch {
		case begins == beginsUnknown:
			return false
		case begins == beginsText && inParagraph:
			return s.addLine()
		case begins == underlines:
			return s.endTitle(s.text[first])
		}
		s.closeBlocks(matched)
		leads := s.fill()
		switch begins {
		case beginsText:
			s.leaf = leaf{kind: leafParagraph, first: len(s.lines), leads: leads}
			return s.addLine()
		case beginsLeaf:
			s.openLeaf(first)
			return true
		}
		s.openContainer(first)
		matched++
	}
	return false
}

// addLine adds the rest of the line to the paragraph.
func (s *blockScanner) addLine() bool {
	s.lines = append(s.lines, Span{s.at, s.stop()})
	return true
}

// beginning is what a line begins with.
type beginning uint8

const (
	beginsUnknown beginning = iota
	beginsText
	beginsLeaf
	beginsContainer
	underlines // the paragraph, so that it is a heading
)

// beginning tells what begins at first. Direct tells that text there would continue a paragraph with the same containers around it.
func (s *blockScanner) beginning(first int, direct bool) beginning {
	rest := s.text[first:s.end]
	switch c := rest[0]; c {
	case '#':
		return leafOrText(headingLevel(rest) > 0)
	case '`', '~':
		return leafOrText(fenceSize(rest) > 0)
	case '>':
		if strings.HasPrefix(rest, ">\t") {
			return beginsUnknown
		}
		return beginsContainer
	case '<':
		closer, is := s.html(first)
		if closer == htmlUnknown {
			return beginsUnknown
		}
		return leafOrText(is)
	case '[':
		if strings.HasPrefix(rest, "[^") && strings.Contains(rest, "]:") { // a footnote
			return beginsUnknown
		}
	case '=', '-', '*', '_', '+', '0', '1', '2', '3', '4', '5', '6', '7', '8', '9':
		return beginningOfMarked(rest, direct)
	}
	return beginsText
}

func leafOrText(is bool) beginning {
	if is {
		return beginsLeaf
	}
	return beginsText
}

// beginningOfMarked knows list items, thematic breaks and the lines below headings.
func beginningOfMarked(rest string, direct bool) beginning {
	if c := rest[0]; direct && (c == '=' || c == '-') && blank(rest[runLength(rest, 0, c):]) {
		return underlines
	}
	mark, number := itemMark(rest)
	thematic := isThematicBreak(rest)
	switch {
	case mark == 0:
		return leafOrText(thematic)
	case direct && number >= 0 && number != 1:
		return beginsText
	case thematic || strings.HasPrefix(rest[mark:], "\t"):
		return beginsUnknown
	}
	content := strings.TrimLeft(rest[mark:], " ")
	if blank(content) || len(rest)-len(content) > mark+4 {
		return beginsUnknown
	}
	return beginsContainer
}

// itemMark returns the length of the mark of a list item that rest begins with, 0 if there is none, and its number, -1 of a bullet.
func itemMark(rest string) (size, number int) {
	number = -1
	if rest[0] >= '0' && rest[0] <= '9' {
		number = 0
		for size < len(rest) && rest[size] >= '0' && rest[size] <= '9' && size < 10 {
			number = 10*number + int(rest[size]-'0')
			size++
		}
		if size > 9 || size == len(rest) || rest[size] != '.' && rest[size] != ')' {
			return 0, -1
		}
	} else if strings.IndexByte("-*+", rest[0]) < 0 {
		return 0, -1
	}
	size++
	if size < len(rest) && rest[size] != ' ' && rest[size] != '\t' {
		return 0, -1
	}
	return size, number
}

func isThematicBreak(rest string) bool {
	mark, count := rest[0], 0
	if mark != '-' && mark != '*' && mark != '_' {
		return false
	}
	for i := range len(rest) {
		switch {
		case rest[i] == mark:
			count++
		case !isBlank(rest[i]):
			return false
		}
	}
	return count > 2
}

// headingLevel returns the level of the heading that rest is, 0 if it is none.
func headingLevel(rest string) int {
	level := runLength(rest, 0, '#')
	if level > 6 || level < len(rest) && !isBlank(rest[level]) {
		return 0
	}
	return level
}

// fenceSize returns the length of the run of characters that opens a fence, 0 if rest opens none.
func fenceSize(rest string) int {
	size := runLength(rest, 0, rest[0])
	if size < 3 || rest[0] == '`' && strings.IndexByte(rest[size:], '`') >= 0 {
		return 0
	}
	return size
}

// openContainer opens the quote or list item that begins at first.
func (s *blockScanner) openContainer(first int) {
	if s.text[first] == '>' {
		s.enterQuote(first)
		s.containers = append(s.containers, container{item: -1})
		return
	}
	mark, _ := itemMark(s.text[first:s.end])
	indent := first - s.at
	s.at = first + mark
	content := s.indented()
	s.containers = append(s.containers, container{item: len(s.items), offset: indent + content - first})
	s.items = append(s.items, Span{first, first})
	s.at = content
}

// openLeaf opens the block that begins at first.
func (s *blockScanner) openLeaf(first int) {
	switch c := s.text[first]; c {
	case '#':
		s.openHeading(first)
	case '`', '~':
		s.leaf = leaf{kind: leafFence, mark: c, size: runLength(s.text, first, c)}
		s.openFence(first, len(s.containers) > 0)
	case '<':
		closer, _ := s.html(first)
		s.leaf = leaf{kind: leafHTML, closer: closer, span: Span{s.at, s.stop()}}
		s.growHTML()
	}
}

// htmlUnknown is what HTML ends with that may end in several ways.
const htmlUnknown = "</"

// html tells whether HTML begins at first, and what it ends with: "" tells that a blank line ends it.
func (s *blockScanner) html(first int) (closer string, is bool) {
	rest := s.text[first:s.end]
	switch {
	case strings.HasPrefix(rest, "<!--"):
		return "-->", true
	case len(rest) < 2 || !isLetter(rest[1]) && strings.IndexByte("/!?", rest[1]) < 0:
		return "", false
	}
	return s.goldmark.html(Span{s.at, s.stop()}, s.leaf.kind == leafParagraph)
}

// openHeading records a heading with all that it has.
func (s *blockScanner) openHeading(first int) {
	level := headingLevel(s.text[first:s.end])
	content := trimmed(s.text, Span{first + level, s.end})
	raw := content.In(s.text)
	bare := strings.TrimRight(raw, "#")
	switch {
	case bare == "":
		start := skipBlank(s.text, Span{first + level, s.end})
		content = Span{start, start}
	case isBlank(bare[len(bare)-1]):
		content.End = content.Start + len(strings.TrimRight(bare, blanks))
	}
	s.blocks = append(s.blocks, inlineBlock{first: len(s.lines), last: len(s.lines) + 1, level: level, nested: len(s.containers) > 0})
	s.lines = append(s.lines, content)
}
