package lsp

import (
	"math/rand/v2"
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"

	protocol "github.com/tliron/glsp/protocol_3_16"

	"cortex/markdown"
)

func TestNegotiated(t *testing.T) {
	tests := []struct {
		offered string
		want    positionEncodingKind
	}{
		{"", "utf-16"},
		{"utf-16", "utf-16"},
		{"utf-8 utf-16 utf-32", "utf-8"},
		{"utf-32 utf-8 utf-16", "utf-8"},
		{"utf-32 utf-16", "utf-16"},
		{"utf-32", "utf-32"},
		{"utf-7", "utf-16"},
	}
	for _, tt := range tests {
		var offered []any
		for o := range strings.FieldsSeq(tt.offered) {
			offered = append(offered, o)
		}
		can := said{"general": object{"positionEncodings": offered}}
		if got := negotiated(can); got != tt.want {
			t.Errorf("negotiated(%q) = %q, want %q", offered, got, tt.want)
		}
	}
}

// pieces make texts in which every unit and line end differs from every other.
func pieces() []string {
	return []string{"a", "# B\n", "é", "中文", "🚀", "👩‍🚀", "\n", "\r\n", "\r", " ", "[x](y.md)", "`", "\u2028", "\u0301"}
}

func randomText(r *rand.Rand, n int) string {
	var b strings.Builder
	for range n {
		b.WriteString(pieces()[r.IntN(len(pieces()))])
	}
	return b.String()
}

// referencePosition counts in the plainest way what LSP says about a byte offset
// between two characters. An offset within "\r\n" is the end of the line.
func referencePosition(text string, offset int, e positionEncodingKind) protocol.Position {
	var p protocol.Position
	for i, c := range text {
		if i >= offset {
			break
		}
		switch {
		case c == '\n' || c == '\r' && !strings.HasPrefix(text[i+1:], "\n"):
			p = protocol.Position{Line: p.Line + 1}
		case c == '\r':
		case e == inUTF8:
			p.Character += uint32(utf8.RuneLen(c))
		case e == inUTF16:
			p.Character += uint32(utf16.RuneLen(c))
		default:
			p.Character++
		}
	}
	return p
}

// randomSpan returns a span between characters that does not cut "\r\n".
func randomSpan(r *rand.Rand, text string) markdown.Span {
	var borders []int
	for i := range len(text) + 1 {
		cut := i > 0 && i < len(text) && text[i-1:i+1] == "\r\n"
		if (i == len(text) || utf8.RuneStart(text[i])) && !cut {
			borders = append(borders, i)
		}
	}
	a, b := borders[r.IntN(len(borders))], borders[r.IntN(len(borders))]
	return markdown.Span{Start: min(a, b), End: max(a, b)}
}

func TestIncrementalEditsEqualTheFullText(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for _, e := range []positionEncodingKind{inUTF8, inUTF16, inUTF32} {
		for range 300 {
			text := randomText(r, 30)
			want, changes := text, []contentChange{}
			for range 1 + r.IntN(4) {
				s, insert := randomSpan(r, want), randomText(r, r.IntN(4))
				changes = append(changes, contentChange{
					Range: &protocol.Range{Start: referencePosition(want, s.Start, e), End: referencePosition(want, s.End, e)},
					Text:  insert,
				})
				want = want[:s.Start] + insert + want[s.End:]
			}
			if got := e.edited(text, nil, changes); got != want {
				t.Fatalf("%s: %q after %v is %q, want %q", e, text, changes, got, want)
			}
		}
	}
}

func TestPositionsThatDoNotExistAreClamped(t *testing.T) {
	at := func(line, character uint32) protocol.Position {
		return protocol.Position{Line: line, Character: character}
	}
	change := func(start, end protocol.Position) []contentChange {
		return []contentChange{{Range: &protocol.Range{Start: start, End: end}, Text: "|"}}
	}
	tests := []struct {
		name       string
		start, end protocol.Position
		want       string
	}{
		{"past the end of a line", at(0, 99), at(0, 99), "a🚀b|\r\nc"},
		{"past the last line", at(9, 9), at(9, 9), "a🚀b\r\nc|"},
		{"to past the end", at(1, 0), at(7, 0), "a🚀b\r\n|"},
		{"between surrogates", at(0, 2), at(0, 2), "a|🚀b\r\nc"},
		{"from between surrogates", at(0, 2), at(0, 3), "a|b\r\nc"},
		{"an end before its start", at(1, 0), at(0, 0), "a🚀b\r\n|c"},
		{"the largest numbers", at(1<<32-1, 1<<32-1), at(1<<32-1, 1<<32-1), "a🚀b\r\nc|"},
	}
	for _, tt := range tests {
		if got := inUTF16.edited("a🚀b\r\nc", nil, change(tt.start, tt.end)); got != tt.want {
			t.Errorf("%s: %q, want %q", tt.name, got, tt.want)
		}
	}
}

func TestChangeWithoutRangeReplacesAll(t *testing.T) {
	changes := []contentChange{{Range: &protocol.Range{}, Text: "lost"}, {Text: "new"}, {Range: &protocol.Range{}, Text: "a "}}
	if got := inUTF16.edited("old", nil, changes); got != "a new" {
		t.Errorf("got %q, want %q", got, "a new")
	}
}
