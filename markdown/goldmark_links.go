package markdown

import (
	"strings"

	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// linkParser reads links and images. goldmark's parser makes a node of each bracket; read does what that does, without.
type linkParser struct {
	bracketGuard
	parser.CloseBlocker
}

func newLinkParser() linkParser {
	links := parser.NewLinkParser()
	return linkParser{bracketGuard{observer{links}}, links.(parser.CloseBlocker)}
}

func (linkParser) read(_ ast.Node, block text.Reader, pc parser.Context) bool {
	line, at := block.PeekLine()
	g := &factsOf(pc).guard
	if line[0] == ']' {
		found := len(g.open) > 0 && closeBracket(block, pc)
		g.linked(line, at.Start, found)
		return found
	}
	image := line[0] == '!'
	if image && (len(line) < 2 || line[1] != '[') {
		return false
	}
	g.linked(line, at.Start, true)
	open := &g.open[len(g.open)-1]
	open.image, open.links = image, g.links
	block.Advance(len("["))
	if image {
		block.Advance(len("!"))
	}
	return true
}

// maxLabel is how long the label of a link or footnote may be, in bytes.
const maxLabel = 999

// closeBracket reads what follows the text of a link, which the reader stands at the end of, and records the link if it is one.
func closeBracket(block text.Reader, pc parser.Context) bool {
	f := factsOf(pc)
	g := &f.guard
	n := len(g.open) - 1
	open := g.open[n]
	if n > 0 && g.open[n-1].textStart()-g.open[0].start >= maxLabel || !open.image && open.links < g.links { // a link in a link
		return false
	}
	_, end := block.Position()
	block.Advance(len("]"))
	l := link{start: open.start, image: open.image}
	if !l.readTarget(block, f, pc, Span{open.textStart(), end.Start}) {
		return false
	}
	_, after := block.Position()
	l.record(f, block.Source(), Span{end.Start, after.Start})
	if !open.image {
		g.links++
	}
	return true
}

// readTarget reads what follows the brackets around the text.
func (l *link) readTarget(block text.Reader, f *facts, pc parser.Context, shown Span) bool {
	line, at := block.Position()
	next := block.Peek()
	if next == '(' {
		var ok bool
		if l.destination, ok = inlineTarget(block); ok {
			return true
		}
	}
	if f.undefined {
		return false
	}
	block.SetPosition(line, at)
	label, kind := block.Value(text.NewSegment(shown.Start, shown.End)), ast.ReferenceLinkShortcut
	if next == '[' {
		full, ok := bracketed(block)
		switch {
		case !ok:
			block.SetPosition(line, at)
		case util.IsBlank(full):
			kind = ast.ReferenceLinkCollapsed
		default:
			label, kind = full, ast.ReferenceLinkFull
		}
	}
	if len(label) > maxLabel {
		return false
	}
	definition, ok := pc.Reference(util.ToLinkReference(label))
	if ok {
		l.destination, l.reference = definition.Destination(), ast.NewReferenceLink(kind, label)
	}
	return ok
}

// inlineTarget reads (destination "title").
func inlineTarget(block text.Reader) (destination []byte, ok bool) {
	block.Advance(len("("))
	block.SkipSpaces()
	if block.Peek() != ')' {
		if destination, ok = linkDestination(block); !ok {
			return nil, false
		}
		block.SkipSpaces()
		if block.Peek() != ')' && !skipTitle(block) {
			return nil, false
		}
	}
	block.Advance(len(")"))
	return destination, true
}

// linkDestination reads a destination with or without angle brackets.
func linkDestination(block text.Reader) (destination []byte, ok bool) {
	line, _ := block.PeekLine()
	if block.Peek() == '<' {
		for i := 1; i < len(line); i++ {
			if escapes(line, i) {
				i++
			} else if line[i] == '>' {
				block.Advance(i + 1)
				return line[1:i], true
			}
		}
		return nil, false
	}
	size := bareLength(line)
	block.Advance(size)
	return line[:size], size > 0
}

// bareLength returns the length of the destination without angle brackets that line begins with.
func bareLength(line []byte) int {
	open := 0
	for i := usualLength(line); i < len(line); i++ {
		switch c := line[i]; {
		case escapes(line, i):
			i++
		case c == '(':
			open++
		case c == ')' && open == 0, util.IsSpace(c):
			return i
		case c == ')':
			open--
		}
	}
	return len(line)
}

// usualLength returns how much of a line is before the first byte that means something in a destination: nearly always all of it.
func usualLength(line []byte) int {
	n := 0
	for n < len(line) && !meansInDestination[line[n]] {
		n++
	}
	return n
}

var meansInDestination = func() (means [256]bool) {
	for c := range means {
		means[c] = util.IsSpace(byte(c)) || strings.IndexByte(`\<>()`, byte(c)) >= 0
	}
	return means
}()

// escapes tells whether the character at i is a backslash that escapes the next one.
func escapes(line []byte, i int) bool {
	return line[i] == '\\' && i < len(line)-1 && util.IsPunct(line[i+1])
}

var withinBlock = text.FindClosureOptions{Newline: true, Advance: true}

// skipTitle reads the title of a link and the blanks after it, and tells whether it is one that the link ends with.
func skipTitle(block text.Reader) bool {
	opener := block.Peek()
	closer := opener
	switch opener {
	case '(':
		closer = ')'
	case '"', '\'':
	default:
		return false
	}
	block.Advance(1)
	if _, ok := block.FindClosure(opener, closer, withinBlock); !ok {
		return false
	}
	block.SkipSpaces()
	return block.Peek() == ')'
}

// bracketed reads what stands between brackets.
func bracketed(block text.Reader) (content []byte, ok bool) {
	block.Advance(len("["))
	segments, ok := block.FindClosure('[', ']', withinBlock)
	if !ok {
		return nil, false
	}
	for i := range segments.Len() {
		content = append(content, block.Value(segments.At(i))...)
	}
	return content, true
}
