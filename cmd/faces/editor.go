package faces

import (
	"bufio"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"net/url"
	"slices"
	"strings"
	"time"
)

// editor is a client of the language server.
type editor struct {
	in  io.Writer
	out *bufio.Reader
	// root is the folder that it has open.
	root string
	// refreshed tells that the server wants to be asked again.
	refreshed bool
}

// patience is how long a language server is waited for that may have something else to say soon.
const patience = 10 * time.Second

// languageServer returns the sorted diagnostics of "cortex lsp". It reads what version control knows while it serves, and tells
// its client to ask again: so it is asked again until it says what is wanted, or has nothing to add.
func languageServer(start Start, root string, want []string) ([]string, error) {
	p, err := start(root, "lsp")
	if err != nil {
		return nil, err
	}
	defer p.Close()
	e := editor{in: p.In, out: bufio.NewReader(p.Out), root: root}
	if err := e.open(); err != nil {
		return nil, err
	}
	for {
		lines, err := e.diagnostics()
		if err != nil || slices.Equal(lines, want) {
			return lines, err
		}
		enough := time.AfterFunc(patience, p.Close)
		for !e.refreshed {
			if _, err := e.receive(); err != nil {
				return lines, nil // it had nothing to add
			}
		}
		enough.Stop()
		e.refreshed = false
	}
}

func (e *editor) open() error {
	_, err := e.ask("initialize", map[string]any{"rootUri": (&url.URL{Scheme: "file", Path: e.root}).String(), "capabilities": map[string]any{
		"general":      map[string]any{"positionEncodings": []string{"utf-32"}},
		"textDocument": map[string]any{"diagnostic": map[string]any{}},
		"workspace":    map[string]any{"diagnostics": map[string]any{"refreshSupport": true}},
	}})
	if err != nil {
		return err
	}
	return e.send(map[string]any{"method": "initialized", "params": map[string]any{}})
}

// diagnostics asks for those of all documents and returns them, sorted.
func (e *editor) diagnostics() ([]string, error) {
	result, err := e.ask("workspace/diagnostic", map[string]any{"previousResultIds": []any{}})
	if err != nil {
		return nil, err
	}
	var report struct {
		Items []struct {
			URI   string
			Items []struct {
				Range         struct{ Start struct{ Line, Character int } }
				Severity      int
				Code, Message string
			}
		}
	}
	if err := json.Unmarshal(result, &report); err != nil {
		return nil, err
	}
	severities := []string{"", "error", "warning", "information", "hint"}
	var lines []string
	for _, document := range report.Items {
		uri, err := url.Parse(document.URI)
		if err != nil {
			return nil, err
		}
		path := strings.TrimPrefix(uri.Path, e.root+"/")
		for _, d := range document.Items {
			lines = append(lines, line(path, d.Range.Start.Line+1, d.Range.Start.Character+1, severities[d.Severity], d.Code, d.Message))
		}
	}
	slices.Sort(lines)
	return lines, nil
}

// ask sends a request and returns the result, after all that the server says before.
func (e *editor) ask(method string, params any) (json.RawMessage, error) {
	if err := e.send(map[string]any{"id": 1, "method": method, "params": params}); err != nil {
		return nil, err
	}
	for {
		if m, err := e.receive(); err != nil || m.Method == "" {
			return m.Result, cmp.Or(err, m.failure())
		}
	}
}

func (e *editor) send(message map[string]any) error {
	message["jsonrpc"] = "2.0"
	text, err := json.Marshal(message)
	if err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.in, "Content-Length: %d\r\n\r\n%s", len(text), text)
	return err
}

// receive returns what the server says next; requests of its own it gets answered at once.
func (e *editor) receive() (m message, err error) {
	var length int
	if _, err := fmt.Fscanf(e.out, "Content-Length: %d\r\n\r\n", &length); err != nil {
		return m, err
	}
	body := make([]byte, length)
	if _, err := io.ReadFull(e.out, body); err != nil {
		return m, err
	}
	if err := json.Unmarshal(body, &m); err != nil {
		return m, err
	}
	e.refreshed = e.refreshed || m.Method == "workspace/diagnostic/refresh"
	if m.Method != "" && m.ID != nil {
		return m, e.send(map[string]any{"id": m.ID, "result": nil})
	}
	return m, nil
}
