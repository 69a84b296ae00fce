package lsp

import (
	"encoding/json"
	"errors"
	"os"
	"slices"
	"strings"
	"testing"

	"github.com/sourcegraph/jsonrpc2"
	protocol "github.com/tliron/glsp/protocol_3_16"
)

// applyingClient is the able client that can be sent edits.
var applyingClient = strings.Replace(ableClient, `"workspace": {`, `"workspace": {"applyEdit": true, `, 1)

func TestInitCommandCreatesTheFilesOfAProfile(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := cleanPath(t.TempDir(), windows)
		writeFile(t, root+"/notes/bank/projectBrief.md", "# Mine\n")
		c := connect(t, nil)
		c.answers = map[string]any{"workspace/applyEdit": map[string]any{"applied": true}}
		c.begin(applyingClient, root)
		start := func(dryRun bool) (answer initAnswer) {
			c.mustCall("workspace/executeCommand", map[string]any{"command": "cortex.init", "arguments": []any{
				map[string]any{"profile": "cline", "folder": "notes/bank", "dryRun": dryRun},
			}}, &answer)
			return answer
		}
		if would := start(true); would.Applied || len(would.Created) < 4 || !slices.Equal(would.Existing, []string{pathURI(root + "/notes/bank/projectBrief.md")}) {
			t.Errorf("dry run: %+v", would)
		}
		answer := start(false)
		var params struct {
			Edit struct {
				DocumentChanges []struct {
					Kind, URI    string
					TextDocument struct{ URI string }
					Edits        []protocol.TextEdit
				}
			}
		}
		if err := json.Unmarshal([]byte(c.awaitCall("workspace/applyEdit")), &params); err != nil {
			t.Fatal(err)
		}
		var created []string
		for _, change := range params.Edit.DocumentChanges {
			if change.Kind == "create" {
				created = append(created, change.URI)
			} else if len(change.Edits) != 1 || change.Edits[0].NewText == "" || change.TextDocument.URI != created[len(created)-1] {
				t.Errorf("%+v is no text of a new file", change)
			}
		}
		if !answer.Applied || !slices.Equal(created, answer.Created) || !slices.Contains(created, pathURI(root+"/.cortex.yaml")) {
			t.Errorf("created %q, answered %+v", created, answer)
		}
		if _, err := os.Stat(root + "/.cortex.yaml"); err == nil {
			t.Error("the server writes by itself")
		}
		c.end()
	})
}

func TestInitCommandSaysWhyItCannot(t *testing.T) {
	cannot := strings.Replace(applyingClient, `"create", `, "", 1)
	tests := []struct {
		name, client, arguments, want string
		folders                       int
		code                          int64
	}{
		{"no profile", applyingClient, `{}`, `unknown profile "": want one of [`, 1, jsonrpc2.CodeInvalidParams},
		{"unknown profile", applyingClient, `{"profile": "x"}`, `unknown profile "x"`, 1, jsonrpc2.CodeInvalidParams},
		{"a folder outside", applyingClient, `{"profile": "cline", "folder": "../x"}`, "not in the workspace", 1, codeRequestFailed},
		{"no workspace folder", applyingClient, `{"profile": "cline"}`, "there are 0 workspace folders", 0, jsonrpc2.CodeInvalidParams},
		{"two workspace folders", applyingClient, `{"profile": "cline"}`, "there are 2 workspace folders", 2, jsonrpc2.CodeInvalidParams},
		{"another workspace folder", applyingClient, `{"profile": "cline", "workspace": "file:///x"}`, `"file:///x" is no workspace folder`, 2, jsonrpc2.CodeInvalidParams},
		{"a client that takes no edits", ableClient, `{"profile": "cline"}`, `run "cortex init"`, 1, codeRequestFailed},
		{"a client that creates no files", cannot, `{"profile": "cline"}`, `run "cortex init"`, 1, codeRequestFailed},
		{"a client that does not want to", applyingClient, `{"profile": "cline"}`, "did not carry out the edit: read only", 1, codeRequestFailed},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			inBubble(t, func(t *testing.T) {
				var folders []string
				for range tt.folders {
					folders = append(folders, cleanPath(t.TempDir(), windows))
				}
				c := connect(t, nil)
				c.answers = map[string]any{"workspace/applyEdit": map[string]any{"applied": false, "failureReason": "read only"}}
				c.begin(tt.client, folders...)
				err := c.call("workspace/executeCommand", json.RawMessage(`{"command": "cortex.init", "arguments": [`+tt.arguments+`]}`), nil)
				wantCode(t, err, tt.code)
				var answer *jsonrpc2.Error
				if errors.As(err, &answer) && !strings.Contains(answer.Message, tt.want) {
					t.Errorf("answer %q, want %q", answer.Message, tt.want)
				}
				c.end()
			})
		})
	}
}
