//go:build conformance

package mcp

import (
	"context"
	"encoding/json"
	"fmt"
	"strings"

	"github.com/modelcontextprotocol/go-sdk/jsonrpc"
	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

// toolFixtures are the tools that the scenarios call.
func (s *Server) toolFixtures() []toolFixture {
	return []toolFixture{
		{"test_simple_text", "", says(text("This is a simple text response for testing."))},
		{"test_image_content", "", says(image())},
		{"test_audio_content", "", says(&sdk.AudioContent{Data: []byte(wav), MIMEType: "audio/wav"})},
		{"test_embedded_resource", "", says(embedded("test://embedded-resource"))},
		{"test_multiple_content_types", "", says(text("Several."), image(), embedded("test://mixed-content-resource"))},
		{"test_tool_with_logging", "", logs(3)},
		{"test_logging_tool", "", logs(1)},
		{"test_tool_with_progress", "", tellsProgress},
		{"test_error_handling", "", fails},
		{"test_sampling", stringField("prompt"), samples},
		{"test_elicitation", stringField("message"), elicits(`{"type":"object","properties":{"username":{"type":"string"},"email":{"type":"string"}}}`)},
		{"test_elicitation_sep1034_defaults", "", elicits(defaultsSchema)},
		{"test_elicitation_sep1330_enums", "", elicits(enumsSchema)},
		{"json_schema_2020_12_tool", schema2020, says(text("done"))},
		{"test_x_mcp_header", headerSchema, says(text("done"))},
		{"test_missing_capability", "", wantsSampling},
		{"test_streaming_elicitation", "", says(text("done"))},
		{"test_trigger_tool_change", "", s.changesTools},
		{"test_trigger_prompt_change", "", s.changesPrompts},
		{"test_input_required_result_elicitation", "", asks(nil, "user_name")},
		{"test_input_required_result_sampling", "", asks(nil, "capital_question")},
		{"test_input_required_result_list_roots", "", asks(nil, "client_roots")},
		{"test_input_required_result_request_state", "", asks([]string{"state"}, "confirm")},
		{"test_input_required_result_multiple_inputs", "", asks([]string{"state"}, "user_name", "greeting", "client_roots")},
		{"test_input_required_result_multi_round", "", asksTwice},
		{"test_input_required_result_tampered_state", "", asks([]string{"state"}, "confirm")},
		{"test_input_required_result_capabilities", "", asksWhatTheClientCan},
	}
}

func logs(times int) sdk.ToolHandler {
	return func(ctx context.Context, r *sdk.CallToolRequest) (*sdk.CallToolResult, error) {
		for i := range times {
			if err := r.Session.Log(ctx, &sdk.LoggingMessageParams{Level: "info", Data: fmt.Sprint("step ", i)}); err != nil {
				return nil, err
			}
		}
		return says(text("logged"))(ctx, r)
	}
}

func tellsProgress(ctx context.Context, r *sdk.CallToolRequest) (*sdk.CallToolResult, error) {
	for _, done := range []float64{0, 50, 100} {
		p := &sdk.ProgressNotificationParams{ProgressToken: r.Params.GetProgressToken(), Progress: done, Total: 100}
		if err := r.Session.NotifyProgress(ctx, p); err != nil {
			return nil, err
		}
	}
	return says(text("done"))(ctx, r)
}

func fails(context.Context, *sdk.CallToolRequest) (*sdk.CallToolResult, error) {
	return &sdk.CallToolResult{IsError: true, Content: []sdk.Content{text("This tool intentionally returns an error for testing")}}, nil
}

func samples(ctx context.Context, r *sdk.CallToolRequest) (*sdk.CallToolResult, error) {
	var in struct{ Prompt string }
	if err := json.Unmarshal(r.Params.Arguments, &in); err != nil {
		return nil, err
	}
	answer, err := r.Session.CreateMessage(ctx, sampling(in.Prompt))
	if err != nil {
		return nil, err
	}
	return says(text("LLM response: %s", encoded(answer.Content)))(ctx, r)
}

func sampling(prompt string) *sdk.CreateMessageParams {
	return &sdk.CreateMessageParams{MaxTokens: 100, Messages: []*sdk.SamplingMessage{{Role: "user", Content: text("%s", prompt)}}}
}

func elicits(schema string) sdk.ToolHandler {
	return func(ctx context.Context, r *sdk.CallToolRequest) (*sdk.CallToolResult, error) {
		answer, err := r.Session.Elicit(ctx, elicitation("Tell", schema))
		if err != nil {
			return nil, err
		}
		return says(text("Elicitation: action=%s, content=%v", answer.Action, answer.Content))(ctx, r)
	}
}

func elicitation(message, schema string) *sdk.ElicitParams {
	return &sdk.ElicitParams{Message: message, RequestedSchema: json.RawMessage(schema)}
}

func stringField(name string) string {
	return fmt.Sprintf(`{"type":"object","properties":{%q:{"type":"string"}},"required":[%[1]q]}`, name)
}

func wantsSampling(ctx context.Context, r *sdk.CallToolRequest) (*sdk.CallToolResult, error) {
	if c := r.ClientCapabilities(); c != nil && c.Sampling != nil {
		return says(text("done"))(ctx, r)
	}
	missing := sdk.MissingRequiredClientCapabilityData{RequiredCapabilities: &sdk.ClientCapabilities{Sampling: &sdk.SamplingCapabilities{}}}
	return nil, &jsonrpc.Error{Code: sdk.CodeMissingRequiredClientCapabilities, Message: "sampling is required", Data: encoded(missing)}
}

// changesTools adds a tool, of which clients are told even if it is there.
func (s *Server) changesTools(ctx context.Context, r *sdk.CallToolRequest) (*sdk.CallToolResult, error) {
	s.sdk.AddTool(&sdk.Tool{Name: "test_transient", Description: "A fixture.", InputSchema: json.RawMessage(`{"type":"object"}`)}, says(text("done")))
	return says(text("done"))(ctx, r)
}

func (s *Server) changesPrompts(ctx context.Context, r *sdk.CallToolRequest) (*sdk.CallToolResult, error) {
	s.sdk.AddPrompt(&sdk.Prompt{Name: "test_transient", Description: "A fixture."}, func(context.Context, *sdk.GetPromptRequest) (*sdk.GetPromptResult, error) {
		return &sdk.GetPromptResult{}, nil
	})
	return says(text("done"))(ctx, r)
}

// question is what a tool asks under a key.
func question(key string) sdk.InputRequest {
	switch key {
	case "capital_question":
		return sampling("What is the capital of France?")
	case "greeting":
		return sampling("Generate a greeting")
	case "client_roots":
		return &sdk.ListRootsParams{}
	case "confirm":
		return elicitation("Please confirm", `{"type":"object","properties":{"ok":{"type":"boolean"}},"required":["ok"]}`)
	case "step2":
		return elicitation("What is your favorite color?", stringField("color"))
	}
	return elicitation("What is your name?", stringField("name"))
}

// elicited returns what a user has entered, nil where there is nothing.
func elicited(given sdk.InputResponseMap, key string) map[string]any {
	if answer, ok := given[key].(*sdk.ElicitResult); ok && answer.Action == "accept" {
		return answer.Content
	}
	return nil
}

// answers returns what the client says to the questions, "" if it leaves one open.
func answers(given sdk.InputResponseMap, keys []string) string {
	var said []string
	for _, key := range keys {
		switch answer := given[key].(type) {
		case *sdk.ElicitResult:
			if answer.Action != "accept" || len(answer.Content) == 0 || key == "user_name" && answer.Content["name"] == nil {
				return ""
			}
			said = append(said, string(encoded(answer.Content)))
		case nil:
			return ""
		default:
			said = append(said, string(encoded(answer)))
		}
	}
	return strings.Join(said, " ")
}

// asks asks until all is answered. A state is given along and must come back as it was.
func asks(state []string, keys ...string) sdk.ToolHandler {
	minted := strings.Join(state, "")
	return func(ctx context.Context, r *sdk.CallToolRequest) (*sdk.CallToolResult, error) {
		if r.Params.RequestState != "" && r.Params.RequestState != minted {
			return nil, &jsonrpc.Error{Code: jsonrpc.CodeInvalidParams, Message: "the state is not the one that was given"}
		}
		if said := answers(r.Params.InputResponses, keys); said != "" {
			return says(text("state-ok: %s", said))(ctx, r)
		}
		return wants(minted, keys...), nil
	}
}

func wants(state string, keys ...string) *sdk.CallToolResult {
	asked := sdk.InputRequestMap{}
	for _, key := range keys {
		asked[key] = question(key)
	}
	return &sdk.CallToolResult{InputRequests: asked, RequestState: state}
}

func asksTwice(ctx context.Context, r *sdk.CallToolRequest) (*sdk.CallToolResult, error) {
	name, second := strings.CutPrefix(r.Params.RequestState, "second ")
	switch {
	case r.Params.RequestState == "":
		return wants("first", "step1"), nil
	case !second:
		return wants(fmt.Sprint("second ", elicited(r.Params.InputResponses, "step1")["name"]), "step2"), nil
	}
	return says(text("%s likes %v", name, elicited(r.Params.InputResponses, "step2")["color"]))(ctx, r)
}

func asksWhatTheClientCan(ctx context.Context, r *sdk.CallToolRequest) (*sdk.CallToolResult, error) {
	if len(r.Params.InputResponses) > 0 {
		return says(text("done"))(ctx, r)
	}
	var keys []string
	if c := r.ClientCapabilities(); c != nil {
		if c.Elicitation != nil {
			keys = append(keys, "user_name")
		}
		if c.Sampling != nil {
			keys = append(keys, "greeting")
		}
		if c.RootsV2 != nil {
			keys = append(keys, "client_roots")
		}
	}
	if len(keys) == 0 {
		return says(text("the client can be asked nothing"))(ctx, r)
	}
	return wants("", keys...), nil
}

// The schemas that the scenarios look for.
const (
	defaultsSchema = `{"type":"object","properties":{
		"name":{"type":"string","default":"John Doe"},
		"age":{"type":"integer","default":30},
		"score":{"type":"number","default":95.5},
		"status":{"type":"string","enum":["active","inactive","pending"],"default":"active"},
		"verified":{"type":"boolean","default":true}}}`
	enumsSchema = `{"type":"object","properties":{
		"untitledSingle":{"type":"string","enum":["option1","option2","option3"]},
		"titledSingle":{"type":"string","oneOf":[{"const":"value1","title":"First Option"},{"const":"value2","title":"Second Option"}]},
		"legacyEnum":{"type":"string","enum":["opt1","opt2"],"enumNames":["Option One","Option Two"]},
		"untitledMulti":{"type":"array","minItems":1,"maxItems":3,"items":{"type":"string","enum":["option1","option2"]}},
		"titledMulti":{"type":"array","minItems":1,"maxItems":3,"items":{"anyOf":[{"const":"value1","title":"First Choice"},{"const":"value2","title":"Second Choice"}]}}}}`
	headerSchema = `{"type":"object","properties":{"region":{"type":"string","x-mcp-header":"Region"},"level":{"type":"integer"}}}`
	schema2020   = `{"$schema":"https://json-schema.org/draft/2020-12/schema","type":"object",
		"$defs":{"address":{"$anchor":"addressDef","type":"object","properties":{"street":{"type":"string"},"city":{"type":"string"}}}},
		"properties":{"name":{"type":"string"},"address":{"$ref":"#/$defs/address"},
			"contactMethod":{"type":"string","enum":["phone","email"]},"phone":{"type":"string"},"email":{"type":"string"}},
		"allOf":[{"anyOf":[{"required":["phone"]},{"required":["email"]}]}],
		"if":{"properties":{"contactMethod":{"const":"phone"}},"required":["contactMethod"]},
		"then":{"required":["phone"]},"else":{"required":["email"]},"additionalProperties":false}`
)
