package markdown

import (
	"bytes"
	"slices"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
)

// Piece is a word, a mark of punctuation, a line of code or an empty element: the least that a document shows.
type Piece struct {
	// Path names the elements around it, outermost first. One that begins with this piece has a "+" before its name, so that
	// the paths of all pieces tell the whole structure.
	Path string
	// Text is what is written; empty for an element with nothing in it.
	Text string
	// Span covers the text; for an empty element it is empty and about where that stands.
	Span Span
}

// Flow returns what a document shows, in order. Front matter, comments, definitions and blank lines show nothing, and
// where a link leads is not shown. It parses the text once more: nobody needs it who only judges documents.
func (d *Document) Flow() []Piece {
	n := normalise(d.Text)
	f := &facts{text: n.text, top: topOf(n.text, frontMatterAt(n.text))}
	src := []byte(n.text)
	for i := range src[:f.top] {
		src[i] = '\n'
	}
	w := flowWalker{src: src, text: n.text, at: f.top}
	w.children(parse(src, f))
	for i, p := range w.pieces {
		w.pieces[i].Span = Span{n.offset(p.Span.Start), n.offset(p.Span.End)}
	}
	return w.pieces
}

// flowWalker collects the pieces of a tree.
type flowWalker struct {
	src []byte
	// text is the same, front matter included.
	text   string
	pieces []Piece
	around []element
	// at is where the last piece ends.
	at int
}

// element is one around a piece.
type element struct {
	name  string
	begun bool
}

func (w *flowWalker) children(parent ast.Node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		w.node(n)
	}
}

func (w *flowWalker) node(n ast.Node) {
	switch n := n.(type) {
	case *ast.LinkReferenceDefinition:
	case *ast.Text:
		w.words(n.Segment.Start, n.Segment.Stop)
	case *ast.RawHTML:
		if first := n.Segments.At(0); !bytes.HasPrefix(first.Value(w.src), []byte("<!--")) {
			w.within("HTML", n, func() { w.words(first.Start, n.Segments.At(n.Segments.Len()-1).Stop) })
		}
	case *ast.HTMLBlock:
		w.html(n)
	case *ast.CodeBlock:
		w.within("Code", n, func() { w.lines(n) })
	case *ast.FencedCodeBlock:
		w.within("Code "+string(n.Language(w.src)), n, func() { w.lines(n) })
	default:
		w.within(elementName(n), n, func() { w.children(n) })
	}
}

// elementName names an element so that those that look alike are called alike.
func elementName(n ast.Node) string {
	switch n := n.(type) {
	case *ast.TextBlock:
		return "Paragraph"
	case *ast.List:
		return "List " + string(n.Marker)
	case *ast.AutoLink:
		return "Link"
	case *extast.TaskCheckBox:
		if n.IsChecked {
			return "Done"
		}
		return "Open"
	}
	return n.Kind().String()
}

// within collects the pieces of an element: at least an empty one.
func (w *flowWalker) within(name string, n ast.Node, collect func()) {
	w.around = append(w.around, element{name: name})
	before := len(w.pieces)
	collect()
	if len(w.pieces) == before {
		at := max(w.at, n.Pos())
		if link, ok := n.(*ast.AutoLink); ok {
			w.add(Span{at, at}, string(link.Label(w.src)))
		} else {
			w.add(Span{at, at}, "")
		}
	}
	w.around = w.around[:len(w.around)-1]
}

func (w *flowWalker) add(span Span, text string) {
	var path strings.Builder
	for i, e := range w.around {
		if !e.begun {
			path.WriteByte('+')
			w.around[i].begun = true
		}
		path.WriteString(e.name)
		path.WriteByte('/')
	}
	w.pieces = append(w.pieces, Piece{Path: path.String(), Text: text, Span: span})
	w.at = span.End
}

// words adds those of a part of the source. Each mark of punctuation is a word, so that what is put beside a word or taken away
// there leaves it as it is.
func (w *flowWalker) words(start, end int) {
	for start < end {
		stop := start + 1
		if isWord(w.text[start]) {
			for stop < end && isWord(w.text[stop]) {
				stop++
			}
		}
		if !strings.Contains(" \t\n", w.text[start:stop]) {
			w.add(Span{start, stop}, w.text[start:stop])
		}
		start = stop
	}
}

func isWord(b byte) bool { return isLetter(b) || '0' <= b && b <= '9' || b >= 0x80 }

// lines adds those of a block of code that are not blank: how many there are at the end of an open fence depends on what follows.
func (w *flowWalker) lines(n ast.Node) {
	for i := range n.Lines().Len() {
		line := n.Lines().At(i)
		if text := strings.TrimRight(w.text[line.Start:line.Stop], " \t\n"); text != "" {
			w.add(Span{line.Start, line.Start + len(text)}, text)
		}
	}
}

// html adds the words of a block without its comments. One of comments alone shows nothing.
func (w *flowWalker) html(n *ast.HTMLBlock) {
	first, last := n.Lines().At(0), n.Lines().At(n.Lines().Len()-1)
	rest := Span{first.Start, max(last.Stop, n.ClosureLine.Stop)}
	var shown []Span
	for {
		i := strings.Index(rest.In(w.text), "<!--")
		if i < 0 {
			break
		}
		shown = append(shown, Span{rest.Start, rest.Start + i})
		rest.Start = commentAt(w.text, Span{rest.Start + i, rest.End}).Span.End
	}
	shown = slices.DeleteFunc(append(shown, rest), func(s Span) bool { return strings.TrimSpace(s.In(w.text)) == "" })
	if len(shown) == 0 {
		return
	}
	w.within("HTML", n, func() {
		for _, s := range shown {
			w.words(s.Start, s.End)
		}
	})
}
