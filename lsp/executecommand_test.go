package lsp

import (
	"encoding/json"
	"strings"
	"testing"

	"github.com/sourcegraph/jsonrpc2"
	protocol "github.com/tliron/glsp/protocol_3_16"
)

func TestCommands(t *testing.T) {
	inBubble(t, func(t *testing.T) {
		root := newBank(t, map[string]string{"memory-bank/progress.md": unclosed})
		uri := pathURI(root + "/memory-bank/progress.md")
		c := connect(t, nil)
		c.begin(strings.Replace(ableClient, `"workspace": {`, `"workspace": {"applyEdit": true, `, 1), root)
		c.awaitRule(uri, "broken-link", 1)
		execute := func(name string, arguments map[string]any, answer any) error {
			return c.call("workspace/executeCommand", map[string]any{"command": name, "arguments": []any{arguments}, "workDoneToken": 1}, answer)
		}
		var checked checkAnswer
		if err := execute("cortex.check", nil, &checked); err != nil || checked.Rules["broken-link"] != 1 || checked.Files == 0 {
			t.Errorf("check: %+v, %v", checked, err)
		}
		var fixed fixAnswer
		if err := execute("cortex.fixAll", map[string]any{"dryRun": true}, &fixed); err != nil || fixed.Applied || len(fixed.Files) != 1 || fixed.Files[0] != uri {
			t.Errorf("dry run: %+v, %v", fixed, err)
		}
		if err := execute("cortex.fixAll", nil, &fixed); err != nil {
			t.Error(err)
		}
		var params protocol.ApplyWorkspaceEditParams
		if err := json.Unmarshal([]byte(c.awaitCall("workspace/applyEdit")), &params); err != nil || len(params.Edit.DocumentChanges) != 1 {
			t.Errorf("edit %+v, %v", params, err)
		}
		var manual string
		if err := execute("cortex.explain", map[string]any{"rule": "broken-link"}, &manual); err != nil || !strings.Contains(manual, "broken-link") {
			t.Errorf("explain: %q, %v", manual, err)
		}
		wantCode(t, execute("cortex.explain", map[string]any{"rule": "x"}, nil), jsonrpc2.CodeInvalidParams)
		wantCode(t, execute("cortex.nonsense", nil, nil), jsonrpc2.CodeInvalidParams)
		writeFile(t, root+"/memory-bank/gone.md", "# Gone\n")
		if err := execute("cortex.rescan", nil, nil); err != nil {
			t.Error(err)
		}
		c.awaitRule(uri, "broken-link", 0)
		c.end()
	})
}
