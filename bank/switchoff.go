package bank

import (
	"maps"
	"reflect"
	"strings"

	"cortex/markdown"
	"cortex/rules"
)

// switchOff returns the edits of a configuration that switch a rule off and leave all else as it is, comments and
// layout too; nil if nothing that is tried leads to that.
func switchOff(text, rule string) []markdown.Edit {
	if !rules.ParseYAML(text).IsMapping() {
		return nil
	}
	want, mistakes := decoded(text)
	want.Rules = maps.Clone(want.Rules)
	if want.Rules == nil {
		want.Rules = map[string]RuleConfig{}
	}
	configured := want.Rules[rule]
	configured.Severity = rules.Off.String()
	want.Rules[rule] = configured
	for _, e := range switchOffTries(text, rule) {
		e.New = strings.ReplaceAll(e.New, "\n", rules.LineEnding(text))
		after, ok := withEdits(text, []markdown.Edit{e})
		if !ok {
			continue
		}
		if got, now := decoded(after); now <= mistakes && sameConfig(got, want) {
			return []markdown.Edit{e}
		}
	}
	return nil
}

func decoded(text string) (Config, int) {
	var c Config
	mistakes := rules.DecodeYAML(text, &c)
	return c, len(mistakes)
}

// sameConfig compares two configurations; options that are absent and empty are the same.
func sameConfig(a, b Config) bool {
	if len(a.Rules) != len(b.Rules) {
		return false
	}
	for name, x := range a.Rules {
		y, found := b.Rules[name]
		same := len(x.Options) == 0 && len(y.Options) == 0 || reflect.DeepEqual(x.Options, y.Options)
		if !found || x.Severity != y.Severity || !same {
			return false
		}
	}
	a.Rules, b.Rules = nil, nil
	return reflect.DeepEqual(a, b)
}

// switchOffTries returns edits of which one does it for each way to write a configuration.
func switchOffTries(text, rule string) []markdown.Edit {
	off, yaml := rules.Off.String(), rules.ParseYAML(text)
	if _, value, ok := yaml.Spans("rules", rule, "severity"); ok {
		return []markdown.Edit{{Span: value, New: off}}
	}
	if _, value, ok := yaml.Spans("rules", rule); ok {
		return []markdown.Edit{{Span: value, New: off}, insertion(value.Start, "severity: "+off+"\n"+indentAt(text, value.Start)), insertion(value.Start+1, "severity: "+off+", ")}
	}
	entry := rule + ": " + off
	if key, value, ok := yaml.Spans("rules"); ok {
		indent := indentAt(text, value.Start)
		return []markdown.Edit{
			insertion(endOfLine(text, value.End), "\n"+indent+entry),
			insertion(value.Start, entry+"\n"+indent),
			insertion(value.Start+1, entry),
			insertion(value.Start+1, entry+", "),
			insertion(endOfLine(text, key.End), "\n  "+entry),
		}
	}
	if text == "" || strings.HasSuffix(text, "\n") {
		return []markdown.Edit{insertion(len(text), "rules:\n  "+entry+"\n")}
	}
	return []markdown.Edit{insertion(len(text), "\nrules:\n  "+entry+"\n")}
}

// indentAt returns what stands on the line of an offset before it, if that is nothing but spaces.
func indentAt(text string, offset int) string {
	before := text[strings.LastIndexByte(text[:offset], '\n')+1 : offset]
	if strings.Trim(before, " ") != "" {
		return ""
	}
	return before
}

// endOfLine returns where the line of an offset ends.
func endOfLine(text string, offset int) int {
	for offset < len(text) && text[offset] != '\n' && text[offset] != '\r' {
		offset++
	}
	return offset
}
