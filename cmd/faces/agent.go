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

// agent is a client of the server for agents.
type agent struct {
	in  io.Writer
	out *bufio.Reader
}

// agentServer returns the sorted diagnostics that bank_validate answers page by page; none where there is no bank.
func agentServer(start Start, root string) ([]string, error) {
	p, err := start(root, "mcp", "--bank", root)
	if err != nil {
		return nil, err
	}
	defer p.Close()
	a := agent{p.In, bufio.NewReader(p.Out)}
	_, err = a.ask("initialize", map[string]any{
		"protocolVersion": "2025-11-25", "capabilities": map[string]any{}, "clientInfo": map[string]any{"name": "faces", "version": "1"},
	})
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
func (a *agent) validate(cursor string) (lines []string, next string, err error) {
	result, err := a.ask("tools/call", map[string]any{"name": "bank_validate", "arguments": map[string]any{
		"min_severity": "hint", "response_format": "detailed", "limit": 500, "cursor": cursor,
	}})
	if err != nil {
		return nil, "", err
	}
	var answer struct {
		IsError           bool
		Content           []struct{ Text string }
		StructuredContent struct {
			Details []struct {
				Path, Severity, Rule, Message string
				Line, Column                  int
			}
			NextCursor string `json:"next_cursor"`
		}
	}
	if err := json.Unmarshal(result, &answer); err != nil || len(answer.Content) == 0 {
		return nil, "", cmp.Or(err, errors.New("it answers nothing"))
	}
	if text := answer.Content[0].Text; answer.IsError && strings.HasPrefix(text, "no_bank: ") {
		return nil, "", nil
	} else if answer.IsError {
		return nil, "", errors.New(text)
	}
	for _, d := range answer.StructuredContent.Details {
		lines = append(lines, line(d.Path, d.Line, d.Column, d.Severity, d.Rule, d.Message))
	}
	return lines, answer.StructuredContent.NextCursor, nil
}

func (a *agent) ask(method string, params any) (json.RawMessage, error) {
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
