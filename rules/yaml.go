package rules

import "cortex/markdown"

// YAMLMistake is something wrong in a YAML text.
type YAMLMistake struct {
	Span markdown.Span
	// Message is as in Diagnostic.
	Message string
	// Replacement for Span is what was probably meant; empty if nobody knows.
	Replacement string
}

// DecodeYAML decodes text strictly into the struct or map that into points to,
// and returns every mistake in order of position: syntax errors, unknown and
// duplicate keys, values of the wrong type. What is right is decoded in spite of
// mistakes elsewhere; what is absent or wrong keeps the value it had.
//
// Fields go by their yaml tag; a map field tagged ",inline" takes the keys that
// no other field has. A scalar goes to encoding.TextUnmarshaler where the type implements it,
// also if the type is a struct.
func DecodeYAML(text string, into any) []YAMLMistake { return nil }
