package rules

import (
	"cmp"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strconv"
	"strings"

	"github.com/goccy/go-yaml"
	"github.com/goccy/go-yaml/ast"
	"github.com/goccy/go-yaml/parser"
	"github.com/goccy/go-yaml/token"

	"cortex/markdown"
)

// YAMLMistake is something wrong in a YAML text.
type YAMLMistake struct {
	Span markdown.Span
	// Message is as in Diagnostic.
	Message string
	// Replacement for Span is what was probably meant; empty if nobody knows.
	Replacement string
}

const (
	// maxYAMLSize and maxYAMLDepth bound what is parsed: the parser recurses and is not made for hostile text.
	maxYAMLSize  = 256 << 10
	maxYAMLDepth = 100
	// maxYAMLSyntax is how many syntax errors are looked for.
	maxYAMLSyntax = 8
)

// YAML is a parsed YAML text. It is for one goroutine.
type YAML struct {
	decoder yamlDecoder
	root    ast.Node
}

// ParseYAML parses a text; what is wrong with it is told by Decode.
func ParseYAML(text string) *YAML {
	y := &YAML{decoder: yamlDecoder{yamlText: newYAMLText(text)}}
	y.root = y.decoder.parse()
	return y
}

// DecodeYAML is Decode of a text that is not needed any more.
func DecodeYAML(text string, into any) []YAMLMistake { return ParseYAML(text).Decode(into) }

// Decode decodes the text strictly into the struct or map that into points to,
// and returns every mistake in order of position: syntax errors, unknown and
// duplicate keys, values of the wrong type. What is right is decoded in spite of
// mistakes elsewhere, up to the top-level keys beside one with a syntax error;
// what is absent or wrong keeps the value it had.
//
// Fields go by their yaml tag; a map field tagged ",inline" takes the keys that
// no other field has. A scalar goes to encoding.TextUnmarshaler where the type
// implements it, also if the type is a struct; its error is the message. Values
// for the type any become string, bool, int, float64, []any and map[string]any.
func (y *YAML) Decode(into any) []YAMLMistake {
	d := y.decoder
	d.mistakes = slices.Clone(d.mistakes)
	if y.root != nil {
		d.decode(y.root, reflect.ValueOf(into).Elem(), "the file")
	}
	slices.SortStableFunc(d.mistakes, func(a, b YAMLMistake) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	return d.mistakes
}

// Spans finds a key of nested mappings and lists, as in Spans("rules",
// "broken-link") or Spans("banks", "0"), and returns where the last key and its value
// stand; an entry of a list is its own key. It is false where there is no such key, also
// because of a syntax error.
func (y *YAML) Spans(path ...string) (key, value markdown.Span, ok bool) {
	node := y.root
	for _, name := range path {
		k, v := yamlChild(node, name)
		if v == nil {
			return markdown.Span{}, markdown.Span{}, false
		}
		node = plainNode(v)
		key, value = y.decoder.span(k), y.decoder.span(node)
	}
	return key, value, len(path) > 0
}

// IsMapping tells whether the text is a mapping, or nothing, without syntax errors.
func (y *YAML) IsMapping() bool {
	return len(y.decoder.mistakes) == 0 && (y.root == nil || len(yamlEntries(y.root)) > 0)
}

// yamlChild returns a key of a mapping and its value, or an entry of a list twice; nil if there is none.
func yamlChild(n ast.Node, name string) (key, value ast.Node) {
	if list, ok := n.(*ast.SequenceNode); ok {
		if i, err := strconv.Atoi(name); err == nil && i >= 0 && i < len(list.Values) {
			return list.Values[i], list.Values[i]
		}
		return nil, nil
	}
	for _, e := range yamlEntries(n) {
		if yamlKey(e) == name {
			return e.Key, e.Value
		}
	}
	return nil, nil
}

type yamlDecoder struct {
	yamlText
	mistakes []YAMLMistake
}

func (d *yamlDecoder) report(span markdown.Span, message string) {
	d.mistakes = append(d.mistakes, YAMLMistake{Span: span, Message: message})
}

// parse returns the value of the first YAML document that has one, nil for none.
func (d *yamlDecoder) parse() ast.Node {
	if len(d.text) > maxYAMLSize {
		d.report(markdown.Span{}, fmt.Sprintf("the file is larger than %d KB and is not read", maxYAMLSize>>10))
		return nil
	}
	if at, deep := tooDeepYAML(d.text); deep {
		d.report(markdown.Span{Start: at, End: at + 1}, "nested too deeply to be read")
		return nil
	}
	text := d.text
	for range maxYAMLSyntax {
		file, err := parser.ParseBytes([]byte(strings.TrimPrefix(text, "\ufeff")), 0, parser.AllowDuplicateMapKey())
		if err == nil {
			return d.firstBody(file)
		}
		span := d.reportSyntax(err)
		rest, ok := withoutBlock(text, span.Start)
		if !ok {
			return nil
		}
		text = rest
	}
	return nil
}

// firstBody returns the value of the first document that has one, and reports further ones.
func (d *yamlDecoder) firstBody(file *ast.File) ast.Node {
	var first ast.Node
	for _, doc := range file.Docs {
		switch {
		case doc.Body == nil || doc.Body.Type() == ast.DirectiveType || doc.Body.Type() == ast.NullType:
		case first == nil:
			first = plainNode(doc.Body)
		default:
			d.report(d.span(doc.Body), "this is a second YAML document and is not read: keep one")
		}
	}
	return first
}

func (d *yamlDecoder) reportSyntax(err error) markdown.Span {
	var at *token.Token
	message := err.Error()
	var syntax *yaml.SyntaxError
	if errors.As(err, &syntax) {
		at, message = syntax.Token, syntax.Message
	}
	span := d.tokenSpan(at)
	d.report(span, "not YAML: "+message)
	return span
}

// withoutBlock blanks the lines of the top-level key that offset is in, or, if a
// key begins exactly there, of the one before it: that one was left open. It is
// false if nothing would change.
func withoutBlock(text string, offset int) (string, bool) {
	start := strings.LastIndexByte(text[:offset], '\n') + 1
	for start > 0 && (start == offset || !topLevel(text[start:])) {
		start = strings.LastIndexByte(text[:start-1], '\n') + 1
		if topLevel(text[start:]) {
			break
		}
	}
	end := start
	for {
		next := strings.IndexByte(text[end:], '\n')
		if next < 0 {
			end = len(text)
			break
		}
		end += next + 1
		if end >= len(text) || topLevel(text[end:]) {
			break
		}
	}
	blank := blanked(text[start:end])
	return text[:start] + blank + text[end:], blank != text[start:end]
}

// topLevel tells whether a line begins with a key, not with space, a mark of a list or a comment.
func topLevel(line string) bool {
	return line != "" && !strings.ContainsRune(" \t\r\n-#]}", rune(line[0]))
}

// blanked replaces all bytes but line ends by spaces.
func blanked(text string) string {
	out := []byte(text)
	for i, c := range out {
		if c != '\n' && c != '\r' {
			out[i] = ' '
		}
	}
	return string(out)
}

// tooDeepYAML finds where brackets nest beyond maxYAMLDepth, or so many marks stand on
// one line that the parser, whose time grows with their square, would take long.
func tooDeepYAML(text string) (int, bool) {
	brackets, marks := 0, 0
	for i, c := range []byte(text) {
		switch c {
		case '\n':
			marks = 0
		case '[', '{':
			brackets++
		case ']', '}':
			brackets--
		}
		if strings.IndexByte("-?:,[]{}#&*!|>'\"%@`", c) >= 0 {
			marks++
		}
		if brackets > maxYAMLDepth || marks > 10*maxYAMLDepth {
			return i, true
		}
	}
	return 0, false
}
