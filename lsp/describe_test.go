package lsp

import (
	"bytes"
	"encoding/json"
	"fmt"
	"maps"
	"slices"
	"strings"
)

// describe writes an answer in lines: lists with "-", ranges as line:column from 1, URIs as paths.
func (s *scenario) describe(v any, indent string) []string {
	switch v := v.(type) {
	case []any:
		if len(v) == 0 {
			return []string{indent + "[]"}
		}
		if numbers, ok := numbersText(v); ok {
			return []string{indent + numbers}
		}
		var lines []string
		for _, item := range v {
			inner := s.describe(item, indent+"  ")
			inner[0] = indent + "- " + strings.TrimPrefix(inner[0], indent+"  ")
			lines = append(lines, inner...)
		}
		return lines
	case map[string]any:
		return s.describeObject(v, indent)
	}
	if text, ok := v.(string); ok && strings.Contains(text, "\n") {
		return block(text, indent)
	}
	return []string{indent + s.scalar(v)}
}

func (s *scenario) describeObject(v map[string]any, indent string) []string {
	if text, ok := rangeText(v); ok {
		return []string{indent + text}
	}
	var lines []string
	for _, key := range slices.Sorted(maps.Keys(v)) {
		if _, isList := v[key].([]any); key == "data" && !isList {
			continue
		}
		name := strings.ReplaceAll(key, pathURI(s.root)+"/", "")
		inner := s.describe(v[key], indent+"  ")
		text, _ := v[key].(string)
		object, _ := v[key].(map[string]any)
		_, isRange := rangeText(object)
		switch {
		case key == "resultId":
			lines = append(lines, fmt.Sprintf("%s%s: %d", indent, name, s.resultName(v[key])))
		case len(inner) == 1 && (object == nil || isRange) && !strings.Contains(text, "\n") && !strings.HasPrefix(inner[0], indent+"  - "):
			lines = append(lines, indent+name+": "+strings.TrimSpace(inner[0]))
		default:
			lines = append(append(lines, indent+name+":"), inner...)
		}
	}
	if len(lines) == 0 {
		return []string{indent + "{}"}
	}
	return lines
}

// block writes a text of several lines.
func block(text, indent string) []string {
	var lines []string
	for line := range strings.Lines(text) {
		lines = append(lines, strings.TrimRight(indent+"| "+strings.TrimSuffix(line, "\n"), " "))
	}
	return lines
}

// resultName counts results in the order in which they are written.
func (s *scenario) resultName(id any) int {
	if s.names[id] == 0 {
		s.names[id] = len(s.names) + 1
	}
	return s.names[id]
}

// scalar writes a single value.
func (s *scenario) scalar(v any) string {
	if text, ok := v.(string); ok && text == pathURI(s.root) {
		return "."
	} else if ok {
		return strings.ReplaceAll(text, pathURI(s.root)+"/", "")
	}
	var b bytes.Buffer
	if err := json.NewEncoder(&b).Encode(v); err != nil {
		s.t.Error(err)
	}
	return strings.TrimSpace(b.String())
}

// numbersText writes a list of numbers on one line.
func numbersText(list []any) (string, bool) {
	var numbers []string
	for _, item := range list {
		n, ok := item.(float64)
		if !ok {
			return "", false
		}
		numbers = append(numbers, fmt.Sprintf("%.0f", n))
	}
	return strings.Join(numbers, " "), true
}

// rangeText writes a range or a position.
func rangeText(v map[string]any) (string, bool) {
	if line, ok := v["line"].(float64); ok && len(v) == 2 {
		return fmt.Sprintf("%.0f:%.0f", line+1, v["character"].(float64)+1), true
	}
	start, isStart := v["start"].(map[string]any)
	end, isEnd := v["end"].(map[string]any)
	if !isStart || !isEnd || len(v) != 2 {
		return "", false
	}
	from, _ := rangeText(start)
	to, _ := rangeText(end)
	return from + "-" + to, true
}
