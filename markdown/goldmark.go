package markdown

import (
	"bytes"
	"slices"
	"strings"
	"sync"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// goldmark gives every node a start but no end. Therefore its inline parsers and
// some block parsers are wrapped: a wrapper sees where the reader stands before
// and after, and writes exact spans into the facts that the context carries.

// factsKey names the *facts of a parse in its context.
var factsKey = parser.NewContextKey()

// treeParser makes trees. It keeps the state of a parse in its context, so that all goroutines may use it.
var treeParser = sync.OnceValue(func() parser.Parser { return newParser(slices.Concat(factInlines(), styleInlines())...) })

// scan parses src, which has the length of f.text, into f.
func scan(src []byte, f *facts) {
	if !scanPlain(src, f) {
		scanTree(src, f)
	}
}

// scanTree has goldmark read the whole text.
func scanTree(src []byte, f *facts) {
	root := parse(src, f)
	w := walker{src: src, facts: f, items: f.items}
	w.blocks(root, false, len(src))
}

func parse(src []byte, f *facts) ast.Node {
	pc := parser.NewContext()
	pc.Set(factsKey, f)
	f.guard.begin(len(src))
	return treeParser().Parse(text.NewReader(src), parser.WithContext(pc))
}

func factsOf(pc parser.Context) *facts { return pc.Get(factsKey).(*facts) }

// newParser leaves out what only rendering needs, among it all transformers of the
// finished tree: they would drop footnotes that nobody refers to.
func newParser(inlines ...util.PrioritizedValue) parser.Parser {
	return parser.NewParser(
		parser.WithBlockParsers(
			util.Prioritized(parser.NewSetextHeadingParser(), 100),
			util.Prioritized(parser.NewThematicBreakParser(), 200),
			util.Prioritized(containerGuard{parser.NewListParser()}, 300),
			util.Prioritized(itemParser{parser.NewListItemParser()}, 400),
			util.Prioritized(parser.NewCodeBlockParser(), 500),
			util.Prioritized(headingParser{parser.NewATXHeadingParser()}, 600),
			util.Prioritized(fenceParser{parser.NewFencedCodeBlockParser()}, 700),
			util.Prioritized(containerGuard{parser.NewBlockquoteParser()}, 800),
			util.Prioritized(parser.NewHTMLBlockParser(), 900),
			util.Prioritized(containerGuard{footnoteBlockParser{}}, 999),
			util.Prioritized(parser.NewParagraphParser(), 1000),
		),
		parser.WithInlineParsers(inlines...),
		parser.WithParagraphTransformers(
			util.Prioritized(definitionGuard{}, 99),
			util.Prioritized(definitionTransformer{}, 100),
			util.Prioritized(tableGuard{}, 199),
			util.Prioritized(tableParser{}, 200),
		),
	)
}

// definitionTransformer spares the paragraphs that begin with no definition, which are nearly all, a reader of their own.
type definitionTransformer struct{}

func (definitionTransformer) Transform(node *ast.Paragraph, reader text.Reader, pc parser.Context) {
	lines := node.Lines()
	whole := reader.Source()[lines.At(0).Start:lines.At(lines.Len()-1).Stop]
	if begin := util.TrimLeftSpace(whole); len(begin) > 0 && begin[0] == '[' && bytes.Contains(begin, []byte("]:")) {
		parser.LinkReferenceParagraphTransformer.Transform(node, reader, pc)
	}
}

// factInlines are the parsers of what facts are read from.
func factInlines() []util.PrioritizedValue {
	return []util.PrioritizedValue{
		util.Prioritized(inlineGuard{}, -1),
		util.Prioritized(taskParser{}, 0),
		util.Prioritized(codeParser{observer{parser.NewCodeSpanParser()}}, 100),
		util.Prioritized(footnoteParser{}, 101),
		util.Prioritized(wikiParser{}, 150),
		util.Prioritized(includeParser{}, 150),
		util.Prioritized(newLinkParser(), 200),
		util.Prioritized(observer{parser.NewAutoLinkParser()}, 300),
		util.Prioritized(observer{parser.NewRawHTMLParser()}, 400),
	}
}

// styleInlines are the parsers of what changes nothing but how text looks: it matters for the plain text of a heading.
func styleInlines() []util.PrioritizedValue {
	return []util.PrioritizedValue{
		util.Prioritized(emphasisGuard{}, 499),
		util.Prioritized(parser.NewEmphasisParser(), 500),
		util.Prioritized(strikethroughParser{}, 500),
	}
}

// observer records the span of what an inline parser finds.
type observer struct{ parser.InlineParser }

func (o observer) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	_, before := block.Position()
	node := o.InlineParser.Parse(parent, block, pc)
	if node == nil {
		return nil
	}
	_, after := block.Position()
	span := Span{before.Start, after.Start}
	switch n := node.(type) {
	case *ast.CodeSpan:
		factsOf(pc).addCodeSpan(span)
	case *ast.Text:
		factsOf(pc).guard.unclosed(span.Start)
	case *ast.RawHTML:
		factsOf(pc).addInlineHTML(span)
	case *ast.AutoLink:
		factsOf(pc).addAutolink(span, n.AutoLinkType == ast.AutoLinkEmail)
	case *ast.Link:
		link{n.Pos(), n.Destination, n.Reference, false}.record(factsOf(pc), block.Source(), span)
	case *ast.Image:
		link{n.Pos(), n.Destination, n.Reference, true}.record(factsOf(pc), block.Source(), span)
	}
	return node
}

// link is what links and images of the tree have in common.
type link struct {
	start       int
	destination []byte
	reference   *ast.ReferenceLink
	image       bool
}

// record records the link. Tail reaches from the bracket after its text to its end.
func (l link) record(f *facts, src []byte, tail Span) {
	fact := Link{Image: l.image, Span: Span{l.start, tail.End}, Text: Span{l.start + len("["), tail.Start}}
	if l.image {
		fact.Text.Start++
	}
	if l.reference == nil {
		fact.Target = aliased(src, l.destination, tail.Start+len("]("))
		f.addInline(fact)
		return
	}
	fact.Target = fact.Text
	if l.reference.Type == ast.ReferenceLinkFull {
		fact.Target = Span{tail.Start + len("]["), tail.End - len("]")}
	}
	fact.Label = util.ToLinkReference(l.reference.Value)
	f.addReference(fact, string(l.destination))
}

// aliased returns where in src part lies: a part of a slice without a bound of its own
// has the same end of capacity. A part of nothing is empty at fallback.
func aliased(src, part []byte, fallback int) Span {
	start := cap(src) - cap(part)
	if part == nil || start+len(part) > len(src) || !bytes.Equal(src[start:start+len(part)], part) {
		return Span{fallback, fallback}
	}
	return Span{start, start + len(part)}
}

// headingParser gives an empty heading an empty line, so that every heading has a place.
type headingParser struct{ parser.BlockParser }

func (p headingParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	start := blockStart(reader, pc)
	node, state := p.BlockParser.Open(parent, reader, pc)
	if node != nil && node.Lines().Len() == 0 {
		f := factsOf(pc)
		content := start + node.(*ast.Heading).Level
		content = skipBlank(f.text, Span{content, f.lineEnd(content)})
		node.Lines().Append(text.NewSegment(content, content))
	}
	return node, state
}

// blockStart returns where the block begins that is about to be opened. What a tab stands for is not in the source.
func blockStart(reader text.Reader, pc parser.Context) int {
	_, line := reader.PeekLine()
	return line.Start + max(pc.BlockOffset()-line.Padding, 0)
}

// itemParser records where list items begin, in the order in which a walk meets them: the tree
// does not know it behind tabs.
type itemParser struct{ parser.BlockParser }

func (p itemParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	start := blockStart(reader, pc)
	node, state := p.BlockParser.Open(parent, reader, pc)
	if node != nil {
		f := factsOf(pc)
		f.items = append(f.items, Span{start, start})
	}
	return node, state
}

// fenceParser records fenced code blocks: the tree does not tell whether they were closed.
type fenceParser struct{ parser.BlockParser }

func (p fenceParser) Open(parent ast.Node, reader text.Reader, pc parser.Context) (ast.Node, parser.State) {
	start := blockStart(reader, pc)
	node, state := p.BlockParser.Open(parent, reader, pc)
	if node != nil {
		factsOf(pc).openFence(start, parent.Kind() != ast.KindDocument)
	}
	return node, state
}

func (p fenceParser) Continue(node ast.Node, reader text.Reader, pc parser.Context) parser.State {
	_, line := reader.PeekLine()
	state := p.BlockParser.Continue(node, reader, pc)
	if state&parser.Continue != 0 {
		factsOf(pc).growFence(line.Stop)
	} else {
		factsOf(pc).closeFence(line.Start)
	}
	return state
}

// walker records the blocks of a tree of them, and what they hold.
type walker struct {
	src   []byte
	facts *facts
	// items are those that have not been met yet.
	items []Span
}

// blocks records the blocks below parent, which ends before end. Nested tells that a quote, list or footnote is around them.
func (w *walker) blocks(parent ast.Node, nested bool, end int) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		stop := w.stop(n, end)
		switch n := n.(type) {
		case *ast.Heading:
			w.heading(n, nested)
		case *ast.CodeBlock:
			w.codeBlock(n)
		case *ast.HTMLBlock:
			w.htmlBlock(n)
		case *ast.LinkReferenceDefinition:
			w.definition(n)
		case *extast.Table:
			w.table(n)
		case *extast.Footnote:
			w.facts.addFootnote(aliased(w.src, n.Ref, 0))
			w.blocks(n, true, stop)
		case *ast.ListItem:
			w.items[0].End = w.facts.itemEnd(w.items[0].Start, stop)
			w.items = w.items[1:]
			w.blocks(n, true, stop)
		case *ast.Blockquote, *ast.List:
			w.blocks(n, true, stop)
		}
	}
}

// stop returns where the line begins on which the block after n stands; end if n is the last.
func (w *walker) stop(n ast.Node, end int) int {
	if next := n.NextSibling(); next != nil && next.Pos() >= n.Pos() {
		return min(end, w.facts.lineStart(min(next.Pos(), len(w.src)))) // behind a tab it is too far
	}
	return end
}

func (w *walker) heading(n *ast.Heading, nested bool) {
	lines := n.Lines()
	content := Span{lines.At(0).Start, lines.At(lines.Len() - 1).Stop}
	w.facts.addHeading(n.Level, content, w.plain(n), nested)
}

func (w *walker) codeBlock(n *ast.CodeBlock) {
	if lines := n.Lines(); lines.Len() > 0 {
		span := Span{lines.At(0).Start, lines.At(lines.Len() - 1).Stop}
		w.facts.codeBlocks = append(w.facts.codeBlocks, Span{span.Start, trimmed(w.facts.text, span).End})
	}
}

func (w *walker) htmlBlock(n *ast.HTMLBlock) {
	lines := n.Lines()
	span := Span{lines.At(0).Start, lines.At(lines.Len() - 1).Stop}
	w.facts.addHTMLBlock(trimmed(w.facts.text, Span{span.Start, max(span.End, n.ClosureLine.Stop)}))
}

func (w *walker) definition(n *ast.LinkReferenceDefinition) {
	lines := n.Lines()
	start, end := lines.At(0).Start, lines.At(lines.Len()-1).Stop
	target := aliased(w.src, n.Destination, end)
	w.facts.addDefinition(start, end, target, util.ToLinkReference(n.Label))
}

func (w *walker) table(n *extast.Table) {
	rows := make([][]Cell, 0, n.ChildCount())
	for row := n.FirstChild(); row != nil; row = row.NextSibling() {
		cells := make([]Cell, 0, row.ChildCount())
		for cell := row.FirstChild(); cell != nil; cell = cell.NextSibling() {
			if lines := cell.Lines(); lines.Len() > 0 { // else it is missing and only rendered
				cells = append(cells, Cell{Span{lines.At(0).Start, lines.At(0).Stop}})
			}
		}
		// The parser takes a header for one of a table that lacks some of its cells.
		if len(rows) > 0 {
			cells = cells[:min(len(cells), len(rows[0]))]
		}
		if len(cells) > 0 || len(rows) == 0 {
			rows = append(rows, cells)
		}
	}
	w.facts.addTable(n.FirstChild().Pos(), n.LastChild().Pos(), rows)
}

// plain returns the text of a heading without markup.
func (w *walker) plain(heading *ast.Heading) string {
	if only, ok := heading.FirstChild().(*ast.Text); ok && only.NextSibling() == nil {
		return w.text(only)
	}
	var b strings.Builder
	w.writePlain(&b, heading)
	return b.String()
}

func (w *walker) writePlain(b *strings.Builder, parent ast.Node) {
	for n := parent.FirstChild(); n != nil; n = n.NextSibling() {
		switch n := n.(type) {
		case *ast.Text:
			b.WriteString(w.text(n))
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.AutoLink:
			b.Write(n.Label(w.src))
		case *ast.Image, *ast.RawHTML:
		default:
			w.writePlain(b, n)
		}
	}
}

func (w *walker) text(n *ast.Text) string {
	s := w.facts.text[n.Segment.Start:n.Segment.Stop]
	if n.IsRaw() {
		return strings.ReplaceAll(s, "\n", " ")
	}
	return unescape(s)
}
