package lsp

import (
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

// eagerClient takes actions with their edits only.
const eagerClient = `{
	"workspace": {"workspaceEdit": {"documentChanges": true, "resourceOperations": ["create"]}},
	"textDocument": {"codeAction": {"codeActionLiteralSupport": {"codeActionKind": {"valueSet": []}}}}
}`

const (
	ignoreLine = `Ignore "broken-link" on this line`
	ignoreFile = `Ignore "broken-link" in this file`
	switchOff  = `Switch "broken-link" off in .cortex.yaml`
)

func TestEveryDiagnosticCanBeIgnored(t *testing.T) {
	for name, capabilities := range map[string]string{"at once": eagerClient, "lazily": ableClient} {
		t.Run(name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				root := newBank(t, nil)
				uri := pathURI(root + "/memory-bank/activeContext.md")
				c := connect(t, nil)
				c.begin(capabilities, root)
				text := "# Active\n\n[x](gone.md) and [y](none.md)\n"
				c.didOpen(uri, text)
				c.awaitRule(uri, "broken-link", 2)
				at := protocol.Position{Line: 2}
				whole := protocol.Range{Start: at, End: protocol.Position{Line: 2, Character: 40}}
				actions := c.actions(uri, whole)
				if n := len(actions[ignoreFile].Diagnostics); n != 2 {
					t.Errorf("ignoring in the file is for %d diagnostics, want 2", n)
				}
				if actions[ignoreLine].IsPreferred != nil {
					t.Error("ignoring is preferred")
				}
				for title, want := range map[string]string{
					ignoreLine: "cortex-disable-next-line broken-link", ignoreFile: "cortex-disable-file broken-link -->", switchOff: "rules:\n  broken-link: off\n",
				} {
					action, ok := actions[title]
					if (action.Data != nil) != (name == "lazily") || !ok {
						t.Fatalf("%s: %+v", title, action)
					}
					edit, err := json.Marshal(action.Edit)
					var decoded any
					if err != nil || json.Unmarshal(edit, &decoded) != nil || !strings.Contains(stringsIn(decoded), want) {
						t.Errorf("%s: edit %s, want it to write %q", title, edit, want)
					}
				}
				c.didChange(uri, 2, protocol.TextDocumentContentChangeEventWhole{Text: text + "\n"})
				if late := actions[ignoreLine]; name == "lazily" {
					late.Edit = nil
					wantCode(t, c.call("codeAction/resolve", late, nil), codeContentModified)
				}
				c.end()
			})
		})
	}
}

// TestAWayToIgnoreThatIsNoneSaysSoWhenItIsChosen takes a link definition of two lines, in which there is no place for a comment.
func TestAWayToIgnoreThatIsNoneSaysSoWhenItIsChosen(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := newBank(t, nil)
		uri := pathURI(root + "/memory-bank/progress.md")
		c := open(t, root)
		c.didOpen(uri, "# P\n\n[a]\n\n[a]:\ngone.md\n")
		c.awaitRule(uri, "broken-link", 1)
		const title = `Ignore "broken-link" on this line`
		for _, a := range c.offered(uri, all(), 0) {
			if a.Title != title {
				continue
			}
			err := c.call("codeAction/resolve", a, nil)
			if wantCode(t, err, codeRequestFailed); !strings.Contains(fmt.Sprint(err), "no place for a comment") {
				t.Errorf("the reason is %v", err)
			}
			c.end()
			return
		}
		t.Errorf("no %q", title)
	})
}

// TestTheLightBulbOffersWhatIsAtTheCursor asks for the actions of two lines as an editor does while the cursor moves, and as a user.
func TestTheLightBulbOffersWhatIsAtTheCursor(t *testing.T) {
	for _, tt := range []struct {
		client  string
		trigger int
		want    int
	}{{eagerClient, 2, 1}, {eagerClient, 1, 2}, {eagerClient, 0, 2}, {ableClient, 2, 2}} {
		inBubble(t, func(t *testing.T) {
			root := newBank(t, nil)
			uri := pathURI(root + "/memory-bank/progress.md")
			c := connect(t, nil)
			c.begin(tt.client, root)
			c.didOpen(uri, "# P\n\n[x](gone.md)\n\n[y](none.md)\n")
			c.awaitRule(uri, "broken-link", 2)
			span := protocol.Range{Start: protocol.Position{Line: 2, Character: 5}, End: protocol.Position{Line: 4, Character: 5}}
			lines := 0
			for _, a := range c.offered(uri, span, tt.trigger) {
				if a.Title == ignoreLine {
					lines++
				}
			}
			if lines != tt.want {
				t.Errorf("trigger %d: %d lines can be ignored, want %d", tt.trigger, lines, tt.want)
			}
			c.end()
		})
	}
}

// offered returns the actions for a range as they are offered, with the kind of trigger that an editor names.
func (c *session) offered(uri string, r protocol.Range, trigger int) []protocol.CodeAction {
	c.t.Helper()
	var found []protocol.CodeAction
	c.mustCall("textDocument/codeAction", map[string]any{
		"textDocument": map[string]any{"uri": uri}, "range": r, "context": map[string]any{"diagnostics": []any{}, "triggerKind": trigger},
	}, &found)
	return found
}

// stringsIn returns all texts in a decoded value, one a line.
func stringsIn(v any) string {
	switch v := v.(type) {
	case string:
		return v
	case []any:
		var all []string
		for _, item := range v {
			all = append(all, stringsIn(item))
		}
		return strings.Join(all, "\n")
	case map[string]any:
		var all []string
		for _, item := range v {
			all = append(all, stringsIn(item))
		}
		slices.Sort(all)
		return strings.Join(all, "\n")
	}
	return ""
}
