package mcp

import (
	"context"
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

const (
	testToken = "a token of the test"

	opening = `{"jsonrpc":"2.0","id":1,"method":"initialize","params":{"protocolVersion":"2025-11-25","capabilities":{},"clientInfo":{"name":"x","version":"1"}}}`
	pinging = `{"jsonrpc":"2.0","id":2,"method":"ping"}`
	modern  = `{"jsonrpc":"2.0","id":3,"method":"tools/list","params":{"_meta":{"io.modelcontextprotocol/protocolVersion":"2026-07-28",` +
		`"io.modelcontextprotocol/clientInfo":{"name":"x","version":"1"},"io.modelcontextprotocol/clientCapabilities":{}}}}`
)

// askTool asks the user for a name.
func askTool() Tool {
	return newTool(Tool{Name: "ask", Effect: Reads}, func(c *call, ctx context.Context, _ struct{}) (prose, error) {
		answer, err := c.session.Elicit(ctx, &sdk.ElicitParams{
			Message: "your name?", RequestedSchema: encoded(map[string]any{"type": "object", "properties": map[string]any{"name": map[string]any{"type": "string"}}}),
		})
		if err != nil {
			return "", err
		}
		return prose(answer.Content["name"].(string)), nil
	})
}

func httpServer(t *testing.T) *Server {
	s := newServer(Options{Logger: testLogger(t)}, nil, offering(askTool(), waitTool()))
	t.Cleanup(s.Stop)
	return s
}

// request returns a request with a body as a good client sends it, changed by what a test wants.
func request(body string, change func(*http.Request)) *http.Request {
	r := httptest.NewRequest(http.MethodPost, "http://127.0.0.1:8000"+HTTPPath, strings.NewReader(body))
	r.Header.Set("Authorization", "Bearer "+testToken)
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("Accept", "application/json, text/event-stream")
	if change != nil {
		change(r)
	}
	return r
}

func reply(h http.Handler, r *http.Request) *httptest.ResponseRecorder {
	w := httptest.NewRecorder()
	h.ServeHTTP(w, r)
	return w
}

func setting(name, value string) func(*http.Request) {
	return func(r *http.Request) { r.Header.Set(name, value) }
}

func hosted(host string) func(*http.Request) { return func(r *http.Request) { r.Host = host } }

func TestHTTPRefuses(t *testing.T) {
	h := httpServer(t).handler(testToken)
	for name, tt := range map[string]struct {
		change func(*http.Request)
		want   int
	}{
		"nothing of a good client":             {nil, http.StatusOK},
		"nothing of one that calls it by name": {hosted("LocalHost:8000"), http.StatusOK},
		"nothing of one with another version":  {hosted("[::1]:8000"), http.StatusOK},
		"nothing of a page of its own":         {setting("Origin", "http://127.0.0.1:8000"), http.StatusOK},
		"a page of another site":               {setting("Origin", "https://example.com"), http.StatusForbidden},
		"a page of another server here":        {setting("Origin", "http://127.0.0.1:3000"), http.StatusForbidden},
		"a page of nowhere":                    {setting("Origin", "null"), http.StatusForbidden},
		"a name that points here":              {hosted("example.com:8000"), http.StatusForbidden},
		"an address of another machine":        {hosted("192.0.2.1:8000"), http.StatusForbidden},
		"a name that begins like one of ours":  {hosted("127.0.0.1.example.com"), http.StatusForbidden},
		"a page whose name points here":        {func(r *http.Request) { r.Host = "example.com"; r.Header.Set("Origin", "http://example.com") }, http.StatusForbidden},
		"no host":                              {hosted(""), http.StatusForbidden},
		"a client without a token":             {func(r *http.Request) { r.Header.Del("Authorization") }, http.StatusUnauthorized},
		"a client with another token":          {setting("Authorization", "Bearer "+testToken+"x"), http.StatusUnauthorized},
		"a client with an empty token":         {setting("Authorization", "Bearer "), http.StatusUnauthorized},
		"a client with another scheme":         {setting("Authorization", "Basic "+testToken), http.StatusUnauthorized},
		"another path":                         {func(r *http.Request) { r.URL.Path = "/" }, http.StatusNotFound},
		"a session that there is not":          {setting(sessionHeader, "x"), http.StatusNotFound},
	} {
		w := reply(h, request(opening, tt.change))
		if w.Code != tt.want {
			t.Errorf("%s: %d %s, want %d", name, w.Code, w.Body, tt.want)
		}
		if (w.Header().Get("WWW-Authenticate") != "") != (tt.want == http.StatusUnauthorized) {
			t.Errorf("%s: WWW-Authenticate is %q", name, w.Header().Get("WWW-Authenticate"))
		}
		if strings.Contains(w.Body.String(), testToken) {
			t.Errorf("%s: the answer tells the token", name)
		}
	}
}

// TestBodiesAreBounded sends what is one byte too large, with all that tells generations apart.
func TestBodiesAreBounded(t *testing.T) {
	h := httpServer(t).handler(testToken)
	session := reply(h, request(opening, nil)).Header().Get(sessionHeader)
	for name, change := range map[string]func(*http.Request){
		"nothing":   nil,
		"a version": setting(versionHeader, withoutSessions),
		"a session": setting(sessionHeader, session),
	} {
		if w := reply(h, request(strings.Repeat(" ", maxBody-len(opening))+opening, change)); w.Code == http.StatusRequestEntityTooLarge {
			t.Errorf("%s: what is just small enough is refused", name)
		}
		if w := reply(h, request(strings.Repeat(" ", maxBody+1-len(opening))+opening, change)); w.Code != http.StatusRequestEntityTooLarge {
			t.Errorf("%s: %d %s", name, w.Code, w.Body)
		}
	}
}

func TestTheSDKAloneServesOtherOrigins(t *testing.T) {
	if w := reply(sdkHandler(httpServer(t), false), request(opening, setting("Origin", "https://example.com"))); w.Code != http.StatusOK {
		t.Errorf("%d: what cures it can go", w.Code)
	}
}

func sdkHandler(s *Server, stateless bool) http.Handler {
	return sdk.NewStreamableHTTPHandler(func(*http.Request) *sdk.Server { return s.sdk }, &sdk.StreamableHTTPOptions{Stateless: stateless})
}

// bearer adds the token to the requests of a client.
type bearer struct{}

func (bearer) RoundTrip(r *http.Request) (*http.Response, error) {
	r = r.Clone(r.Context())
	r.Header.Set("Authorization", "Bearer "+testToken)
	return http.DefaultTransport.RoundTrip(r)
}

// visit connects a client that speaks a version of the protocol, and whose user is called Ann.
func visit(t *testing.T, url, version string) (*sdk.ClientSession, error) {
	t.Helper()
	client := sdk.NewClient(&sdk.Implementation{Name: "test", Version: "1"}, &sdk.ClientOptions{
		ElicitationHandler: func(context.Context, *sdk.ElicitRequest) (*sdk.ElicitResult, error) {
			return &sdk.ElicitResult{Action: "accept", Content: map[string]any{"name": "Ann"}}, nil
		},
	})
	ctx, cancel := context.WithTimeout(t.Context(), deadline)
	defer cancel()
	transport := &sdk.StreamableClientTransport{Endpoint: url + HTTPPath, HTTPClient: &http.Client{Transport: bearer{}}}
	return client.Connect(ctx, transport, &sdk.ClientSessionOptions{ProtocolVersion: version})
}

// serveGenerations tells whether a handler serves clients of both.
func serveGenerations(t *testing.T, h http.Handler) error {
	t.Helper()
	w := reply(h, request(modern, func(r *http.Request) {
		r.Header.Set(versionHeader, "2026-07-28")
		r.Header.Set("Mcp-Method", "tools/list")
	}))
	if w.Code != http.StatusOK {
		return errors.New("a request without a session: " + w.Body.String())
	}
	server := httptest.NewServer(h)
	defer server.Close()
	c, err := visit(t, server.URL, "2025-11-25")
	if err != nil {
		return err
	}
	defer c.Close()
	r, err := c.CallTool(t.Context(), &sdk.CallToolParams{Name: "ask"})
	if err != nil {
		return err
	}
	if got := textOf(r); got != "Ann" {
		return errors.New(got)
	}
	return nil
}

func TestBothGenerationsAreServedUnderOneURL(t *testing.T) {
	s := httpServer(t)
	for _, stateless := range []bool{false, true} {
		if err := serveGenerations(t, sdkHandler(s, stateless)); err == nil {
			t.Errorf("a handler of the SDK, stateless %v, serves both: what cures it can go", stateless)
		}
	}
	if err := serveGenerations(t, s.handler(testToken)); err != nil {
		t.Error(err)
	}
}

func TestEachVersionIsSpokenOverHTTP(t *testing.T) {
	server := httptest.NewServer(httpServer(t).handler(testToken))
	defer server.Close()
	for _, version := range sdk.SupportedProtocolVersions() {
		c, err := visit(t, server.URL, version)
		if err != nil {
			t.Errorf("%s: %v", version, err)
			continue
		}
		tools, err := c.ListTools(t.Context(), nil)
		if err != nil || len(tools.Tools) != 2 {
			t.Errorf("%s: %v, %v", version, tools, err)
		}
		if got := c.InitializeResult().ProtocolVersion; got != version {
			t.Errorf("%s: the server speaks %s", version, got)
		}
		c.Close()
	}
}

func TestVersionsAreToldApart(t *testing.T) {
	for _, tt := range []struct {
		name, body string
		change     func(*http.Request)
		want       string
	}{
		{"a session", modern, setting(sessionHeader, "x"), ""},
		{"the header", opening, setting(versionHeader, "2026-07-28"), "2026-07-28"},
		{"the header of a later one", opening, setting(versionHeader, "2099-01-01"), "2099-01-01"},
		{"the header of an earlier one", modern, setting(versionHeader, "2025-06-18"), "2025-06-18"},
		{"only the body", modern, nil, "2026-07-28"},
		{"a handshake", opening, nil, ""},
		{"no JSON", "x", nil, ""},
		{"a stream", modern, func(r *http.Request) { r.Method = http.MethodGet }, ""},
	} {
		r := request(tt.body, tt.change)
		got, err := versionOf(r)
		rest, _ := io.ReadAll(r.Body)
		if got != tt.want || err != nil || string(rest) != tt.body {
			t.Errorf("%s: %q, %v, body %q, want %q", tt.name, got, err, rest, tt.want)
		}
	}
}

// TestIdleSessionsEnd looks at a session right before and after it has been silent for too long.
func TestIdleSessionsEnd(t *testing.T) {
	// alive opens a session and asks it something after as long as it says.
	alive := func(h http.Handler, after time.Duration) bool {
		id := reply(h, request(opening, nil)).Header().Get(sessionHeader)
		<-time.After(after)
		synctest.Wait()
		code := reply(h, request(pinging, setting(sessionHeader, id))).Code
		reply(h, request("", func(r *http.Request) { r.Method = http.MethodDelete; r.Header.Set(sessionHeader, id) }))
		return code == http.StatusOK
	}
	synctest.Test(t, func(t *testing.T) {
		s := httpServer(t)
		if !alive(sdkHandler(s, false), 2*idleSession) {
			t.Error("the SDK alone ends the session: what cures it can go")
		}
		if !alive(s.handler(testToken), idleSession-time.Second) {
			t.Error("the session ended too early")
		}
		if alive(s.handler(testToken), idleSession+time.Second) {
			t.Error("the session did not end")
		}
	})
}
