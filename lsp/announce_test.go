package lsp

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"
	"testing/synctest"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

// startWith begins a session with settings of the editor and returns what is offered.
func (c *session) startWith(capabilities, settings string) map[string]any {
	c.t.Helper()
	var answer struct{ Capabilities map[string]any }
	c.mustCall("initialize", map[string]any{
		"capabilities": json.RawMessage(capabilities), "initializationOptions": json.RawMessage(settings),
	}, &answer)
	c.notify("initialized", struct{}{})
	return answer.Capabilities
}

// push changes the settings of a client that is not asked for them, and returns the methods that the
// server has registered or withdrawn since.
func (c *session) push(settings string) []string {
	c.notify("workspace/didChangeConfiguration", map[string]any{"settings": map[string]any{"cortex": json.RawMessage(settings)}})
	synctest.Wait()
	var told []string
	for len(c.calls) > 0 {
		m := <-c.calls
		var params struct{ Registrations, Unregisterations []protocol.Registration }
		if err := json.Unmarshal(*m.Params, &params); err != nil {
			c.t.Fatal(err)
		}
		for _, r := range params.Registrations {
			told = append(told, "+"+r.Method)
		}
		for _, r := range params.Unregisterations {
			told = append(told, "-"+r.Method)
		}
	}
	return told
}

// lateClient can be told of some features late.
const lateClient = `{
	"workspace": {"symbol": {"dynamicRegistration": true}, "diagnostics": {"refreshSupport": true}},
	"textDocument": {
		"hover": {"dynamicRegistration": true}, "semanticTokens": {"dynamicRegistration": true}, "documentSymbol": {"dynamicRegistration": false},
		"callHierarchy": {"dynamicRegistration": true}, "diagnostic": {"dynamicRegistration": true}
	}
}`

func TestFeaturesAreOfferedWhenTheyAreSwitchedOn(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		c := connect(t, nil)
		offered := c.startWith(lateClient, `{"hover": false, "symbols": false, "diagnostics": false, "semanticTokens": true}`)
		if offered["hoverProvider"] != nil || offered["workspaceSymbolProvider"] != nil || offered["diagnosticProvider"] != nil || offered["semanticTokensProvider"] == nil {
			t.Errorf("offered at the start: %v", offered)
		}
		for _, step := range []struct {
			settings string
			want     []string
		}{
			{`{"hover": false, "symbols": false, "diagnostics": false, "semanticTokens": false}`, nil},
			{`{"hover": true, "symbols": true, "diagnostics": false}`, []string{"+textDocument/hover", "+workspace/symbol"}},
			{`{"hover": true, "symbols": true, "diagnostics": false}`, nil},
			{`{"hover": false, "diagnostics": true}`, []string{"+textDocument/diagnostic", "-textDocument/hover"}},
			{`{"navigation": false}`, []string{"+textDocument/hover"}},
		} {
			if told := c.push(step.settings); !slices.Equal(told, step.want) {
				t.Errorf("%s: told %q, want %q", step.settings, told, step.want)
			}
		}
		c.end()
	})
}

func TestWhatIsOfferedLateHasTheOptionsOfTheStart(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		c := connect(t, nil)
		c.startWith(lateClient, `{"semanticTokens": false}`)
		c.notify("workspace/didChangeConfiguration", map[string]any{"settings": map[string]any{"cortex": map[string]any{}}})
		params := c.awaitCall("client/registerCapability")
		for _, want := range []string{`"id":"cortex/textDocument/semanticTokens"`, `"documentSelector":null`, `"tokenTypes":[`, `"delta":true`} {
			if !strings.Contains(params, want) {
				t.Errorf("%s is not in %s", want, params)
			}
		}
		c.end()
	})
}

func TestDiagnosticsStayOfferedWhereTheyCannotBeLater(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		c := connect(t, nil)
		client := strings.Replace(lateClient, `"diagnostic": {"dynamicRegistration": true}`, `"diagnostic": {}`, 1)
		if offered := c.startWith(client, `{"diagnostics": false}`); offered["diagnosticProvider"] == nil {
			t.Error("a client that asks for diagnostics will never get any")
		}
		c.end()
	})
}

func TestEveryFeatureCanBeOfferedLate(t *testing.T) {
	s := newServer(Options{})
	s.client.pulls = true
	for _, f := range features() {
		s.announced.registrable = map[string]bool{}
		for _, p := range f.providers {
			s.announced.registrable[p.client] = true
		}
		if got := s.registrations([]string{f.key}); len(got) == 0 || len(got) != len(f.providers) {
			t.Errorf("%s: %d of %d providers are in the capabilities", f.key, len(got), len(f.providers))
		}
	}
}
