package main

import (
	"bufio"
	"context"
	"io"
	"net/http"
	"path/filepath"
	"strings"
	"testing"

	"cortex/mcp"
)

// httpRun is a run of "cortex mcp --http" and what it has said.
type httpRun struct {
	url, token string
	stop       func() (exit int, said string)
}

// runHTTP starts the command with a variable for the token, "" for none, and reads what it tells.
func runHTTP(t *testing.T, variable string) httpRun {
	t.Helper()
	said, stderr := io.Pipe()
	ctx, cancel := context.WithCancel(t.Context())
	env := environment{in: http.NoBody, out: discard{}, err: stderr, lookupEnv: func(name string) (string, bool) {
		return variable, name == mcp.TokenVariable && variable != ""
	}}
	exit := make(chan int, 1)
	go func() {
		exit <- run(ctx, env, []string{"mcp", "--http", "127.0.0.1:0", "--bank", filepath.Join("..", "..", "testdata", "banks", "healthy")})
		stderr.Close()
	}()
	lines := bufio.NewReader(said)
	line := func() string {
		text, err := lines.ReadString('\n')
		if err != nil {
			t.Fatal(err)
		}
		return strings.TrimSpace(text)
	}
	r := httpRun{token: variable}
	first := line()
	r.url = first[strings.Index(first, "http://"):strings.Index(first, ";")]
	if variable == "" {
		line()
		r.token = strings.TrimPrefix(line(), "Authorization: Bearer ")
	}
	r.stop = func() (int, string) {
		cancel()
		rest, err := io.ReadAll(lines)
		if err != nil {
			t.Fatal(err)
		}
		return <-exit, first + string(rest)
	}
	return r
}

type discard struct{}

func (discard) Write(p []byte) (int, error) { return len(p), nil }
func (discard) Close() error                { return nil }

// validate asks the server for the diagnostics and returns the answer.
func (r httpRun) validate(t *testing.T, token string) (code int, body string) {
	t.Helper()
	const call = `{"jsonrpc":"2.0","id":1,"method":"tools/call","params":{"name":"bank_validate","arguments":{},"_meta":` +
		`{"io.modelcontextprotocol/protocolVersion":"2026-07-28","io.modelcontextprotocol/clientInfo":{"name":"x","version":"1"},` +
		`"io.modelcontextprotocol/clientCapabilities":{}}}}`
	request, err := http.NewRequestWithContext(t.Context(), http.MethodPost, r.url, strings.NewReader(call))
	if err != nil {
		t.Fatal(err)
	}
	for name, value := range map[string]string{
		"Authorization": "Bearer " + token, "Content-Type": "application/json", "Accept": "application/json, text/event-stream",
		"Mcp-Protocol-Version": "2026-07-28", "Mcp-Method": "tools/call", "Mcp-Name": "bank_validate",
	} {
		request.Header.Set(name, value)
	}
	response, err := http.DefaultClient.Do(request)
	if err != nil {
		t.Fatal(err)
	}
	defer response.Body.Close()
	text, err := io.ReadAll(response.Body)
	if err != nil {
		t.Fatal(err)
	}
	return response.StatusCode, string(text)
}

func TestMCPServesHTTP(t *testing.T) {
	for _, variable := range []string{"", "the-token-of-this-test"} {
		r := runHTTP(t, variable)
		if code, body := r.validate(t, r.token); code != http.StatusOK || !strings.Contains(body, `"ok":true`) {
			t.Errorf("with the token: %d %s", code, body)
		}
		if code, body := r.validate(t, r.token+"x"); code != http.StatusUnauthorized || strings.Contains(body, r.token) {
			t.Errorf("with another token: %d %s", code, body)
		}
		exit, said := r.stop()
		if exit != exitClean {
			t.Errorf("exit %d, want %d", exit, exitClean)
		}
		if strings.Contains(said, r.token) {
			t.Errorf("the token is told twice, or although it is known: %q", said)
		}
	}
	if first, second := runHTTP(t, ""), runHTTP(t, ""); len(first.token) < minToken || first.token == second.token {
		t.Errorf("the tokens made up are %q and %q", first.token, second.token)
	}
}
