package faces

import (
	"bufio"
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"slices"
	"strings"
)

// Agent is a client of the server for agents. It makes one call at a time.
type Agent struct {
	in  io.Writer
	out *bufio.Reader
}

// Answer is what a tool says; with Refused it is why it does not do what it was asked to.
type Answer struct {
	Text       string
	Structured json.RawMessage
	Refused    bool
}

// Greet opens a session with "cortex mcp".
func Greet(p Program) (*Agent, error) {
	a := &Agent{p.In, bufio.NewReader(p.Out)}
	_, err := a.ask("initialize", map[string]any{
		"protocolVersion": "2025-11-25", "capabilities": map[string]any{}, "clientInfo": map[string]any{"name": "faces", "version": "1"},
	})
	return a, err
}

// Call calls a tool.
func (a *Agent) Call(tool string, arguments any) (Answer, error) {
	result, err := a.ask("tools/call", map[string]any{"name": tool, "arguments": arguments})
	if err != nil {
		return Answer{}, err
	}
	var told struct {
		IsError           bool
		Content           []struct{ Text string }
		StructuredContent json.RawMessage
	}
	if err := json.Unmarshal(result, &told); err != nil || len(told.Content) == 0 {
		return Answer{}, cmp.Or(err, errors.New("it answers nothing"))
	}
	return Answer{told.Content[0].Text, told.StructuredContent, told.IsError}, nil
}

func (a *Agent) ask(method string, params any) (json.RawMessage, error) {
	text, err := json.Marshal(map[string]any{"jsonrpc": "2.0", "id": 1, "method": method, "params": params})
	if err != nil {
		return nil, err
	}
	if _, err := fmt.Fprintf(a.in, "%s\n", text); err != nil {
		return nil, err
	}
	for {
		answer, err := a.out.ReadBytes('\n')
		if err != nil {
			return nil, err
		}
		var m message
		if err := json.Unmarshal(answer, &m); err != nil || m.Method == "" {
			return m.Result, cmp.Or(err, m.failure())
		}
	}
}

// agentServer returns the sorted diagnostics that bank_validate answers page by page; none where there is no bank.
func agentServer(start Start, root string) ([]string, error) {
	p, err := start(root, "mcp", "--bank", root)
	if err != nil {
		return nil, err
	}
	defer p.Close()
	a, err := Greet(p)
	if err != nil {
		return nil, err
	}
	var lines []string
	for cursor, more := "", true; more; more = cursor != "" {
		var found []string
		if found, cursor, err = a.validate(cursor); err != nil {
			return nil, err
		}
		lines = append(lines, found...)
	}
	slices.Sort(lines)
	return lines, nil
}

// validate returns one page of diagnostics, and the cursor of the next, "" for none.
func (a *Agent) validate(cursor string) (lines []string, next string, err error) {
	answer, err := a.Call("bank_validate", map[string]any{"min_severity": "hint", "response_format": "detailed", "limit": 500, "cursor": cursor})
	switch {
	case err != nil:
		return nil, "", err
	case answer.Refused && strings.HasPrefix(answer.Text, "no_bank: "):
		return nil, "", nil
	case answer.Refused:
		return nil, "", errors.New(answer.Text)
	}
	var page struct {
		Details []struct {
			Path, Severity, Rule, Message string
			Line, Column                  int
		}
		NextCursor string `json:"next_cursor"`
	}
	if err := json.Unmarshal(answer.Structured, &page); err != nil {
		return nil, "", err
	}
	for _, d := range page.Details {
		lines = append(lines, line(d.Path, d.Line, d.Column, d.Severity, d.Rule, d.Message))
	}
	return lines, page.NextCursor, nil
}
