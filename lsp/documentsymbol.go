package lsp

import (
	"strings"

	"github.com/tliron/glsp"
	protocol "github.com/tliron/glsp/protocol_3_16"

	"cortex/markdown"
)

// documentSymbol returns the outline of a document: a tree, or a list for clients that know no other.
func (v *view) documentSymbol(_ *glsp.Context, params *protocol.DocumentSymbolParams) (any, error) {
	f, rel, ok := v.banked(params.TextDocument.URI)
	if !ok {
		return nil, nil
	}
	if v.client.symbolTree {
		return v.symbolTree(f, rel, f.snapshot.Sections(rel)), nil
	}
	symbols := []protocol.SymbolInformation{}
	for _, top := range f.snapshot.Sections(rel) {
		symbols = v.appendSymbols(symbols, f, rel, top)
	}
	return symbols, nil
}

func (v *view) symbolTree(f folder, rel string, sections []*markdown.Section) []protocol.DocumentSymbol {
	symbols := make([]protocol.DocumentSymbol, len(sections))
	for i, s := range sections {
		symbols[i] = protocol.DocumentSymbol{
			Name:           symbolName(s.Title),
			Kind:           protocol.SymbolKindString,
			Range:          v.rangeOf(f, rel, s.Span()),
			SelectionRange: v.rangeOf(f, rel, s.Heading),
			Children:       v.symbolTree(f, rel, s.Children),
		}
	}
	return symbols
}

func (v *view) appendSymbols(symbols []protocol.SymbolInformation, f folder, rel string, s *markdown.Section) []protocol.SymbolInformation {
	symbol := protocol.SymbolInformation{Name: symbolName(s.Title), Kind: protocol.SymbolKindString, Location: v.location(f, rel, s.Span())}
	if s.Parent != nil {
		symbol.ContainerName = &s.Parent.Title
	}
	symbols = append(symbols, symbol)
	for _, child := range s.Children {
		symbols = v.appendSymbols(symbols, f, rel, child)
	}
	return symbols
}

// symbolName returns a title as clients accept it: they refuse a symbol without a name.
func symbolName(title string) string {
	if strings.TrimSpace(title) == "" {
		return "(no title)"
	}
	return title
}
