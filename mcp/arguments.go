package mcp

import (
	"bytes"
	"cmp"
	"encoding/json"
	"fmt"
	"io"
	"maps"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"cortex/rules"
)

// decodeArguments reads the arguments of a call into a value. What models commonly get wrong and can be
// meant in one way only is put right: names in camelCase, numbers and truth values as texts, JSON within a
// text, one item in place of a list. Everything else is refused with the name that is wrong and what is allowed.
// Defaults are filled in.
func decodeArguments(s *schema, raw json.RawMessage, into any) error {
	value, err := decodeValue(raw)
	if err != nil {
		return refuse(codeBadArgument, "the arguments are not JSON (%v): send an object", err)
	}
	if value == nil {
		value = map[string]any{}
	}
	value, err = s.repair("", value)
	if err != nil {
		return err
	}
	clean, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return json.Unmarshal(clean, into)
}

// decodeValue decodes one JSON value, numbers as they are written.
func decodeValue(raw []byte) (any, error) {
	if len(bytes.TrimSpace(raw)) == 0 {
		return nil, nil
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	d.UseNumber()
	var value any
	if err := d.Decode(&value); err != nil {
		return nil, err
	}
	if _, err := d.Token(); err != io.EOF {
		return nil, fmt.Errorf("something follows the value")
	}
	return value, nil
}

// repair returns the value as the schema wants it, or says what is wrong. At names the value for messages, "" for
// all arguments.
func (s *schema) repair(at string, value any) (any, error) {
	if text, ok := value.(string); ok && s.Type != "string" {
		value = unquoted(text)
	}
	switch s.Type {
	case "string":
		return s.repairString(at, value)
	case "integer":
		return s.repairInteger(at, value)
	case "boolean":
		if b, ok := value.(bool); ok {
			return b, nil
		}
		return nil, s.mistyped(at, value, "true or false")
	case "array":
		return s.repairArray(at, value)
	}
	return s.repairObject(at, value)
}

// unquoted returns the JSON in a text, or the text itself if it holds none.
func unquoted(text string) any {
	if value, err := decodeValue([]byte(text)); err == nil && value != nil {
		return value
	}
	return text
}

func (s *schema) repairString(at string, value any) (any, error) {
	var text string
	switch v := value.(type) {
	case string:
		text = v
	case json.Number:
		text = v.String()
	default:
		return nil, s.mistyped(at, value, "a text")
	}
	if s.MaxLength != nil && utf8.RuneCountInString(text) > *s.MaxLength {
		return nil, refuse(codeTooLarge, "%s has %d characters: at most %d are taken", named(at), utf8.RuneCountInString(text), *s.MaxLength)
	}
	if s.Enum == nil || slices.Contains(s.Enum, text) {
		return text, nil
	}
	for _, word := range s.Enum {
		if strings.EqualFold(word, text) || word == "information" && strings.EqualFold(text, "info") {
			return word, nil
		}
	}
	return nil, refuse(codeBadArgument, "unknown value %q of %s%s Allowed: %s", text, named(at), nearestOrStop(text, s.Enum), strings.Join(s.Enum, ", "))
}

func (s *schema) repairInteger(at string, value any) (any, error) {
	n, ok := value.(json.Number)
	if !ok {
		return nil, s.mistyped(at, value, "a whole number")
	}
	whole, err := n.Int64()
	if err != nil {
		if f, floatErr := n.Float64(); floatErr == nil && f == float64(int64(f)) {
			whole, err = int64(f), nil
		}
	}
	if err != nil {
		return nil, s.mistyped(at, value, "a whole number")
	}
	if s.Minimum != nil && whole < int64(*s.Minimum) || s.Maximum != nil && whole > int64(*s.Maximum) {
		return nil, refuse(codeBadArgument, "%s is %d: want %s", named(at), whole, between(s.Minimum, s.Maximum))
	}
	return whole, nil
}

func (s *schema) repairArray(at string, value any) (any, error) {
	items, ok := value.([]any)
	if !ok {
		items = []any{value}
	}
	if s.MinItems != nil && len(items) < *s.MinItems || s.MaxItems != nil && len(items) > *s.MaxItems {
		return nil, refuse(codeBadArgument, "%s has %d items: want %s", named(at), len(items), between(s.MinItems, s.MaxItems))
	}
	repaired := make([]any, len(items))
	for i, item := range items {
		var err error
		if repaired[i], err = s.Items.repair(fmt.Sprintf("%s[%d]", at, i), item); err != nil {
			return nil, err
		}
	}
	return repaired, nil
}

func (s *schema) repairObject(at string, value any) (any, error) {
	object, ok := value.(map[string]any)
	if !ok {
		return nil, s.mistyped(at, value, "an object")
	}
	repaired := map[string]any{}
	for _, key := range slices.Sorted(maps.Keys(object)) {
		name := s.Properties.spelled(key)
		property := s.Properties.find(name)
		if property == nil {
			return nil, refuse(codeBadArgument, "unknown argument %q%s Allowed: %s", below(at, key), nearestOrStop(key, s.Properties.names()), s.allowed())
		}
		if object[key] == nil {
			continue // null says nothing
		}
		inner, err := property.repair(below(at, name), object[key])
		if err != nil {
			return nil, err
		}
		repaired[name] = inner
	}
	return s.complete(at, repaired)
}

// complete fills in defaults and refuses what is missing.
func (s *schema) complete(at string, object map[string]any) (any, error) {
	for _, p := range s.Properties {
		if _, given := object[p.name]; given {
			continue
		}
		if slices.Contains(s.Required, p.name) {
			about := p.Description
			if about != "" {
				about = ": " + about
			}
			return nil, refuse(codeBadArgument, "argument %q is missing%s. Allowed: %s", below(at, p.name), about, s.allowed())
		}
		if p.Default != nil {
			object[p.name] = p.Default
		}
	}
	return object, nil
}

func (s *schema) allowed() string {
	if len(s.Properties) == 0 {
		return "none"
	}
	return strings.Join(s.Properties.names(), ", ")
}

// spelled returns the property that is meant by a key in another style of spelling, or the key.
func (p properties) spelled(key string) string {
	if p.find(key) != nil {
		return key
	}
	var b strings.Builder
	for i, r := range key {
		switch {
		case r == '-' || r == ' ':
			b.WriteByte('_')
		case unicode.IsUpper(r) && i > 0:
			b.WriteByte('_')
			b.WriteRune(unicode.ToLower(r))
		default:
			b.WriteRune(unicode.ToLower(r))
		}
	}
	if p.find(b.String()) != nil {
		return b.String()
	}
	return key
}

func (s *schema) mistyped(at string, value any, want string) error {
	shown, err := json.Marshal(value)
	if err != nil {
		return err
	}
	const longest = 60
	if len(shown) > longest {
		shown = append(bytes.ToValidUTF8(shown[:longest], nil), "..."...)
	}
	return refuse(codeBadArgument, "%s is %s: want %s", named(at), shown, want)
}

func named(at string) string {
	if at == "" {
		return "the value of arguments"
	}
	return fmt.Sprintf("argument %q", at)
}

func below(at, name string) string {
	if at == "" {
		return name
	}
	return at + "." + name
}

func between(least, most *int) string {
	switch {
	case most == nil:
		return fmt.Sprintf("at least %d", *least)
	case least == nil:
		return fmt.Sprintf("at most %d", *most)
	}
	return fmt.Sprintf("%d to %d", *least, *most)
}

// didYouMean continues a message about an unknown word with the nearest known one, if one is near.
func didYouMean(word string, known []string) string {
	if near, ok := rules.Nearest(word, known); ok {
		return fmt.Sprintf(", did you mean %q?", near)
	}
	return ""
}

// nearestOrStop is didYouMean, or the end of the sentence.
func nearestOrStop(word string, known []string) string { return cmp.Or(didYouMean(word, known), ".") }
