package rules

import (
	"strings"

	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/token"

	"cortex/markdown"
)

// yamlText finds the bytes of what the parser found. The parser counts lines and
// characters from 1 and does not know where a token ends, so that is read from the text.
type yamlText struct {
	text  string
	lines *markdown.LineIndex
}

func newYAMLText(text string) yamlText { return yamlText{text, markdown.NewLineIndex(text)} }

// span returns where a key or value stands. A list or mapping in block form is
// marked by its first line only.
func (y yamlText) span(n ast.Node) markdown.Span {
	switch n := n.(type) {
	case nil:
		return markdown.Span{}
	case *ast.MappingNode:
		if n.IsFlowStyle {
			return y.flow(n.Start, n.End)
		}
		if len(n.Values) > 0 {
			return y.restOfLine(y.span(n.Values[0].Key).Start)
		}
	case *ast.MappingValueNode:
		return y.restOfLine(y.span(n.Key).Start)
	case *ast.SequenceNode:
		if n.IsFlowStyle {
			return y.flow(n.Start, n.End)
		}
		return y.restOfLine(y.tokenSpan(n.Start).Start)
	case *ast.MappingKeyNode:
		return y.span(n.Value)
	case *ast.LiteralNode:
		return y.restOfLine(y.tokenSpan(n.Start).Start)
	}
	return y.tokenSpan(n.GetToken())
}

func (y yamlText) flow(open, end *token.Token) markdown.Span {
	return markdown.Span{Start: y.tokenSpan(open).Start, End: max(y.tokenSpan(open).End, y.tokenSpan(end).End)}
}

// tokenSpan returns where a token stands; for no token, the start of the text.
func (y yamlText) tokenSpan(t *token.Token) markdown.Span {
	if t == nil || t.Position == nil {
		return markdown.Span{}
	}
	start := y.lines.LineCol32Offset(max(t.Position.Line-1, 0), max(t.Position.Column-1, 0))
	// The parser's column is too large by the spaces that follow plain text.
	line := y.lines.LineSpan(y.lines.OffsetLine(start))
	if plain := t.Value; !strings.HasPrefix(y.text[start:], plain) && t.Type == token.StringType {
		if i := strings.LastIndex(y.text[line.Start:min(start+len(plain), line.End)], plain); i >= 0 {
			start = line.Start + i
		}
	}
	rest := y.text[start:y.restOfLine(start).End]
	return markdown.Span{Start: start, End: start + tokenLength(t, rest)}
}

// tokenLength returns how much of line, which begins with the token, is the token.
func tokenLength(t *token.Token, line string) int {
	switch {
	case line == "":
		return 0
	case t.Type == token.SingleQuoteType && line[0] == '\'':
		return quotedLength(line, '\'')
	case t.Type == token.DoubleQuoteType && line[0] == '"':
		return quotedLength(line, '"')
	case t.Value != "" && strings.HasPrefix(line, t.Value):
		return len(t.Value)
	}
	return len(line)
}

// quotedLength returns the length of the quoted text that line begins with.
func quotedLength(line string, quote byte) int {
	for i := 1; i < len(line); i++ {
		switch {
		case quote == '"' && line[i] == '\\':
			i++
		case line[i] != quote:
		case quote == '\'' && i+1 < len(line) && line[i+1] == quote:
			i++
		default:
			return i + 1
		}
	}
	return len(line)
}

// restOfLine returns the span from start to the end of the line, without trailing space.
func (y yamlText) restOfLine(start int) markdown.Span {
	line := y.lines.LineSpan(y.lines.OffsetLine(start))
	end := max(start, line.End)
	return markdown.Span{Start: start, End: start + len(strings.TrimRight(y.text[start:end], " \t\r"))}
}

// plainNode returns what anchors and tags stand before.
func plainNode(n ast.Node) ast.Node {
	for {
		switch v := n.(type) {
		case *ast.AnchorNode:
			n = v.Value
		case *ast.TagNode:
			n = v.Value
		default:
			return n
		}
	}
}

// yamlEntries returns the entries of a mapping, none for anything else.
func yamlEntries(n ast.Node) []*ast.MappingValueNode {
	switch n := n.(type) {
	case *ast.MappingNode:
		return n.Values
	case *ast.MappingValueNode:
		return []*ast.MappingValueNode{n}
	}
	return nil
}

func yamlKey(e *ast.MappingValueNode) string {
	var key ast.Node = e.Key
	if k, ok := key.(*ast.MappingKeyNode); ok {
		key = k.Value
	}
	if key == nil || key.GetToken() == nil {
		return ""
	}
	return key.GetToken().Value
}
