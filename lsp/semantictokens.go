package lsp

import (
	"strconv"
	"sync"

	"github.com/tliron/glsp"
	protocol "github.com/tliron/glsp/protocol_3_16"

	"cortex/bank"
)

// semanticLegend names the kinds of bank.SyntaxPart in the words of the protocol, in their order.
func semanticLegend() protocol.SemanticTokensLegend {
	return protocol.SemanticTokensLegend{TokenTypes: []string{"macro", "string", "parameter", "property", "variable"}, TokenModifiers: []string{}}
}

// semanticTokens colours the parts of a document that the grammars of editors do not know.
func (v *view) semanticTokens(_ *glsp.Context, params *protocol.SemanticTokensParams) (*protocol.SemanticTokens, error) {
	f, rel, ok := v.banked(params.TextDocument.URI)
	if !ok {
		return nil, nil
	}
	data := v.tokenData(f, rel, f.snapshot.Syntax(rel))
	return &protocol.SemanticTokens{ResultID: v.remember(params.TextDocument.URI, data), Data: data}, nil
}

// remember keeps the tokens of an open document and names them; nil for others.
func (v *view) remember(uri string, data []uint32) *string {
	if v.document(uri) == nil {
		return nil
	}
	id := v.semantic.put(name(uri), data)
	return &id
}

// semanticTokensDelta returns how the tokens differ from those of an earlier answer, or all if that is not known any more.
func (v *view) semanticTokensDelta(_ *glsp.Context, params *protocol.SemanticTokensDeltaParams) (any, error) {
	f, rel, ok := v.banked(params.TextDocument.URI)
	if !ok {
		return nil, nil
	}
	before, known := v.semantic.get(name(params.TextDocument.URI), params.PreviousResultID)
	data := v.tokenData(f, rel, f.snapshot.Syntax(rel))
	id := v.remember(params.TextDocument.URI, data)
	if !known {
		return &protocol.SemanticTokens{ResultID: id, Data: data}, nil
	}
	return &protocol.SemanticTokensDelta{ResultId: id, Edits: tokenEdits(before, data)}, nil
}

// semanticTokensRange returns the tokens that touch a range.
func (v *view) semanticTokensRange(_ *glsp.Context, params *protocol.SemanticTokensRangeParams) (any, error) {
	f, rel, ok := v.banked(params.TextDocument.URI)
	if !ok {
		return nil, nil
	}
	wanted := v.client.encoding.rangeSpan(f.lines(rel), params.Range)
	var parts []bank.SyntaxPart
	for _, part := range f.snapshot.Syntax(rel) {
		if part.Span.Touches(wanted) {
			parts = append(parts, part)
		}
	}
	return &protocol.SemanticTokens{Data: v.tokenData(f, rel, parts)}, nil
}

// tokenData encodes parts: five numbers each, relative to the part before.
//
// https://microsoft.github.io/language-server-protocol/specifications/lsp/3.17/specification/#textDocument_semanticTokens
func (v *view) tokenData(f folder, rel string, parts []bank.SyntaxPart) []uint32 {
	data := make([]uint32, 0, 5*len(parts))
	var line, column uint32
	for _, part := range parts {
		r := v.rangeOf(f, rel, part.Span)
		if r.Start.Line != line {
			column = 0
		}
		data = append(data, r.Start.Line-line, r.Start.Character-column, r.End.Character-r.Start.Character, uint32(part.Kind), 0)
		line, column = r.Start.Line, r.Start.Character
	}
	return data
}

// tokenEdits returns the edit that turns before into after; none if they are equal.
func tokenEdits(before, after []uint32) []protocol.SemanticTokensEdit {
	most := min(len(before), len(after))
	start := 0
	for start < most && before[start] == after[start] {
		start++
	}
	end := 0
	for end < most-start && before[len(before)-1-end] == after[len(after)-1-end] {
		end++
	}
	if start+end == len(before) && len(before) == len(after) {
		return []protocol.SemanticTokensEdit{}
	}
	return []protocol.SemanticTokensEdit{{
		Start: uint32(start), DeleteCount: uint32(len(before) - start - end), Data: after[start : len(after)-end],
	}}
}

// semanticResults remembers the last tokens of each open document, for the next answer to be a difference. It is safe for
// concurrent use.
type semanticResults struct {
	mu   sync.Mutex
	last map[string]semanticResult // by the document's name
	id   int
}

type semanticResult struct {
	id   string
	data []uint32
}

func newSemanticResults() *semanticResults {
	return &semanticResults{last: map[string]semanticResult{}}
}

// put remembers tokens in place of those before, and names them.
func (r *semanticResults) put(document string, data []uint32) string {
	r.mu.Lock()
	defer r.mu.Unlock()
	r.id++
	id := strconv.Itoa(r.id)
	r.last[document] = semanticResult{id, data}
	return id
}

// get returns the tokens of that name, false if they are not the last of the document.
func (r *semanticResults) get(document, id string) ([]uint32, bool) {
	r.mu.Lock()
	defer r.mu.Unlock()
	last, ok := r.last[document]
	return last.data, ok && last.id == id
}

// forget drops what is remembered of a document.
func (r *semanticResults) forget(document string) {
	r.mu.Lock()
	defer r.mu.Unlock()
	delete(r.last, document)
}
