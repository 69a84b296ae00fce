package lsp

import (
	"errors"
	"maps"
	"slices"
	"strings"

	"cortex/markdown"

	"github.com/sourcegraph/jsonrpc2"
	protocol "github.com/tliron/glsp/protocol_3_16"
)

// followUps are what clients send with the items of an answer.
var followUps = map[string][]string{
	"textDocument/completion":           {"completionItem/resolve"},
	"textDocument/codeAction":           {"codeAction/resolve"},
	"textDocument/codeLens":             {"codeLens/resolve"},
	"textDocument/documentLink":         {"documentLink/resolve"},
	"textDocument/prepareCallHierarchy": {"callHierarchy/incomingCalls", "callHierarchy/outgoingCalls"},
	"workspace/symbol":                  {"workspaceSymbol/resolve"},
}

// request sends one of the requests, which may have any answer but an error, unless that says why something cannot be done.
func (w *walk) request(p string) {
	methods := []string{"workspace/symbol", "workspace/willRenameFiles", "workspace/willDeleteFiles", "workspace/executeCommand"}
	for _, group := range Methods() {
		for _, m := range group.Methods {
			// What an answer tells of diagnostics must be shown: the client asks for them itself.
			if m.Supported && isClientRequest(m) && m.Name != methodDocumentDiagnostic && strings.HasPrefix(m.Name, "textDocument/") {
				methods = append(methods, m.Name)
			}
		}
	}
	if len(w.open) > 0 && w.random.IntN(4) > 0 {
		p = w.pick(slices.Sorted(maps.Keys(w.open)))
	}
	method := w.pick(methods)
	w.log[len(w.log)-1] += " " + method
	var answer any
	w.send(method, w.params(p), &answer)
	items, _ := answer.([]any)
	if list, ok := answer.(map[string]any); ok {
		items, _ = list["items"].([]any)
	}
	if len(items) == 0 || len(followUps[method]) == 0 {
		return
	}
	if w.random.IntN(3) == 0 {
		w.edit("") // what the item was made for is gone
	}
	item := items[w.random.IntN(len(items))]
	next := w.pick(followUps[method])
	if strings.HasPrefix(next, "callHierarchy/") {
		item = map[string]any{"item": item}
	}
	w.send(next, item, nil)
}

// params are those of all requests at once, about a random place in a document.
func (w *walk) params(p string) map[string]any {
	text := w.open[p]
	s := w.place(text)
	start, end := referencePosition(text, s.Start, w.encoding), referencePosition(text, s.End, w.encoding)
	kind := w.pick([]string{"", "quickfix", "source.fixAll", "source", "refactor", "refactor.move"})
	to := w.uri(w.pick(walkFiles))
	return map[string]any{
		"textDocument": map[string]any{"uri": w.uri(p)}, "position": start, "positions": []protocol.Position{start, end},
		"range": protocol.Range{Start: start, End: end}, "query": w.pick([]string{"", "go", "Title"}),
		"context": map[string]any{"includeDeclaration": true, "diagnostics": []any{}, "only": []string{kind}},
		"files":   []map[string]any{{"uri": w.uri(p), "oldUri": w.uri(p), "newUri": to}}, "newName": "New 🚀 name",
		"command": w.pick([]string{"cortex.check", "cortex.explain", "cortex.fixAll", "cortex.rescan"}), "arguments": []any{map[string]any{"rule": "broken-link", "dryRun": true}},
	}
}

// place returns a random span, or a place where something is named.
func (w *walk) place(text string) markdown.Span {
	s := randomSpan(w.random, text)
	if w.random.IntN(2) == 0 {
		return s
	}
	if i := strings.IndexAny(text[s.Start:], "([#:"); i >= 0 {
		s.Start += i + 1
	}
	return markdown.Span{Start: s.Start, End: s.Start}
}

func (w *walk) send(method string, params, answer any) {
	err := w.c.call(method, params, answer)
	var refused *jsonrpc2.Error
	if errors.As(err, &refused) {
		reasoned := strings.HasSuffix(method, "ename") || method == "codeAction/resolve"
		if refused.Code == codeContentModified || refused.Code == codeRequestFailed && reasoned {
			return
		}
	}
	if err != nil {
		w.t.Errorf("%s: %v", method, err)
	}
}
