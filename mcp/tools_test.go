package mcp

import (
	"bytes"
	"context"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"
	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
	"github.com/santhosh-tekuri/jsonschema/v6"

	"cortex/bank"
)

var update = flag.Bool("update", false, "rewrite the snapshots in testdata")

// TestTheListOfToolsIsShort counts what a model is told before it has asked anything.
func TestTheListOfToolsIsShort(t *testing.T) {
	const most = 2500
	c := serve(t, t.TempDir())
	list, err := c.ListTools(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	n := bank.NewFolder(t.TempDir()).Snapshot().CountTokens(string(encoded(list.Tools))).Count
	t.Logf("%d tools have %d tokens", len(list.Tools), n)
	if n > most {
		t.Errorf("the list of tools has %d tokens, want at most %d", n, most)
	}
	if len(list.Tools) != len(Tools()) {
		t.Errorf("%d tools are listed, %d are in the table", len(list.Tools), len(Tools()))
	}
}

func TestNothingIsCutByClients(t *testing.T) {
	const most = 2048
	if n := len(instructions(false)); n > most {
		t.Errorf("the instructions have %d characters, want at most %d", n, most)
	}
	for _, tool := range Tools() {
		if len(tool.Description) > most {
			t.Errorf("the description of %s has %d characters", tool.Name, len(tool.Description))
		}
	}
}

// TestToolsAreTold compares what clients are told about each tool with a snapshot, so that no change is an accident.
func TestToolsAreTold(t *testing.T) {
	for _, tool := range Tools() {
		told := encoded(tool.told())
		var pretty bytes.Buffer
		if err := json.Indent(&pretty, told, "", "  "); err != nil {
			t.Fatal(err)
		}
		pretty.WriteByte('\n')
		name := filepath.Join("testdata", "tools", tool.Name+".json")
		if *update {
			write(t, name, pretty.String())
		}
		want, err := os.ReadFile(name)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(string(want), pretty.String()); diff != "" {
			t.Errorf("%s is not as in %s (-want +got); go test ./mcp -update rewrites it:\n%s", tool.Name, name, diff)
		}
	}
}

func TestToolsSendAllHintsAndPlainSchemas(t *testing.T) {
	for _, tool := range Tools() {
		told := string(encoded(tool.told()))
		for _, hint := range []string{"readOnlyHint", "destructiveHint", "idempotentHint", "openWorldHint"} {
			if strings.Count(told, hint) != 1 {
				t.Errorf("%s has no %s", tool.Name, hint)
			}
		}
		if !regexp.MustCompile(`^bank_[a-z_]+$`).MatchString(tool.Name) || tool.Title == "" || tool.Description == "" || tool.Effect == 0 {
			t.Errorf("%s is not described", tool.Name)
		}
		for _, schema := range []json.RawMessage{tool.Input, tool.Output()} {
			if strings.Contains(string(schema), "null") || strings.Contains(string(schema), `["`) && strings.Contains(string(schema), `"type":[`) {
				t.Errorf("the schema of %s has null in it: %s", tool.Name, schema)
			}
		}
	}
}

// TestAnswersFitTheirSchemas asks each tool something on a bank that has it all.
func TestAnswersFitTheirSchemas(t *testing.T) {
	c := serve(t, newWorkspace(t, linkedBank))
	questions := map[string][]arguments{
		"bank_overview": {{}, {"files": true}},
		"bank_search":   {{"query": "stack"}, {"query": "absent"}, {"query": ".", "mode": "regex", "limit": 1}},
		"bank_fix":      {{}, {"unsafe": true}},
		"bank_edit":     {{"path": "new.md", "dry_run": true, "edits": []arguments{{"op": "create_file", "text": "[x](y.md)"}}}},
		"bank_rename":   {{"path": "techContext.md", "new_name": "tech.md"}},
		"bank_init":     {{"mode": "migrate"}},
		"bank_links":    {{}, {"format": "dot"}, {"limit": 1}, {"path": "techContext.md"}},
		"bank_validate": {{}, {"response_format": "detailed", "min_severity": "hint"}, {"limit": 1}, {"paths": []string{"techContext.md"}, "rules": []string{"secret"}}},
	}
	for _, tool := range Tools() {
		if tool.Output() == nil {
			continue
		}
		if len(questions[tool.Name]) == 0 {
			t.Errorf("%s is asked nothing", tool.Name)
		}
		schema := compile(t, tool.Output())
		for _, in := range questions[tool.Name] {
			r := c.call(tool.Name, in)
			if err := schema.Validate(r.StructuredContent); err != nil || r.IsError {
				t.Errorf("%s %v: %v %s", tool.Name, in, err, textOf(r))
			}
			if text := strings.ReplaceAll(textOf(r), "/dev/null", ""); strings.Contains(text, "null") {
				t.Errorf("%s %v answers null: %s", tool.Name, in, text)
			}
		}
	}
}

func compile(t *testing.T, schema json.RawMessage) *jsonschema.Schema {
	t.Helper()
	decoded, err := jsonschema.UnmarshalJSON(bytes.NewReader(schema))
	if err != nil {
		t.Fatal(err)
	}
	compiler := jsonschema.NewCompiler()
	if err := compiler.AddResource("schema.json", decoded); err != nil {
		t.Fatal(err)
	}
	compiled, err := compiler.Compile("schema.json")
	if err != nil {
		t.Fatal(err)
	}
	return compiled
}

// TestTheSDKsSchemasSayNull is why schemas are made here.
func TestTheSDKsSchemasSayNull(t *testing.T) {
	s := sdk.NewServer(&sdk.Implementation{Name: "sdk"}, nil)
	sdk.AddTool(s, &sdk.Tool{Name: "x"}, func(_ context.Context, _ *sdk.CallToolRequest, _ validateInput) (*sdk.CallToolResult, linksAnswer, error) {
		return nil, linksAnswer{}, nil
	})
	here, there := sdk.NewInMemoryTransports()
	go s.Run(t.Context(), there)
	c, err := sdk.NewClient(&sdk.Implementation{Name: "test"}, nil).Connect(t.Context(), here, nil)
	if err != nil {
		t.Fatal(err)
	}
	defer c.Close()
	list, err := c.ListTools(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(encoded(list.Tools[0].InputSchema)), `"null"`) {
		t.Error("the SDK's schemas are fine by now")
	}
	r, err := c.CallTool(t.Context(), &sdk.CallToolParams{Name: "x", Arguments: arguments{"pth": 1}})
	if err != nil || !strings.Contains(textOf(r), `unexpected additional properties ["pth"]`) && !strings.Contains(textOf(r), "required") {
		t.Errorf("the SDK's messages are fine by now: %v %s", err, textOf(r))
	}
}

func TestReadOnlyServersOfferWhatReads(t *testing.T) {
	writes := newTool(Tool{Name: "bank_writes", Effect: Destroys}, func(*call, context.Context, struct{}) (prose, error) { return "", nil })
	s := newServer(Options{ReadOnly: true}, newDisk(Place{Dir: t.TempDir()}, newEditors(nil, nil)), offering(append(Tools(), writes)...))
	list, err := connect(t, s, nil).ListTools(t.Context(), nil)
	if err != nil {
		t.Fatal(err)
	}
	for _, tool := range list.Tools {
		if !tool.Annotations.ReadOnlyHint {
			t.Errorf("%s is offered", tool.Name)
		}
	}
	if len(list.Tools) == 0 {
		t.Error("nothing is offered")
	}
}

func TestSchemasHaveBoundsAndDefaults(t *testing.T) {
	type input struct {
		A int      `json:"a" default:"5" min:"1" max:"9" doc:"how many"`
		B []string `json:"b,omitempty" enum:"x|y" min:"1"`
		C string   `json:"c" max:"3"`
		D []struct {
			E bool `json:"e" default:"true"`
		} `json:"d,omitempty"`
	}
	got := string(encoded(schemaOf(reflect.TypeFor[input]())))
	want := `{"type":"object","properties":{` +
		`"a":{"type":"integer","description":"how many","default":5,"minimum":1,"maximum":9},` +
		`"b":{"type":"array","minItems":1,"items":{"type":"string","enum":["x","y"]}},` +
		`"c":{"type":"string","maxLength":3},` +
		`"d":{"type":"array","items":{"type":"object","properties":{"e":{"type":"boolean","default":true}},"additionalProperties":false}}},` +
		`"required":["c"],"additionalProperties":false}`
	if got != want {
		t.Errorf("schema\n%s, want\n%s", got, want)
	}
}
