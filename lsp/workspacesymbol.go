package lsp

import (
	"cmp"
	"slices"

	"github.com/tliron/glsp"
	protocol "github.com/tliron/glsp/protocol_3_16"

	"cortex/bank"
)

// maxSymbols is how many symbols of a workspace are answered: nobody reads more, and most clients
// ask again with each letter.
const maxSymbols = 200

// workspaceSymbol returns the sections of all banks that match a query, the best first.
func (v *view) workspaceSymbol(c *glsp.Context, params *protocol.WorkspaceSymbolParams) (any, error) {
	type scored struct {
		score  int
		symbol workspaceSymbol
	}
	all := []scored{}
	for _, f := range v.folders {
		found, err := f.snapshot.Symbols(c.Context, params.Query, maxSymbols)
		if err != nil {
			return nil, err
		}
		for _, s := range found {
			if v.answers(f, s.Path) && !v.settingsAt(joined(f.root, s.Path)).off["symbols"] {
				all = append(all, scored{s.Score, v.sectionSymbol(f, s)})
			}
		}
	}
	slices.SortStableFunc(all, func(a, b scored) int { return cmp.Compare(b.score, a.score) })
	symbols := make([]workspaceSymbol, min(len(all), maxSymbols))
	for i := range symbols {
		symbols[i] = all[i].symbol
	}
	return symbols, nil
}

func (v *view) sectionSymbol(f folder, s bank.Symbol) workspaceSymbol {
	symbol := workspaceSymbol{Name: symbolName(s.Section.Title), Kind: protocol.SymbolKindString, ContainerName: s.Container()}
	if v.client.lazySymbols {
		uri := v.uri(f, s.Path)
		symbol.Location, symbol.Data = lazyLocation{uri}, &sectionData{uri, s.Section.Slug}
	} else {
		symbol.Location = v.location(f, s.Path, s.Section.Heading)
	}
	return symbol
}

// workspaceSymbolResolve adds the range to a symbol. One whose section is gone comes back with its file's start.
func (v *view) workspaceSymbolResolve(_ *glsp.Context, symbol *workspaceSymbol) (any, error) {
	if symbol.Data == nil {
		return symbol, nil
	}
	f, rel, ok := v.banked(symbol.Data.URI)
	if !ok {
		symbol.Location = protocol.Location{URI: symbol.Data.URI}
		return symbol, nil
	}
	location := protocol.Location{URI: v.uri(f, rel)}
	if s := f.snapshot.Section(rel, symbol.Data.Slug); s != nil {
		location = v.location(f, rel, s.Heading)
	}
	symbol.Location = location
	return symbol, nil
}
