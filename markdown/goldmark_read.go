package markdown

import (
	"bytes"
	"strings"

	"github.com/yuin/goldmark/ast"
	extast "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/parser"
	"github.com/yuin/goldmark/text"
	"github.com/yuin/goldmark/util"
)

// inlineReader is a parser of inlines that can do without making a node. It leaves the reader behind what it has read.
type inlineReader interface {
	parser.InlineParser
	read(parent ast.Node, block text.Reader, pc parser.Context) bool
}

// codeParser reads code spans.
type codeParser struct{ observer }

// read takes a run of backticks without a partner for text, as goldmark does.
func (codeParser) read(_ ast.Node, block text.Reader, pc parser.Context) bool {
	line, start := block.PeekLine()
	ticks := ticksAt(line, 0)
	block.Advance(ticks)
	number, at := block.Position()
	for {
		line, _ = block.PeekLine()
		if line == nil {
			factsOf(pc).guard.unclosed(start.Start)
			block.SetPosition(number, at)
			return true
		}
		if end := closingTicks(line, ticks); end > 0 {
			block.Advance(end)
			_, after := block.Position()
			factsOf(pc).addCodeSpan(Span{start.Start, after.Start})
			return true
		}
		block.AdvanceLine()
	}
}

// closingTicks returns where the first run of that many backticks ends, 0 if there is none.
func closingTicks(line []byte, ticks int) int {
	for at := 0; ; {
		i := bytes.IndexByte(line[at:], '`')
		if i < 0 {
			return 0
		}
		n := ticksAt(line, at+i)
		at += i + n
		if n == ticks {
			return at
		}
	}
}

// ticksAt returns the length of the run of backticks that begins at i.
func ticksAt(line []byte, i int) int {
	n := 0
	for i+n < len(line) && line[i+n] == '`' {
		n++
	}
	return n
}

// taskParser reads the check box of a task. goldmark's own takes "[x](url)" for one.
type taskParser struct{}

func (taskParser) Trigger() []byte { return []byte{'['} }

func (p taskParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if !p.read(parent, block, pc) {
		return nil
	}
	tasks := factsOf(pc).tasks
	return extast.NewTaskCheckBox(tasks[len(tasks)-1].Done)
}

func (taskParser) read(parent ast.Node, block text.Reader, pc parser.Context) bool {
	item := parent.Parent()
	line, at := block.PeekLine()
	if item == nil || item.Kind() != ast.KindListItem || item.FirstChild() != parent || parent.Kind() == ast.KindHeading ||
		at.Start != parent.Lines().At(0).Start {
		return false
	}
	if len(line) < 4 || !strings.Contains(" xX", string(line[1])) || line[2] != ']' || !util.IsSpace(line[3]) {
		return false
	}
	lines := parent.Lines()
	factsOf(pc).addTask(Span{at.Start, at.Start + 3}, lines.At(lines.Len()-1).Stop)
	block.Advance(3)
	return true
}

// wikiParser reads [[target]], unless CommonMark sees a link there.
type wikiParser struct{}

func (wikiParser) Trigger() []byte { return []byte{'[', '!'} }

func (p wikiParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if !p.read(parent, block, pc) {
		return nil
	}
	links := factsOf(pc).links
	shown := links[len(links)-1].Text
	return ast.NewRawTextSegment(text.NewSegment(shown.Start, shown.End))
}

func (wikiParser) read(_ ast.Node, block text.Reader, pc parser.Context) bool {
	_, at := block.PeekLine()
	f := factsOf(pc)
	wiki, ok := wikiAt(f.text, at.Start, at.Stop)
	if !ok {
		return false
	}
	if !f.undefined {
		content := f.text[wiki.Target.Start : wiki.Span.End-len("]]")]
		if _, defined := pc.Reference(util.ToLinkReference([]byte(content))); defined {
			return false
		}
	}
	f.links = append(f.links, wiki)
	block.Advance(wiki.Span.Len())
	return true
}

// includeParser reads {{include: ...}}.
type includeParser struct{}

func (includeParser) Trigger() []byte { return []byte{'{'} }

func (p includeParser) Parse(parent ast.Node, block text.Reader, pc parser.Context) ast.Node {
	if !p.read(parent, block, pc) {
		return nil
	}
	includes := factsOf(pc).includes
	shown := includes[len(includes)-1].Span
	return ast.NewRawTextSegment(text.NewSegment(shown.Start, shown.End))
}

func (includeParser) read(_ ast.Node, block text.Reader, pc parser.Context) bool {
	_, at := block.PeekLine()
	f := factsOf(pc)
	include, ok := includeAt(f.text, at.Start, at.Stop)
	if !ok {
		return false
	}
	f.includes = append(f.includes, include)
	block.Advance(include.Span.Len())
	return true
}
