package lsp

import (
	"bytes"
	"encoding/json"
	"fmt"
	"os"
	"path/filepath"
	"strconv"
	"testing"
	"time"

	protocol "github.com/tliron/glsp/protocol_3_16"
)

// BenchmarkAnswers is how long a client waits for answers about a large bank, from the first byte of
// the question to the last of the answer. A fifth of the documents link to the one that is asked about.
func BenchmarkAnswers(b *testing.B) {
	const files = 10_000
	root := largeBank(b, files)
	hub := filepath.Join(root, "memory-bank", "activeContext.md")
	text := "# Hub\n\n## Part 0 of the token store\n\n[a](progress.md#part)\n[a](##part\n"
	writeFile(b, hub, text)
	c := connectBench(b, root)
	document := map[string]any{"uri": pathURI(hub)}
	at := func(line, character int) map[string]any {
		return map[string]any{"textDocument": document, "position": map[string]int{"line": line, "character": character}}
	}
	with := func(params map[string]any, name string, value any) map[string]any {
		params[name] = value
		return params
	}
	c.notify("textDocument/didOpen", map[string]any{"textDocument": map[string]any{
		"uri": pathURI(hub), "languageId": "markdown", "version": 1, "text": text,
	}})
	for !bytes.Contains(c.body(), []byte("techContext.md")) {
	} // the bank is read and all of it judged: what is wrong in a file that is not open comes last
	for _, q := range []struct {
		name, method string
		params       map[string]any
	}{
		{"completion of files", protocol.MethodTextDocumentCompletion, at(4, 4)},
		{"completion of some files", protocol.MethodTextDocumentCompletion, at(4, 6)},
		{"completion of headings", protocol.MethodTextDocumentCompletion, at(5, 10)},
		{"references", protocol.MethodTextDocumentReferences, with(at(2, 4), "context", map[string]bool{"includeDeclaration": true})},
		{"references of a title", protocol.MethodTextDocumentReferences, with(at(0, 3), "context", map[string]bool{"includeDeclaration": true})},
		{"rename", protocol.MethodTextDocumentRename, with(at(2, 4), "newName", "Another name")},
		{"symbols", protocol.MethodWorkspaceSymbol, map[string]any{"query": "token"}},
		{"all symbols", protocol.MethodWorkspaceSymbol, map[string]any{"query": ""}},
	} {
		b.Run(q.name, func(b *testing.B) {
			size := len(c.call(q.method, q.params))
			for b.Loop() {
				size = len(c.call(q.method, q.params))
			}
			b.ReportMetric(float64(size), "B/answer")
		})
	}
}

// largeBank writes a bank of many documents with four sections each, which link to each other.
func largeBank(b *testing.B, files int) string {
	root := b.TempDir()
	writeBank(b, root)
	subjects := []string{"token store", "release plan", "index of paths", "client cache", "open questions"}
	for i := range files {
		text := fmt.Sprintf("# Note %d\n\n", i)
		for part := range 3 {
			next := (i*7 + part) % files
			text += fmt.Sprintf("## Part %d of the %s\n\nSee [the next](../%d/note%d.md#part-%d) and what follows.\n\n",
				part, subjects[(i+part)%len(subjects)], next/100, next, part)
		}
		if i%5 == 0 {
			text += "## Above\n\n- [the hub](../../activeContext.md#part-0-of-the-token-store)\n- [all](../../activeContext.md)\n"
		}
		file := filepath.Join(root, "memory-bank", "notes", strconv.Itoa(i/100), fmt.Sprintf("note%d.md", i))
		writeFile(b, file, text)
		if err := os.Chtimes(file, time.Time{}, time.Now().Add(-time.Hour)); err != nil { // what is young may change unseen
			b.Fatal(err)
		}
	}
	return cleanPath(root, windows)
}

// connectBench begins a session on a folder, of a client that does nothing with what it gets: what is measured is the server.
func connectBench(b *testing.B, folder string) *rawClient {
	c := connectRaw(b)
	c.call(protocol.MethodInitialize, map[string]any{
		"rootUri": pathURI(folder), "capabilities": json.RawMessage(`{
			"general": {"positionEncodings": ["utf-8"]}, "workspace": {"workspaceEdit": {"documentChanges": true}}
		}`),
	})
	c.notify("initialized", struct{}{})
	return c
}

func (c *rawClient) notify(method string, params any) {
	c.post(map[string]any{"jsonrpc": "2.0", "method": method, "params": params})
}

func (c *rawClient) post(message any) {
	body, err := json.Marshal(message)
	if err != nil {
		c.t.Fatal(err)
	}
	c.send(frame(string(body)))
}

// call returns the answer to a request, and skips what else comes before it.
func (c *rawClient) call(method string, params any) []byte {
	c.post(map[string]any{"jsonrpc": "2.0", "id": method, "method": method, "params": params})
	for {
		body := c.body()
		if !bytes.Contains(body[:min(len(body), 100)], fmt.Appendf(nil, `"id":%q`, method)) {
			continue
		}
		if bytes.Contains(body[:min(len(body), 100)], []byte(`"error":`)) {
			c.t.Fatalf("%s: %s", method, body)
		}
		return body
	}
}
