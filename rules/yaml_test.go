package rules

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
)

type yamlTarget struct {
	Name   string              `yaml:"name"`
	Count  int                 `yaml:"count"`
	On     bool                `yaml:"enabled"`
	List   []string            `yaml:"list"`
	Levels map[string]yamlRule `yaml:"levels"`
	Level  Severity            `yaml:"-"`
	Nested *struct {
		Deep string `yaml:"deep"`
	} `yaml:"nested"`
}

// yamlRule is a scalar or a mapping with further keys of any type.
type yamlRule struct {
	Severity string         `yaml:"severity"`
	Options  map[string]any `yaml:",inline"`
}

func (r *yamlRule) UnmarshalText(text []byte) error {
	r.Severity = string(text)
	if _, err := ParseSeverity(r.Severity); err != nil {
		return err
	}
	return nil
}

func TestDecodeYAMLReadsWhatIsRight(t *testing.T) {
	text := `
name: &x "a é: b" # comment
count: 12
enabled: true
list: [one, 'it''s']
levels:
  plain: off
  full:
    severity: error
    limit: 3
    words: [a, b]
    on: true
nested: {deep: d}
`
	var got yamlTarget
	if mistakes := DecodeYAML(text, &got); len(mistakes) > 0 {
		t.Errorf("mistakes in a text without any: %v", mistakes)
	}
	want := yamlTarget{
		Name: "a é: b", Count: 12, On: true, List: []string{"one", "it's"},
		Levels: map[string]yamlRule{
			"plain": {Severity: "off"},
			"full":  {Severity: "error", Options: map[string]any{"limit": 3, "words": []any{"a", "b"}, "on": true}},
		},
		Nested: &struct {
			Deep string `yaml:"deep"`
		}{"d"},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestDecodeYAMLReportsMistakesWithTheirPlace(t *testing.T) {
	tests := []struct {
		name, text string
		// want is "marked text|message|replacement" for each mistake.
		want []string
		// left is what Name and Count must be.
		left string
	}{
		{"unknown key, near", "nmae: x\ncount: 1\n", []string{`nmae|unknown key "nmae": did you mean "name"?|name`}, "/1"},
		{"unknown key, far", "zzzzzz: x\n", []string{`zzzzzz|unknown key "zzzzzz": want one of count, enabled, levels, list, name, nested|`}, "/0"},
		{"unknown key below", "nested:\n  depe: x\ncount: 2", []string{`depe|unknown key "depe": did you mean "deep"?|deep`}, "/2"},
		{"quoted key", "\"nme\": x\n", []string{`"nme"|unknown key "nme": did you mean "name"?|name`}, "/0"},
		{"after wide characters", "list: [😀é, {a: 1}]\nname: y\n", []string{`{a: 1}|entry 2 of "list" must be text, not a mapping|`}, "y/0"},
		{"CRLF", "name: x\r\ncount: many\r\nenabled: maybe\r\n", []string{
			`many|"count" must be a number, not text|`, `maybe|"enabled" must be true or false, not text|`}, "x/0"},
		{"byte order mark", "\ufeffnam: x\ncount: 1\n", []string{`nam|unknown key "nam": did you mean "name"?|name`}, "/1"},
		{"a number for text", "name: 12 # twelve\n", []string{`12|"name" must be text, not a number|`}, "/0"},
		{"a list for a number", "count:\n  - 1\nname: x\n", []string{`- 1|"count" must be a number, not a list|`}, "x/0"},
		{"text for a list", "list: a b  \nname: x", []string{`a b|"list" must be a list, not text|`}, "x/0"},
		{"the file is a list", "- a\n- b\n", []string{`- a|the file must be a mapping, not a list|`}, "/0"},
		{"duplicate", "name: x\nname: y\n", []string{`name|the key "name" is set twice: the first one counts|`}, "x/0"},
		{"refused text", "levels: {a: loud}\nname: x\n", []string{
			`loud|unknown severity "loud": want off, hint, information, warning or error|`}, "x/0"},
		{"tab", "count: 3\nlist:\n\t- b\nname: x\n", []string{"\t- b|not YAML: found character '\t' that cannot start any token|"}, "x/3"},
		{"open bracket", "count: 3\nlist: [a\nname: x\n", []string{`name|not YAML: ',' or ']' must be specified|`}, "x/3"},
		{"open quote", "count: 3\nname: 'x\nenabled: true\n", []string{`'x|not YAML: could not find end character of single-quoted text|`}, "/3"},
		{"two syntax errors", "list: a: b\ncount: 7\nname: c: d\n", []string{
			`a|not YAML: mapping value is not allowed in this context|`, `c|not YAML: mapping value is not allowed in this context|`}, "/7"},
		{"two documents", "---\nname: x\n---\ncount: 7\n", []string{`count: 7|this is a second YAML document and is not read: keep one|`}, "x/0"},
		{"a document after an end", "name: x\n...\ncount: 7\n", []string{`count: 7|this is a second YAML document and is not read: keep one|`}, "x/0"},
		{"a directive", "%YAML 1.2\n---\nname: x\n...\n", nil, "x/0"},
		{"empty", "", nil, "/0"},
		{"only a comment", "# nothing\n", nil, "/0"},
		{"null keeps the value", "name:\ncount: ~\n", nil, "/0"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			var into yamlTarget
			var got []string
			for _, m := range DecodeYAML(tt.text, &into) {
				got = append(got, m.Span.In(tt.text)+"|"+m.Message+"|"+m.Replacement)
			}
			if diff := cmp.Diff(tt.want, got); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
			if left := fmt.Sprintf("%s/%d", into.Name, into.Count); left != tt.left {
				t.Errorf("decoded %s, want %s", left, tt.left)
			}
		})
	}
}

func TestSpansFindsKeyAndValue(t *testing.T) {
	text := "é: 1\r\nrules:\r\n  broken-link: {severity: \"off\", x: [a, b]}\r\nlist:\r\n- one\r\n- two: 2\r\n"
	y := ParseYAML(text)
	key, value, ok := y.Spans("rules", "broken-link", "severity")
	if !ok || key.In(text) != "severity" || value.In(text) != `"off"` {
		t.Errorf("got %q and %q, %v", key.In(text), value.In(text), ok)
	}
	if _, value, ok := y.Spans("rules", "broken-link", "x", "1"); !ok || value.In(text) != "b" {
		t.Errorf("entry of a list: got %q, %v", value.In(text), ok)
	}
	if _, value, ok := y.Spans("list", "1", "two"); !ok || value.In(text) != "2" {
		t.Errorf("key in a list: got %q, %v", value.In(text), ok)
	}
	for _, path := range [][]string{{"rules", "other"}, {"list", "2"}, {"list", "one"}, {"é", "0"}, {}} {
		if _, _, ok := y.Spans(path...); ok {
			t.Errorf("found %q, which is not there", path)
		}
	}
	if _, _, ok := ParseYAML("a: 'b").Spans("a"); ok {
		t.Error("found a key in what is not YAML")
	}
}

func TestDecodeYAMLIsBoundedOnHostileText(t *testing.T) {
	for _, piece := range []string{"[", "{a: ", "- ", "? ", "a: ", "&a ", "!a ", "*", "'", "\"\\", "|", "a:\n - ", "- - - - - - - - - - - -\n", "*\n", "&a\n", "!\n", "|\n", "'\n", "- a: - ", "a: b: ", "  ", " \n", "\x00", "\xff", "# x\n", "a: [\n", "---\n"} {
		text := strings.Repeat(piece, 60<<10/len(piece))
		start := time.Now()
		var into yamlTarget
		checkSpans(t, text, DecodeYAML(text, &into))
		if took := time.Since(start); took > 10*time.Second {
			t.Errorf("%q repeated took %v", piece, took)
		}
	}
}

func FuzzDecodeYAML(f *testing.F) {
	for _, seed := range []string{"name: x\r\ncount: [1, {é: 2}]\n", "levels:\n  a: {b: |\n", "\ufeff? a\n: - b\n", "<<: *a\nname: &a\n", "a: 'x''y\n\tb\n"} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, text string) {
		var into yamlTarget
		checkSpans(t, text, DecodeYAML(text, &into))
		var values map[string]any
		checkSpans(t, text, DecodeYAML(text, &values))
	})
}

func checkSpans(t *testing.T, text string, mistakes []YAMLMistake) {
	t.Helper()
	for _, m := range mistakes {
		if m.Span.Start < 0 || m.Span.End < m.Span.Start || m.Span.End > len(text) {
			t.Errorf("%q: span %v of %q is out of bounds", text[:min(len(text), 99)], m.Span, m.Message)
		}
	}
}
