package mcp

import (
	"fmt"
	"reflect"
	"slices"
	"strings"

	sdk "github.com/modelcontextprotocol/go-sdk/mcp"
)

// Argument is an argument of a tool, as the manual has it.
type Argument struct {
	Name string
	// Type is one of JSON's, with "list of" before that of a list's items.
	Type string
	// Value says what is allowed and what counts if nothing is said: "1 to 100, 10 unless set".
	Value, Doc string
}

// Arguments returns what a tool takes, in order; what the items of a list have comes after it, as "edits[].op".
func (t Tool) Arguments() []Argument { return t.input.arguments("") }

func (s *schema) arguments(within string) []Argument {
	var all []Argument
	for _, p := range s.Properties {
		all = append(all, Argument{within + p.name, p.typeName(), p.allowedValues(slices.Contains(s.Required, p.name)), p.Description})
		if p.Items != nil {
			all = append(all, p.Items.arguments(within+p.name+"[].")...)
		}
	}
	return all
}

func (s *schema) typeName() string {
	if s.Items != nil {
		return "list of " + s.Items.typeName()
	}
	if inner, ok := s.Additional.(schema); ok {
		return "object of " + inner.typeName()
	}
	return s.Type
}

func (s *schema) allowedValues(required bool) string {
	var parts []string
	if required {
		parts = append(parts, "required")
	}
	enum := s.Enum
	if s.Items != nil {
		enum = s.Items.Enum
	}
	if enum != nil {
		parts = append(parts, strings.Join(enum, ", "))
	}
	if s.Minimum != nil || s.Maximum != nil {
		parts = append(parts, between(s.Minimum, s.Maximum))
	}
	if s.MinItems != nil || s.MaxItems != nil {
		parts = append(parts, between(s.MinItems, s.MaxItems)+" items")
	}
	if s.MaxLength != nil {
		parts = append(parts, fmt.Sprintf("at most %d characters", *s.MaxLength))
	}
	if s.Default != nil && !reflect.ValueOf(s.Default).IsZero() {
		parts = append(parts, fmt.Sprintf("%v unless set", s.Default))
	}
	return strings.Join(parts, "; ")
}

// Offer is a resource or a prompt, as the manual has it.
type Offer struct {
	// Name is the URI of a resource, or its template.
	Name, Doc string
	// Arguments are the names of what a prompt takes.
	Arguments []string
}

// Resources returns the resources, and the templates for those that stand for many.
func Resources() []Offer {
	var all []Offer
	for _, r := range []*sdk.Resource{indexResource(), graphResource()} {
		all = append(all, Offer{Name: r.URI, Doc: r.Title})
	}
	for _, t := range resourceTemplates() {
		all = append(all, Offer{Name: t.URITemplate, Doc: t.Title})
	}
	return all
}

// Prompts returns the prompts.
func Prompts() []Offer {
	var all []Offer
	for _, p := range prompts() {
		o := Offer{Name: p.name, Doc: p.description}
		for _, a := range p.arguments {
			o.Arguments = append(o.Arguments, a.Name)
		}
		all = append(all, o)
	}
	return all
}

// Fields lists what a tool answers as an indented Markdown list, "" for text.
func (t Tool) Fields() string {
	if t.output == nil {
		return ""
	}
	var b strings.Builder
	answer := t.output()
	answer.list(&b, "")
	return b.String()
}

func (s *schema) list(b *strings.Builder, indent string) {
	inner := s
	if s.Items != nil {
		inner = s.Items
	}
	for _, p := range inner.Properties {
		optional := ""
		if !slices.Contains(inner.Required, p.name) {
			optional = ", if there is something to say"
		}
		fmt.Fprintf(b, "%s- `%s`: %s%s\n", indent, p.name, p.typeName(), optional)
		p.list(b, indent+"  ")
	}
}

// String says what calls with this effect may do.
func (e Effect) String() string {
	switch e {
	case Adds:
		return "adds"
	case Destroys:
		return "changes"
	}
	return "reads"
}
