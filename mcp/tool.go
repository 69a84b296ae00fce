package mcp

import (
	"bytes"
	"context"
	"encoding/json"
	"reflect"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

// Tool is one tool: what clients are told about it and what it does. Tools are values that nobody changes.
type Tool struct {
	Name, Title, Description string
	Effect                   Effect
	// Input is the JSON Schema of the arguments.
	Input json.RawMessage

	input schema
	// output makes the schema of the answer; nil for prose.
	output func() schema
	run    func(ctx context.Context, c *call, arguments json.RawMessage) (answer, error)
}

// Effect tells what a call may do to the bank.
type Effect uint8

const (
	Reads    Effect = iota + 1 // nothing
	Adds                       // makes what was not there
	Destroys                   // changes or removes what was there
)

// answer is what a tool says. Structured is nil for prose; text says the same.
type answer struct {
	text       string
	structured json.RawMessage
}

// prose is the answer of a tool whose result is to be read as it is: it has no structured form.
type prose string

// worded is an answer whose text is not its JSON, but says the same.
type worded interface{ words() string }

// newTool returns a tool whose arguments are an In and whose answer is an Out, described by their
// struct tags (see schemaOf). Text and structured content of an answer are made from the same value.
func newTool[In, Out any](t Tool, run func(c *call, ctx context.Context, in In) (Out, error)) Tool {
	t.input = schemaOf(reflect.TypeFor[In]())
	t.Input = encoded(t.input)
	if reflect.TypeFor[Out]() != reflect.TypeFor[prose]() {
		t.output = func() schema { return schemaOf(reflect.TypeFor[Out]()) }
	}
	t.run = func(ctx context.Context, c *call, arguments json.RawMessage) (answer, error) {
		var in In
		if err := decodeArguments(&t.input, arguments, &in); err != nil {
			return answer{}, err
		}
		out, err := run(c, ctx, in)
		if err != nil {
			return answer{}, err
		}
		return answered(out), nil
	}
	return t
}

// Output returns the JSON Schema of the answer, nil for tools that answer with prose. Clients are not told it.
func (t Tool) Output() json.RawMessage {
	if t.output == nil {
		return nil
	}
	return encoded(t.output())
}

// answered returns both forms of a tool's result.
func answered(out any) answer {
	if text, ok := out.(prose); ok {
		return answer{text: string(text)}
	}
	a := answer{structured: encoded(out)}
	a.text = string(a.structured)
	if w, ok := out.(worded); ok {
		if words := w.words(); words != "" {
			a.text = words
		}
	}
	return a
}

// encoded returns v as JSON, keys in the order of the struct, "<" and "&" as they are.
func encoded(v any) json.RawMessage {
	var b bytes.Buffer
	e := json.NewEncoder(&b)
	e.SetEscapeHTML(false)
	if err := e.Encode(v); err != nil {
		panic(err) // the types of answers are ours, and all of them can be encoded
	}
	return bytes.TrimSuffix(b.Bytes(), []byte("\n"))
}

// addTools offers tools to the clients of a server, those that only read if it is for reading.
func (s *Server) addTools(tools []Tool) {
	for _, t := range tools {
		if t.Effect == Reads || !s.readOnly {
			s.addTool(t)
		} else {
			s.hidden = append(s.hidden, t.Name)
		}
	}
}

// addTool offers a tool to the clients of a server.
func (s *Server) addTool(t Tool) {
	s.sdk.AddTool(t.told(), func(ctx context.Context, r *sdk.CallToolRequest) (*sdk.CallToolResult, error) {
		return t.result(ctx, &call{server: s, session: r.Session, progress: newProgress(ctx, r)}, r.Params.Arguments), nil
	})
}

// told is the tool as clients are told it. All four hints are sent, since clients assume the worst of those that are not.
func (t Tool) told() *sdk.Tool {
	destroys, open := t.Effect == Destroys, false
	return &sdk.Tool{
		Name: t.Name, Title: t.Title, Description: t.Description, InputSchema: t.Input,
		Annotations: &sdk.ToolAnnotations{
			ReadOnlyHint: t.Effect == Reads, DestructiveHint: &destroys, IdempotentHint: t.Effect == Reads, OpenWorldHint: &open,
		},
	}
}

// result runs a call. What goes wrong is a result, too, so that the model sees it; it has no structured
// content, which some clients would show in place of the words.
func (t Tool) result(ctx context.Context, c *call, arguments json.RawMessage) *sdk.CallToolResult {
	a, err := t.run(ctx, c, arguments)
	if err != nil {
		told := refusal(err)
		if told.code == codeInternal {
			c.server.log.Error("a tool failed", "tool", t.Name, "error", err)
		}
		if told.code == codeStale {
			c.server.source.distrust(ctx)
		}
		return refused(told)
	}
	r := &sdk.CallToolResult{Content: []sdk.Content{&sdk.TextContent{Text: a.text}}}
	if a.structured != nil {
		r.StructuredContent = a.structured
	}
	return r
}

func refused(err *toolError) *sdk.CallToolResult {
	return &sdk.CallToolResult{IsError: true, Content: []sdk.Content{&sdk.TextContent{Text: err.words()}}}
}
