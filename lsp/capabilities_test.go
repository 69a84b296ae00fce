package lsp

import (
	"encoding/json"
	"testing"
)

// A client is understood as far as what it says has the types that are expected.
func TestOddCapabilitiesCountAsNone(t *testing.T) {
	var params initializeParams
	said := `{"capabilities": {"workspace": {"applyEdit": "yes", "configuration": true, "symbol": [], "diagnostic": {"refreshSupport": true}},
		"textDocument": {"hover": {"contentFormat": ["plaintext", "markdown"], "dynamicRegistration": true}, "foldingRange": {"rangeLimit": 7},
			"rename": {"prepareSupport": {"a": true}}, "publishDiagnostics": {"tagSupport": {"valueSet": [2, 1]}}, "diagnostic": {}}, "general": 3}}`
	if err := json.Unmarshal([]byte(said), &params); err != nil {
		t.Fatal(err)
	}
	want := client{encoding: inUTF16, configuration: true, markdown: true, maxFolds: 7, unnecessaryTag: true, pulls: true}
	if got := newClient(params.Capabilities); got != want {
		t.Errorf("got %+v, want %+v", got, want)
	}
	can := params.Capabilities.registrable()
	if !can["hover"] || can["rename"] || can["symbol"] {
		t.Errorf("can be told late of %v, want hover alone", can)
	}
	if got := newClient(nil); got != (client{encoding: inUTF16}) {
		t.Errorf("a client that says nothing: %+v", got)
	}
}
