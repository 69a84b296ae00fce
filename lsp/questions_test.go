package lsp

import (
	"context"
	"encoding/json"
	"maps"
	"slices"
	"strings"
	"sync"

	"github.com/sourcegraph/jsonrpc2"
	protocol "github.com/tliron/glsp/protocol_3_16"

	"cortex/markdown"
)

const (
	// sentID is the id of the request that a scenario does not wait for.
	sentID = "sent"
	// workToken is that under which the client is told how far work is, partToken that of parts of an answer.
	workToken, partToken = "work", "part"
)

// request sends a request and describes the answer.
func (s *scenario) request(method string, args []string) string {
	s.t.Helper()
	first, _, _ := strings.Cut(method, "+")
	var result any
	if err := s.call(first, s.params(first, args), &result); err != nil {
		return s.lines("error: " + err.Error())
	}
	s.remember(first, args, result)
	for _, next := range strings.Split(method, "+")[1:] {
		result = s.followUp(next, result)
	}
	return s.lines(result)
}

// send begins a request that is answered, or cancelled, later.
func (s *scenario) send(args []string) {
	s.t.Helper()
	params := s.params(args[0], args[1:])
	if args[0] == methodWorkspaceDiagnostic {
		params["partialResultToken"] = partToken
	}
	waiter, err := s.conn.DispatchCall(context.Background(), args[0], params, jsonrpc2.PickID(jsonrpc2.ID{Str: sentID, IsString: true}))
	if err != nil {
		s.t.Fatal(err)
	}
	s.sent = sync.OnceValue(func() any {
		ctx, cancel := context.WithTimeout(context.Background(), deadline)
		defer cancel()
		var result any
		if err := waiter.Wait(ctx, &result); err != nil {
			return "error: " + err.Error()
		}
		return result
	})
}

// lines describes a result below its step.
func (s *scenario) lines(result any) string {
	return "  " + strings.Join(s.describe(result, ""), "\n  ") + "\n"
}

// params are those of a request, of which a step names what matters.
func (s *scenario) params(method string, args []string) map[string]any {
	s.t.Helper()
	switch method {
	case "workspace/symbol":
		return map[string]any{"query": args[0]}
	case "workspace/willRenameFiles":
		return map[string]any{"files": s.renames(args)}
	case "workspace/willDeleteFiles":
		var files []protocol.FileDelete
		for _, p := range args {
			files = append(files, protocol.FileDelete{URI: s.uri(p)})
		}
		return map[string]any{"files": files}
	case "workspace/executeCommand":
		arguments := []json.RawMessage{}
		for _, a := range args[1:] {
			arguments = append(arguments, json.RawMessage(a))
		}
		return map[string]any{"command": args[0], "arguments": arguments, "workDoneToken": workToken}
	case methodWorkspaceDiagnostic:
		previous := []map[string]string{}
		for _, uri := range slices.Sorted(maps.Keys(s.results[method])) {
			previous = append(previous, map[string]string{"uri": uri, "value": s.results[method][uri]})
		}
		return map[string]any{"previousResultIds": previous}
	}
	return s.documentParams(method, args)
}

// documentParams are those of a request about a document or a place in it.
func (s *scenario) documentParams(method string, args []string) map[string]any {
	s.t.Helper()
	uri := s.uri(args[0])
	whole := protocol.Range{End: s.encoding.offsetPosition(s.index(args[0]), len(s.texts[args[0]]))}
	params := map[string]any{"textDocument": map[string]any{"uri": uri}, "range": whole}
	if id, ok := s.results[resultKind(method)][uri]; ok {
		params["previousResultId"] = id
	}
	if len(args) > 1 {
		position := s.position(args[0], args[1])
		params["position"], params["positions"] = position, []protocol.Position{position}
		params["range"] = protocol.Range{Start: position, End: position}
	}
	switch {
	case method == "textDocument/codeAction":
		params["context"] = map[string]any{"diagnostics": []any{}, "only": args[2:]}
	case len(args) > 2:
		params["newName"] = args[2]
		params["context"] = map[string]any{"includeDeclaration": args[2] == "declaration"}
	default:
		params["context"] = map[string]any{"includeDeclaration": false}
	}
	return params
}

// resultKind is the method whose answers a request builds on.
func resultKind(method string) string { return strings.TrimSuffix(method, "/delta") }

// remember keeps the names of results, which the client says when it asks again.
func (s *scenario) remember(method string, args []string, result any) {
	kind := resultKind(method)
	if s.results[kind] == nil {
		s.results[kind] = map[string]string{}
	}
	keep := func(uri string, report any) {
		if r, ok := report.(map[string]any); ok && r["resultId"] != nil {
			s.results[kind][uri] = r["resultId"].(string)
		}
	}
	answer, _ := result.(map[string]any)
	if kind == methodWorkspaceDiagnostic {
		items, _ := answer["items"].([]any)
		for _, item := range items {
			keep(item.(map[string]any)["uri"].(string), item)
		}
		return
	}
	if len(args) > 0 {
		keep(s.uri(args[0]), answer)
	}
	related, _ := answer["relatedDocuments"].(map[string]any)
	for uri, report := range related {
		keep(uri, report)
	}
}

// followUp sends what a client sends with each item of an answer.
func (s *scenario) followUp(method string, result any) any {
	s.t.Helper()
	items, _ := result.([]any)
	if list, ok := result.(map[string]any); ok {
		items, _ = list["items"].([]any)
	}
	all := []any{}
	for _, item := range items {
		var answer any
		if strings.HasPrefix(method, "callHierarchy/") {
			item = map[string]any{"item": item}
		}
		if err := s.call(method, item, &answer); err != nil {
			answer = "error: " + err.Error()
		}
		all = append(all, answer)
	}
	return all
}

func (s *scenario) index(path string) *markdown.LineIndex {
	return markdown.NewLineIndex(s.texts[path])
}

// position finds a place by the text around it, in which "|" stands for the place.
func (s *scenario) position(path, around string) protocol.Position {
	s.t.Helper()
	before, after, found := strings.Cut(around, "|")
	if text := s.texts[path]; !found || strings.Count(text, before+after) != 1 {
		s.t.Fatalf("%q is not once in %s", around, path)
	}
	return s.encoding.offsetPosition(s.index(path), strings.Index(s.texts[path], before+after)+len(before))
}

// keep keeps what the server sends.
func (s *scenario) keep(m *jsonrpc2.Request) {
	var params any
	if m.Params != nil {
		s.unmarshal(string(*m.Params), &params)
	}
	s.observing.Lock()
	defer s.observing.Unlock()
	s.observed[m.Method] = params
	about, _ := params.(map[string]any)
	for _, key := range []string{"uri", "token"} {
		if about[key] != nil {
			s.observed[m.Method+" "+s.scalar(about[key])] = params
		}
	}
}

// fromServer returns what the server has sent last, by a method and about a file or under a token if one is named, since a step asked for that.
func (s *scenario) fromServer(args []string) any {
	s.observing.Lock()
	defer s.observing.Unlock()
	params, found := s.observed[strings.Join(args, " ")]
	if !found {
		return "nothing"
	}
	if part, ok := params.(map[string]any); ok && part["token"] == partToken {
		s.remember(methodWorkspaceDiagnostic, nil, part["value"])
	}
	return params
}

func (s *scenario) forget(args []string) {
	s.observing.Lock()
	defer s.observing.Unlock()
	delete(s.observed, strings.Join(args, " "))
}
