package markdown

import (
	"fmt"
	"testing"
)

func TestReplacementTouchesOnlyWhatDiffers(t *testing.T) {
	tests := []struct{ before, after, want string }{
		{"a\nb\nc\n", "a\nb\nc\n", "[]"},
		{"a\nb\nc\n", "a\nx\nc\n", `[{{2 4} x` + "\n" + `}]`},
		{"a\nb\nc\n", "a\nc\n", "[{{2 4} }]"},
		{"a\nc\n", "a\nb\nc\n", "[{{2 2} b\n}]"},
		{"a\na\n", "a\na\na\n", "[{{4 4} a\n}]"},
		{"a\nb", "a\nb\n", "[{{2 3} b\n}]"},
		{"a\r\nb\r\n", "a\r\nc\r\n", "[{{3 6} c\r\n}]"},
		{"", "a", "[{{0 0} a}]"},
		{"a", "", "[{{0 1} }]"},
	}
	for _, tt := range tests {
		if got := fmt.Sprint(Replacement(tt.before, tt.after)); got != tt.want {
			t.Errorf("Replacement(%q, %q) = %q, want %q", tt.before, tt.after, got, tt.want)
		}
	}
}

func FuzzReplacement(f *testing.F) {
	f.Add("a\nb\nc\n", "a\nc\n")
	f.Add("a\na", "a\na\na")
	f.Fuzz(func(t *testing.T, before, after string) {
		got := before
		for _, e := range Replacement(before, after) {
			got = before[:e.Span.Start] + e.New + before[e.Span.End:]
		}
		if got != after {
			t.Errorf("Replacement(%q, %q) makes %q", before, after, got)
		}
	})
}
