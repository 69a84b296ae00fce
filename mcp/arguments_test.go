package mcp

import (
	"encoding/json"
	"reflect"
	"testing"

	"github.com/google/go-cmp/cmp"
)

type sampleInput struct {
	FilePath string       `json:"file_path,omitempty"`
	Paths    []string     `json:"paths,omitempty" max:"3"`
	Limit    int          `json:"limit" default:"10" min:"1" max:"100"`
	Deep     bool         `json:"deep" default:"false"`
	Mode     string       `json:"mode" enum:"text|regex" default:"text"`
	Edits    []sampleEdit `json:"edits,omitempty"`
}

type sampleEdit struct {
	OldText string `json:"old_text" max:"5"`
}

func TestArgumentsAreRepaired(t *testing.T) {
	defaults := func(change func(*sampleInput)) sampleInput {
		in := sampleInput{Limit: 10, Mode: "text"}
		change(&in)
		return in
	}
	for _, tt := range []struct {
		raw  string
		want sampleInput
	}{
		{``, defaults(func(*sampleInput) {})},
		{`null`, defaults(func(*sampleInput) {})},
		{`{"filePath":"a"}`, defaults(func(in *sampleInput) { in.FilePath = "a" })},
		{`{"file-path":"a","FilePath":null}`, defaults(func(in *sampleInput) { in.FilePath = "a" })},
		{`{"limit":"20"}`, defaults(func(in *sampleInput) { in.Limit = 20 })},
		{`{"limit":20.0}`, defaults(func(in *sampleInput) { in.Limit = 20 })},
		{`{"deep":"true"}`, defaults(func(in *sampleInput) { in.Deep = true })},
		{`{"mode":"REGEX"}`, defaults(func(in *sampleInput) { in.Mode = "regex" })},
		{`{"paths":"a"}`, defaults(func(in *sampleInput) { in.Paths = []string{"a"} })},
		{`{"paths":"[\"a\",\"b\"]"}`, defaults(func(in *sampleInput) { in.Paths = []string{"a", "b"} })},
		{`{"edits":{"oldText":7}}`, defaults(func(in *sampleInput) { in.Edits = []sampleEdit{{"7"}} })},
		{`{"edits":"[{\"old_text\":\"[1]\"}]"}`, defaults(func(in *sampleInput) { in.Edits = []sampleEdit{{"[1]"}} })},
		{`"{\"limit\":3}"`, defaults(func(in *sampleInput) { in.Limit = 3 })},
		{`{"file_path":"{\"a\":1}"}`, defaults(func(in *sampleInput) { in.FilePath = `{"a":1}` })},
		{`{"file_path":9007199254740993}`, defaults(func(in *sampleInput) { in.FilePath = "9007199254740993" })},
	} {
		var got sampleInput
		s := schemaOf(reflect.TypeFor[sampleInput]())
		if err := decodeArguments(&s, json.RawMessage(tt.raw), &got); err != nil {
			t.Errorf("%s: %v", tt.raw, err)
		} else if diff := cmp.Diff(tt.want, got); diff != "" {
			t.Errorf("%s (-want +got):\n%s", tt.raw, diff)
		}
	}
}

func TestArgumentsAreRefused(t *testing.T) {
	const allowed = "Allowed: file_path, paths, limit, deep, mode, edits"
	for raw, want := range map[string]string{
		`{`:                                 "bad_argument: the arguments are not JSON (unexpected EOF): send an object",
		`[1]`:                               "bad_argument: the value of arguments is [1]: want an object",
		`{"lmit":1}`:                        `bad_argument: unknown argument "lmit", did you mean "limit"? ` + allowed,
		`{"zebra":1}`:                       `bad_argument: unknown argument "zebra". ` + allowed,
		`{"limit":0}`:                       `bad_argument: argument "limit" is 0: want 1 to 100`,
		`{"limit":"many"}`:                  `bad_argument: argument "limit" is "many": want a whole number`,
		`{"limit":1.5}`:                     `bad_argument: argument "limit" is 1.5: want a whole number`,
		`{"deep":"yes"}`:                    `bad_argument: argument "deep" is "yes": want true or false`,
		`{"mode":"regx"}`:                   `bad_argument: unknown value "regx" of argument "mode", did you mean "regex"? Allowed: text, regex`,
		`{"paths":[{}]}`:                    `bad_argument: argument "paths[0]" is {}: want a text`,
		`{"paths":[1,2,3,4]}`:               `bad_argument: argument "paths" has 4 items: want at most 3`,
		`{"edits":[{}]}`:                    `bad_argument: argument "edits[0].old_text" is missing. Allowed: old_text`,
		`{"edits":[{"old":1}]}`:             `bad_argument: unknown argument "edits[0].old". Allowed: old_text`,
		`{"edits":[{"old_text":"123456"}]}`: `too_large: argument "edits[0].old_text" has 6 characters: at most 5 are taken`,
	} {
		var in sampleInput
		s := schemaOf(reflect.TypeFor[sampleInput]())
		if err := decodeArguments(&s, json.RawMessage(raw), &in); err == nil || err.Error() != want {
			t.Errorf("%s:\n%v, want\n%s", raw, err, want)
		}
	}
}

func FuzzArguments(f *testing.F) {
	for _, seed := range []string{`{"limit":"1"}`, `"{}"`, `{"paths":"[1]"}`, `{"edits":[{"oldText":"a"}]}`} {
		f.Add(seed)
	}
	f.Fuzz(func(t *testing.T, raw string) {
		var in sampleInput
		s := schemaOf(reflect.TypeFor[sampleInput]())
		if err := decodeArguments(&s, json.RawMessage(raw), &in); err == nil && (in.Limit < 1 || in.Limit > 100 || len(in.Paths) > 3) {
			t.Errorf("%q is taken as %+v", raw, in)
		}
	})
}
