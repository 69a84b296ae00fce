//go:build conformance

package mcp

import (
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"testing"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

// suites are the runs of the conformance suite, and how many checks of theirs are to pass.
func suites() []suite {
	return []suite{
		{"2025-11-25", "active", 73},
		{"2026-07-28", "all", 153},
	}
}

type suite struct {
	version, scenarios string
	checks             int
}

// TestConformance runs the suite of the protocol's authors, which is installed where CORTEX_SUITES says, against the
// server over HTTP. See .ci/conformance.sh.
func TestConformance(t *testing.T) {
	if os.Getenv("CORTEX_SUITES") == "" {
		t.Fatal("run .ci/conformance.sh, which installs the suite and names it with CORTEX_SUITES")
	}
	bin := filepath.Join(os.Getenv("CORTEX_SUITES"), "node_modules", ".bin")
	for _, suite := range suites() {
		t.Run(suite.version, func(t *testing.T) {
			results := t.TempDir()
			run := exec.CommandContext(t.Context(), filepath.Join(bin, "conformance"), "server", "--url", serveFixtures(t)+HTTPPath,
				"--suite", suite.scenarios, "--spec-version", suite.version, "--output-dir", results)
			run.Env = append(os.Environ(), "PATH="+bin+string(os.PathListSeparator)+os.Getenv("PATH")) // the Node there
			if out, err := run.CombinedOutput(); err != nil {
				t.Errorf("%v\n%s", err, out)
			}
			suite.judge(t, results)
		})
	}
}

// check is what the suite says about one thing.
type check struct{ ID, Status, ErrorMessage string }

// judge reads what the suite has written. A check that is passed over has not passed.
func (s suite) judge(t *testing.T, results string) {
	t.Helper()
	files, err := filepath.Glob(filepath.Join(results, "*", "checks.json"))
	if err != nil {
		t.Fatal(err)
	}
	passed := 0
	for _, name := range files {
		var checks []check
		text, err := os.ReadFile(name)
		if err == nil {
			err = json.Unmarshal(text, &checks)
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, c := range checks {
			switch c.Status {
			case "SUCCESS":
				passed++
			case "INFO":
			default:
				t.Errorf("%s: %s: %s %s", filepath.Base(filepath.Dir(name)), c.Status, c.ID, c.ErrorMessage)
			}
		}
	}
	t.Logf("%d checks passed", passed)
	if passed != s.checks {
		t.Errorf("%d checks passed, want %d", passed, s.checks)
	}
}

// serveFixtures serves what the suite asks for over HTTP and returns the URL. The suite knows no tokens.
func serveFixtures(t *testing.T) string {
	s := New(Options{Version: "1.2.3", Logger: testLogger(t), Place: Place{Bank: filepath.Join("..", "testdata", "banks", "healthy")}})
	s.addFixtures()
	const token = "conformance"
	served := s.handler(token)
	h := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		r.Header.Set("Authorization", "Bearer "+token)
		served.ServeHTTP(w, r)
	}))
	t.Cleanup(func() {
		s.Stop()
		for session := range s.sdk.Sessions() {
			session.Close()
		}
		h.Close()
	})
	return h.URL
}

// addFixtures adds what the scenarios of the suite call by name.
func (s *Server) addFixtures() {
	s.sdk.AddReceivingMiddleware(watchIndexInstead)
	s.capabilities.Logging = &sdk.LoggingCapabilities{}
	s.capabilities.Tools.ListChanged = true
	s.capabilities.Prompts.ListChanged = true
	for _, f := range s.toolFixtures() {
		if f.schema == "" {
			f.schema = `{"type":"object"}`
		}
		s.sdk.AddTool(&sdk.Tool{Name: f.name, Description: "A fixture.", InputSchema: json.RawMessage(f.schema)}, f.call)
	}
	s.addResourceFixtures()
	s.addPromptFixtures()
}

// toolFixture is a tool that a scenario calls.
type toolFixture struct {
	name, schema string
	call         sdk.ToolHandler
}

// says is a tool that always answers the same.
func says(content ...sdk.Content) sdk.ToolHandler {
	return func(context.Context, *sdk.CallToolRequest) (*sdk.CallToolResult, error) {
		return &sdk.CallToolResult{Content: content}, nil
	}
}

func text(format string, args ...any) *sdk.TextContent {
	return &sdk.TextContent{Text: fmt.Sprintf(format, args...)}
}

func (s *Server) addResourceFixtures() {
	give := func(content sdk.ResourceContents) sdk.ResourceHandler {
		return func(_ context.Context, r *sdk.ReadResourceRequest) (*sdk.ReadResourceResult, error) {
			c := content
			c.URI = r.Params.URI
			return &sdk.ReadResourceResult{Contents: []*sdk.ResourceContents{&c}}, nil
		}
	}
	plain := sdk.ResourceContents{MIMEType: "text/plain", Text: "This is the content of the static text resource."}
	s.sdk.AddResource(&sdk.Resource{Name: "static-text", URI: "test://static-text", MIMEType: "text/plain"}, give(plain))
	s.sdk.AddResource(&sdk.Resource{Name: "watched", URI: "test://watched-resource", MIMEType: "text/plain"}, give(plain))
	s.sdk.AddResource(&sdk.Resource{Name: "static-binary", URI: "test://static-binary", MIMEType: "image/png"},
		give(sdk.ResourceContents{MIMEType: "image/png", Blob: []byte(png)}))
	s.sdk.AddResourceTemplate(&sdk.ResourceTemplate{Name: "template", URITemplate: "test://template/{id}/data", MIMEType: "application/json"},
		func(ctx context.Context, r *sdk.ReadResourceRequest) (*sdk.ReadResourceResult, error) {
			id := strings.TrimSuffix(strings.TrimPrefix(r.Params.URI, "test://template/"), "/data")
			return give(sdk.ResourceContents{MIMEType: "application/json", Text: fmt.Sprintf(`{"id":%q,"templateTest":true}`, id)})(ctx, r)
		})
}

func (s *Server) addPromptFixtures() {
	said := func(content ...sdk.Content) *sdk.GetPromptResult {
		r := &sdk.GetPromptResult{}
		for _, c := range content {
			r.Messages = append(r.Messages, &sdk.PromptMessage{Role: "user", Content: c})
		}
		return r
	}
	add := func(name string, arguments []string, get func(p *sdk.GetPromptParams) *sdk.GetPromptResult) {
		told := &sdk.Prompt{Name: name, Description: "A fixture."}
		for _, a := range arguments {
			told.Arguments = append(told.Arguments, &sdk.PromptArgument{Name: a, Required: true})
		}
		s.sdk.AddPrompt(told, func(_ context.Context, r *sdk.GetPromptRequest) (*sdk.GetPromptResult, error) {
			return get(r.Params), nil
		})
	}
	add("test_simple_prompt", nil, func(*sdk.GetPromptParams) *sdk.GetPromptResult {
		return said(text("This is a simple prompt for testing."))
	})
	add("test_prompt_with_arguments", []string{"arg1", "arg2"}, func(p *sdk.GetPromptParams) *sdk.GetPromptResult {
		return said(text("Prompt with arguments: arg1='%s', arg2='%s'", p.Arguments["arg1"], p.Arguments["arg2"]))
	})
	add("test_prompt_with_embedded_resource", []string{"resourceUri"}, func(p *sdk.GetPromptParams) *sdk.GetPromptResult {
		return said(embedded(p.Arguments["resourceUri"]), text("Please process the embedded resource above."))
	})
	add("test_prompt_with_image", nil, func(*sdk.GetPromptParams) *sdk.GetPromptResult {
		return said(image(), text("Please analyze the image above."))
	})
	add("test_input_required_result_prompt", nil, func(p *sdk.GetPromptParams) *sdk.GetPromptResult {
		if told := elicited(p.InputResponses, "user_context"); told != nil {
			return said(text("Context: %v", told["context"]))
		}
		return &sdk.GetPromptResult{InputRequests: sdk.InputRequestMap{"user_context": elicitation("What is it about?", stringField("context"))}}
	})
}

// png and wav are beginnings of files: nobody looks at the rest.
const (
	png = "\x89PNG\r\n\x1a\n"
	wav = "RIFF\x26\x00\x00\x00WAVE"
)

func image() *sdk.ImageContent { return &sdk.ImageContent{Data: []byte(png), MIMEType: "image/png"} }

func embedded(uri string) *sdk.EmbeddedResource {
	return &sdk.EmbeddedResource{Resource: &sdk.ResourceContents{URI: uri, MIMEType: "text/plain", Text: "This is an embedded resource."}}
}

// watchIndexInstead takes the subscriptions of the suite, whose resource is none of a bank, for those to the index.
func watchIndexInstead(next sdk.MethodHandler) sdk.MethodHandler {
	return func(ctx context.Context, method string, r sdk.Request) (sdk.Result, error) {
		switch p := r.GetParams().(type) {
		case *sdk.SubscribeParams:
			p.URI = indexURI
		case *sdk.UnsubscribeParams:
			p.URI = indexURI
		}
		return next(ctx, method, r)
	}
}
