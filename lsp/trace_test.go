package lsp

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/sourcegraph/jsonrpc2"
)

// askNumbered sends a request of a fixed number.
func (c *session) askNumbered(method string, params any) {
	c.t.Helper()
	call, err := c.conn.DispatchCall(c.t.Context(), method, params, jsonrpc2.PickID(jsonrpc2.ID{Num: 99}))
	if err != nil {
		c.t.Fatal(err)
	}
	_ = call.Wait(c.t.Context(), nil) // the answer may be an error
}

func TestTraces(t *testing.T) {
	tests := []struct {
		level  string
		params string
		want   []string
	}{
		{"off", `{"query": "x"}`, nil},
		{"nonsense", `{"query": "x"}`, nil},
		{"messages", `{"query": "x"}`, []string{
			`{"message":"received the request \"workspace/symbol\" (99)"}`,
			`{"message":"answered the request \"workspace/symbol\" (99) in 0 ms"}`,
		}},
		{"verbose", `{"query":"x"}`, []string{
			`{"message":"received the request \"workspace/symbol\" (99)","verbose":"{\"query\":\"x\"}"}`,
			`{"message":"answered the request \"workspace/symbol\" (99) in 0 ms","verbose":"[]"}`,
		}},
		{"messages", `[]`, []string{
			`{"message":"received the request \"workspace/symbol\" (99)"}`,
			`{"message":"answered the request \"workspace/symbol\" (99) in 0 ms with an error: jsonrpc2: code -32602 message: bad parameters for \"workspace/symbol\": json: cannot unmarshal array into Go value of type protocol.WorkspaceSymbolParams"}`,
		}},
	}
	for _, tt := range tests {
		t.Run(tt.level, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				c := open(t)
				c.record("$/logTrace")
				c.notify("$/setTrace", map[string]any{"value": tt.level})
				c.askNumbered("workspace/symbol", json.RawMessage(tt.params))
				if got := c.allHeard(); !slices.Equal(got, tt.want) {
					t.Errorf("told %s\nwant %s", got, tt.want)
				}
				c.notify("$/setTrace", map[string]any{"value": "off"})
				c.allHeard()
				c.askNumbered("workspace/symbol", json.RawMessage(tt.params))
				if got := c.allHeard(); len(got) > 0 {
					t.Errorf("told %s although traces are off", got)
				}
				c.end()
			})
		})
	}
}

func TestTracesFromTheStart(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		c := connect(t, nil)
		c.record("$/logTrace")
		c.mustCall("initialize", map[string]any{"trace": "verbose", "capabilities": map[string]any{}}, nil)
		c.notify("$/nonsense", map[string]any{"long": strings.Repeat("é", maxVerbose)})
		told := c.allHeard()
		if len(told) != 1 || !strings.Contains(told[0], `received the notification \"$/nonsense\"`) || !strings.HasSuffix(told[0], `é…"}`) || len(told[0]) > maxVerbose+200 {
			t.Errorf("told %s", told)
		}
		c.end()
	})
}
