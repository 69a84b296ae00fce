package rules

import (
	"encoding"
	"fmt"
	"reflect"
	"slices"
	"strings"

	"github.com/goccy/go-yaml/ast"
)

// decode puts a node into a settable value. Name is what messages call it.
func (d *yamlDecoder) decode(n ast.Node, into reflect.Value, name string) {
	n = plainNode(n)
	if n == nil || n.Type() == ast.NullType {
		return
	}
	if scalar, ok := n.(ast.ScalarNode); ok && d.unmarshalText(scalar, into) {
		return
	}
	switch into.Kind() {
	case reflect.Pointer:
		d.decodePointer(n, into, name)
	case reflect.Struct:
		d.decodeStruct(n, into, name)
	case reflect.Map:
		d.decodeMap(n, into, name)
	case reflect.Slice:
		d.decodeSlice(n, into, name)
	case reflect.Interface:
		into.Set(reflect.ValueOf(d.anyValue(n)))
	default:
		d.decodeScalar(n, into, name)
	}
}

func (d *yamlDecoder) unmarshalText(n ast.ScalarNode, into reflect.Value) bool {
	target, ok := into.Addr().Interface().(encoding.TextUnmarshaler)
	if !ok {
		return false
	}
	if err := target.UnmarshalText([]byte(scalarText(n))); err != nil {
		d.report(d.span(n), err.Error())
	}
	return true
}

func (d *yamlDecoder) decodePointer(n ast.Node, into reflect.Value, name string) {
	value := reflect.New(into.Type().Elem())
	before := len(d.mistakes)
	d.decode(n, value.Elem(), name)
	if len(d.mistakes) == before {
		into.Set(value)
	}
}

func (d *yamlDecoder) decodeStruct(n ast.Node, into reflect.Value, name string) {
	fields, inline := yamlFields(into)
	for key, entry := range d.entries(n, name) {
		field, ok := fields[key]
		switch {
		case ok:
			d.decode(entry.Value, field, fmt.Sprintf("%q", key))
		case inline.IsValid():
			d.decodeEntry(key, entry, inline)
		default:
			d.unknownKey(key, entry, fields)
		}
	}
}

func (d *yamlDecoder) unknownKey(key string, entry *ast.MappingValueNode, fields map[string]reflect.Value) {
	var known []string
	for name := range fields {
		known = append(known, name)
	}
	slices.Sort(known)
	m := YAMLMistake{Span: d.span(entry.Key)}
	if near, ok := Nearest(key, known); ok {
		m.Message, m.Replacement = fmt.Sprintf("unknown key %q: did you mean %q?", key, near), near
	} else {
		m.Message = fmt.Sprintf("unknown key %q: want one of %s", key, strings.Join(known, ", "))
	}
	d.mistakes = append(d.mistakes, m)
}

// yamlFields returns a struct's fields by key, and the inline map if it has one.
func yamlFields(v reflect.Value) (fields map[string]reflect.Value, inline reflect.Value) {
	fields = map[string]reflect.Value{}
	for i := range v.NumField() {
		tag, options, _ := strings.Cut(v.Type().Field(i).Tag.Get("yaml"), ",")
		switch {
		case options == "inline":
			inline = v.Field(i)
		case tag != "" && tag != "-":
			fields[tag] = v.Field(i)
		}
	}
	return fields, inline
}

func (d *yamlDecoder) decodeMap(n ast.Node, into reflect.Value, name string) {
	for key, entry := range d.entries(n, name) {
		d.decodeEntry(key, entry, into)
	}
}

func (d *yamlDecoder) decodeEntry(key string, entry *ast.MappingValueNode, into reflect.Value) {
	if into.IsNil() {
		into.Set(reflect.MakeMap(into.Type()))
	}
	value := reflect.New(into.Type().Elem()).Elem()
	before := len(d.mistakes)
	d.decode(entry.Value, value, fmt.Sprintf("%q", key))
	if len(d.mistakes) == before || value.Kind() == reflect.Struct {
		into.SetMapIndex(reflect.ValueOf(key).Convert(into.Type().Key()), value)
	}
}

func (d *yamlDecoder) decodeSlice(n ast.Node, into reflect.Value, name string) {
	list, ok := n.(*ast.SequenceNode)
	if !ok {
		d.wrongType(n, name, "a list")
		return
	}
	values := reflect.MakeSlice(into.Type(), 0, len(list.Values))
	for i, item := range list.Values {
		value := reflect.New(into.Type().Elem()).Elem()
		before := len(d.mistakes)
		d.decode(item, value, fmt.Sprintf("entry %d of %s", i+1, name))
		if len(d.mistakes) == before || value.Kind() == reflect.Struct {
			values = reflect.Append(values, value)
		}
	}
	into.Set(values)
}

func (d *yamlDecoder) decodeScalar(n ast.Node, into reflect.Value, name string) {
	value := reflect.ValueOf(d.anyValue(n))
	switch {
	case into.Kind() == value.Kind():
		into.Set(value.Convert(into.Type()))
	case into.Kind() == reflect.String:
		d.wrongType(n, name, "text")
	case into.Kind() == reflect.Bool:
		d.wrongType(n, name, "true or false")
	default:
		d.wrongType(n, name, "a number")
	}
}

func (d *yamlDecoder) wrongType(n ast.Node, name, want string) {
	d.report(d.span(n), fmt.Sprintf("%s must be %s, not %s", name, want, yamlTypeName(n)))
}

func yamlTypeName(n ast.Node) string {
	switch n.Type() {
	case ast.MappingType, ast.MappingValueType:
		return "a mapping"
	case ast.SequenceType:
		return "a list"
	case ast.BoolType:
		return "true or false"
	case ast.IntegerType, ast.FloatType, ast.InfinityType, ast.NanType:
		return "a number"
	case ast.AliasType, ast.MergeKeyType:
		return "an alias, which is not supported"
	}
	return "text"
}

// entries returns a mapping's entries with each key once, and reports the rest.
func (d *yamlDecoder) entries(n ast.Node, name string) func(func(string, *ast.MappingValueNode) bool) {
	entries := yamlEntries(n)
	if entries == nil && n.Type() != ast.MappingType {
		d.wrongType(n, name, "a mapping")
	}
	seen := map[string]bool{}
	return func(yield func(string, *ast.MappingValueNode) bool) {
		for _, e := range entries {
			key := yamlKey(e)
			if seen[key] {
				d.report(d.span(e.Key), fmt.Sprintf("the key %q is set twice: the first one counts", key))
				continue
			}
			seen[key] = true
			if !yield(key, e) {
				return
			}
		}
	}
}

// anyValue returns the Go value of a node.
func (d *yamlDecoder) anyValue(n ast.Node) any {
	switch n := plainNode(n).(type) {
	case *ast.IntegerNode:
		return intValue(n)
	case *ast.FloatNode:
		return n.Value
	case *ast.BoolNode:
		return n.Value
	case *ast.SequenceNode:
		list := make([]any, 0, len(n.Values))
		for _, item := range n.Values {
			list = append(list, d.anyValue(item))
		}
		return list
	case *ast.MappingNode, *ast.MappingValueNode:
		values := map[string]any{}
		for key, e := range d.entries(n, "") {
			values[key] = d.anyValue(e.Value)
		}
		return values
	case ast.ScalarNode:
		return scalarText(n)
	case nil:
		return ""
	default:
		return n.String()
	}
}

// intValue returns an int, or the float64 nearest to what does not fit.
func intValue(n *ast.IntegerNode) any {
	switch v := n.Value.(type) {
	case int64:
		return int(v)
	case uint64:
		if int(v) >= 0 {
			return int(v)
		}
		return float64(v)
	}
	return n.GetToken().Value
}

// scalarText returns a scalar as text, without quotes.
func scalarText(n ast.ScalarNode) string {
	switch n := n.(type) {
	case *ast.StringNode:
		return n.Value
	case *ast.LiteralNode:
		return n.Value.Value
	}
	return n.GetToken().Value
}
