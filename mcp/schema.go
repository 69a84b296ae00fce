package mcp

import (
	"bytes"
	"encoding/json"
	"fmt"
	"reflect"
	"strconv"
	"strings"
)

// schema is the JSON Schema of a value, as far as tools need it. It never says "null",
// and properties keep the order of the struct that they come from.
type schema struct {
	Type        string     `json:"type"`
	Description string     `json:"description,omitempty"`
	Enum        []string   `json:"enum,omitempty"`
	Default     any        `json:"default,omitempty"`
	Minimum     *int       `json:"minimum,omitempty"`
	Maximum     *int       `json:"maximum,omitempty"`
	MinItems    *int       `json:"minItems,omitempty"`
	MaxItems    *int       `json:"maxItems,omitempty"`
	MaxLength   *int       `json:"maxLength,omitempty"`
	Items       *schema    `json:"items,omitempty"`
	Properties  properties `json:"properties,omitempty"`
	Required    []string   `json:"required,omitempty"`
	// Additional is false for objects with known properties, a schema for maps.
	Additional any `json:"additionalProperties,omitempty"`
}

// properties are named schemas in order.
type properties []property

type property struct {
	name string
	schema
}

// MarshalJSON writes an object with its keys in order.
func (p properties) MarshalJSON() ([]byte, error) {
	var b bytes.Buffer
	b.WriteByte('{')
	for i, each := range p {
		if i > 0 {
			b.WriteByte(',')
		}
		value, err := json.Marshal(each.schema)
		if err != nil {
			return nil, err
		}
		fmt.Fprintf(&b, "%q:%s", each.name, value)
	}
	b.WriteByte('}')
	return b.Bytes(), nil
}

func (p properties) names() []string {
	names := make([]string, len(p))
	for i, each := range p {
		names[i] = each.name
	}
	return names
}

func (p properties) find(name string) *schema {
	for i := range p {
		if p[i].name == name {
			return &p[i].schema
		}
	}
	return nil
}

// schemaOf returns the schema of a Go type. The tags of a struct's fields say the rest:
// json the name, doc the description, enum the words divided by |, default, min and max. Min
// and max bound the value of a number, the length of a text and the number of items of a list. A field is
// required unless it has a default or json's omitempty. It panics on what it has no schema for: a slip
// in a table that every test shows.
func schemaOf(t reflect.Type) schema {
	switch t.Kind() {
	case reflect.String:
		return schema{Type: "string"}
	case reflect.Bool:
		return schema{Type: "boolean"}
	case reflect.Int:
		return schema{Type: "integer"}
	case reflect.Pointer:
		return schemaOf(t.Elem())
	case reflect.Slice:
		items := schemaOf(t.Elem())
		return schema{Type: "array", Items: &items}
	case reflect.Map:
		return schema{Type: "object", Additional: schemaOf(t.Elem())}
	case reflect.Struct:
		return structSchema(t)
	}
	panic(fmt.Sprintf("no schema for %v", t))
}

func structSchema(t reflect.Type) schema {
	s := schema{Type: "object", Additional: false}
	for field := range t.Fields() {
		name, options, _ := strings.Cut(field.Tag.Get("json"), ",")
		p := property{name, schemaOf(field.Type)}
		p.describe(field.Tag)
		s.Properties = append(s.Properties, p)
		if _, hasDefault := field.Tag.Lookup("default"); !hasDefault && options == "" {
			s.Required = append(s.Required, name)
		}
	}
	return s
}

// describe adds what the tags of a field say.
func (s *schema) describe(tag reflect.StructTag) {
	s.Description = tag.Get("doc")
	words := s
	if s.Items != nil && s.Items.Type == "string" {
		words = s.Items
	}
	if enum := tag.Get("enum"); enum != "" {
		words.Enum = strings.Split(enum, "|")
	}
	if text, ok := tag.Lookup("default"); ok {
		s.Default = s.literal(text)
	}
	least, most := bound(tag, "min"), bound(tag, "max")
	switch s.Type {
	case "integer":
		s.Minimum, s.Maximum = least, most
	case "array":
		s.MinItems, s.MaxItems = least, most
	case "string":
		s.MaxLength = most
	}
}

// literal reads the value of a default.
func (s *schema) literal(text string) any {
	switch s.Type {
	case "integer":
		return number(text)
	case "boolean":
		return text == "true"
	}
	return text
}

func bound(tag reflect.StructTag, key string) *int {
	text, ok := tag.Lookup(key)
	if !ok {
		return nil
	}
	n := number(text)
	return &n
}

func number(text string) int {
	n, err := strconv.Atoi(text)
	if err != nil {
		panic(err) // a slip in a tag that every test shows
	}
	return n
}
