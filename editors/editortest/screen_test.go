package editortest

import (
	"reflect"
	"testing"
)

func TestParseScreen(t *testing.T) {
	tests := []struct {
		screen string
		want   []Line
	}{
		{"plain", []Line{{Text: "plain"}}},
		{"🚀 \x1b[4mone\x1b[0m two", []Line{{"🚀 one two", []string{"one"}}}},
		{"\x1b[1;4:3;58:2::255:0:0mcurl\x1b[24m no", []Line{{"curl no", []string{"curl"}}}},
		{"\x1b[4mone\x1b[31m two\x1b[m three", []Line{{"one two three", []string{"one two"}}}},
		{"\x1b[38;5;4mcolour\x1b[48;2;4;4;4m again\x1b[58;5;4m third", []Line{{Text: "colour again third"}}},
		{"\x1b[38;5;4;4mcolour and line\x1b[4:0m none", []Line{{"colour and line none", []string{"colour and line"}}}},
		{"\x1b[4ma\x1b[m-a\x1b[4mb", []Line{{"a-ab", []string{"a", "b"}}}},
		{"\x1b[4ma\nb\x1b[mc", []Line{{"a", []string{"a"}}, {"bc", []string{"b"}}}},
	}
	for _, tt := range tests {
		if got := parseScreen(tt.screen); !reflect.DeepEqual(got, tt.want) {
			t.Errorf("%q: %q, want %q", tt.screen, got, tt.want)
		}
	}
}
