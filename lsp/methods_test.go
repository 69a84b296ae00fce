package lsp

import (
	"encoding/json"
	"errors"
	"maps"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/rogpeppe/go-internal/txtar"
	"github.com/sourcegraph/jsonrpc2"
	protocol "github.com/tliron/glsp/protocol_3_16"
)

// TestTheTableIsWhatInitializeSays compares both ways: what the table calls supported is advertised, and
// nothing else is.
func TestTheTableIsWhatInitializeSays(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		c := connect(t, nil)
		var result struct{ Capabilities map[string]any }
		c.mustCall("initialize", map[string]any{"capabilities": json.RawMessage(likeVSCode.capabilities(t))}, &result)
		c.notify("initialized", struct{}{})
		said := map[string]bool{}
		advertised(result.Capabilities, "", said)
		supported := map[string]bool{}
		for _, group := range Methods() {
			for _, m := range group.Methods {
				if m.Capability == "" {
					continue
				}
				if said[m.Capability] != m.Supported {
					t.Errorf("%s is advertised: %v, in the table: %v", m.Name, said[m.Capability], m.Supported)
				}
				provider, _, _ := strings.Cut(m.Capability, ".")
				supported[provider] = supported[provider] || m.Supported
				supported[m.Capability] = supported[m.Capability] || m.Supported
			}
		}
		for _, capability := range slices.Sorted(maps.Keys(said)) {
			if strings.HasSuffix(capability, "Provider") && !supported[capability] {
				t.Errorf("%s is advertised and not in the table", capability)
			}
		}
		c.end()
	})
}

// advertised collects the paths of all keys with a value that means yes.
func advertised(object map[string]any, prefix string, said map[string]bool) {
	for key, value := range object {
		if value == false || value == nil {
			continue
		}
		said[prefix+key] = true
		if inner, ok := value.(map[string]any); ok {
			advertised(inner, prefix+key+".", said)
		}
	}
}

// TestTheTableIsWhatIsAnswered sends every request that a client can send, about a document. A handler may say that it cannot do
// what is asked for, but must be there and come to its end.
func TestTheTableIsWhatIsAnswered(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := newBank(t, map[string]string{"memory-bank/progress.md": "# Progress\n\n## Goal\n"})
		c := likeVSCode.open(t, root)
		uri := pathURI(root + "/memory-bank/progress.md")
		c.awaitRule(uri, "empty-section", 1)
		params := everyParams(uri, pathURI(root+"/memory-bank/other.md"), protocol.Range{Start: protocol.Position{Line: 2, Character: 4}, End: protocol.Position{Line: 2, Character: 4}})
		for _, group := range Methods() {
			for _, m := range group.Methods {
				if !isClientRequest(m) {
					continue
				}
				var answer *jsonrpc2.Error
				some := maps.Clone(params)
				if strings.HasSuffix(m.Name, "/resolve") { // items have these as well, of other types
					delete(some, "command")
					delete(some, "kind")
				}
				err := c.call(m.Name, some, nil)
				refused := errors.As(err, &answer)
				switch unknown := refused && answer.Code == jsonrpc2.CodeMethodNotFound; {
				case unknown == m.Supported:
					t.Errorf("%s: answer %v, supported: %v", m.Name, err, m.Supported)
				case m.Supported && refused && answer.Code != codeRequestFailed && answer.Code != codeContentModified:
					t.Errorf("%s: answer %v", m.Name, err)
				}
			}
		}
		c.end()
	})
}

// everyParams are the parameters of all requests at once, about a range of a document that may get another address.
func everyParams(uri, to string, r protocol.Range) map[string]any {
	return map[string]any{
		"textDocument": map[string]any{"uri": uri}, "position": r.Start, "positions": []protocol.Position{r.Start, r.End}, "range": r,
		"query": "goal", "newName": "Aim", "previousResultId": "", "previousResultIds": []any{},
		"context": map[string]any{"includeDeclaration": true, "diagnostics": []any{}},
		"files":   []map[string]any{{"uri": uri, "oldUri": uri, "newUri": to}},
		"command": "cortex.explain", "arguments": []any{map[string]any{"rule": "broken-link"}},
		// Items of earlier answers.
		"item": map[string]any{"name": "Goal", "kind": 15, "uri": uri, "range": r, "selectionRange": r, "data": map[string]any{"uri": uri, "slug": "goal"}},
		"data": map[string]any{"uri": uri, "slug": "goal"}, "label": "Goal", "kind": 15, "name": "Goal", "title": "Goal", "location": map[string]any{"uri": uri},
	}
}

// isClientRequest tells requests from notifications and from what a server sends, and those from the lifecycle.
func isClientRequest(m Method) bool {
	if m.Capability == "" || m.Name == "initialize" {
		return false
	}
	_, name, _ := strings.Cut(m.Name, "/")
	return !strings.HasPrefix(name, "did") && m.Name != "textDocument/willSave"
}

// TestEveryMethodHasAScenario looks for what the table calls supported in the steps of testdata/*.txtar.
func TestEveryMethodHasAScenario(t *testing.T) {
	// Every scenario begins and ends with the first ones; no work lasts in a scenario.
	played := map[string]bool{"initialized": true, "shutdown": true, "exit": true, "window/workDoneProgress/create": true}
	paths, err := filepath.Glob("testdata/*.txtar")
	if err != nil {
		t.Fatal(err)
	}
	for _, p := range paths {
		archive, err := txtar.ParseFile(p)
		if err != nil {
			t.Fatal(err)
		}
		for _, f := range archive.Files {
			for line := range strings.Lines(string(f.Data)) {
				if f.Name == "steps" && !strings.HasPrefix(line, " ") {
					for _, method := range methodsOfStep(line) {
						played[method] = true
					}
				}
			}
		}
	}
	for _, group := range Methods() {
		for _, m := range group.Methods {
			if m.Supported && !played[m.Name] {
				t.Errorf("%s is supported and in no scenario", m.Name)
			}
		}
	}
}

// methodsOfStep returns the methods that a step of a scenario shows.
func methodsOfStep(line string) []string {
	words := strings.Fields(line)
	switch {
	case len(words) == 0:
		return nil
	case words[0] == "server" || words[0] == "send" || words[0] == "notify":
		return words[1:2]
	case steps()[words[0]].method != "":
		return []string{steps()[words[0]].method}
	}
	return strings.Split(words[0], "+")
}
