package markdown

import (
	"strings"
	"testing"
	"unicode/utf16"
	"unicode/utf8"
)

func TestLinesEndAsInTheProtocol(t *testing.T) {
	tests := []struct {
		text  string
		lines []string
	}{
		{"", []string{""}},
		{"a", []string{"a"}},
		{"a\n", []string{"a", ""}},
		{"\na", []string{"", "a"}},
		{"a\nb", []string{"a", "b"}},
		{"a\r\nb\r\n", []string{"a", "b", ""}},
		{"a\rb\r", []string{"a", "b", ""}},
		{"\r\r\n\n\r", []string{"", "", "", "", ""}},
		{"a\rb\r\nc\rd\n\re", []string{"a", "b", "c", "d", "", "e"}},
		{"a\u2028b\x0bc\x85d\ne", []string{"a\u2028b\x0bc\x85d", "e"}},
		{"\ufeff", []string{""}},
		{"\ufeff\na", []string{"", "a"}},
		{"\ufeffa\r\n\ufeffb", []string{"a", "\ufeffb"}},
	}
	for _, tt := range tests {
		x := NewLineIndex(tt.text)
		if x.Count() != len(tt.lines) {
			t.Errorf("%q: %d lines, want %d", tt.text, x.Count(), len(tt.lines))
			continue
		}
		for i, want := range tt.lines {
			if got := x.LineSpan(i).In(tt.text); got != want {
				t.Errorf("%q: line %d is %q, want %q", tt.text, i, got, want)
			}
		}
	}
}

func TestColumnsInEveryUnit(t *testing.T) {
	// é has 2 bytes, € 3, 😄 4 bytes and 2 code units; \xff and the torn € are one character a byte.
	const text = "\ufeffaé€😄b\r\n\xff\xe2\x82x\nplain\r"
	tests := []struct {
		what                     string
		offset                   int
		line, col8, col16, col32 int
	}{
		{"a after the BOM", 3, 0, 0, 0, 0},
		{"é", 4, 0, 1, 1, 1},
		{"€", 6, 0, 3, 2, 2},
		{"😄", 9, 0, 6, 3, 3},
		{"b", 13, 0, 10, 5, 4},
		{"end of line 0", 14, 0, 11, 6, 5},
		{"\\xff", 16, 1, 0, 0, 0},
		{"\\xe2", 17, 1, 1, 1, 1},
		{"\\x82", 18, 1, 2, 2, 2},
		{"x", 19, 1, 3, 3, 3},
		{"end of line 1", 20, 1, 4, 4, 4},
		{"end of line 2", 26, 2, 5, 5, 5},
		{"end of text", 27, 3, 0, 0, 0},
	}
	x := NewLineIndex(text)
	for _, tt := range tests {
		check := func(unit string, line, col, want, back int) {
			if line != tt.line || col != want {
				t.Errorf("%s: offset %d is %d:%d in %s, want %d:%d", tt.what, tt.offset, line, col, unit, tt.line, want)
			}
			if back != tt.offset {
				t.Errorf("%s: %d:%d in %s is offset %d, want %d", tt.what, tt.line, want, unit, back, tt.offset)
			}
		}
		line, col := x.OffsetLineCol8(tt.offset)
		check("bytes", line, col, tt.col8, x.LineCol8Offset(tt.line, tt.col8))
		line, col = x.OffsetLineCol16(tt.offset)
		check("code units", line, col, tt.col16, x.LineCol16Offset(tt.line, tt.col16))
		line, col = x.OffsetLineCol32(tt.offset)
		check("code points", line, col, tt.col32, x.LineCol32Offset(tt.line, tt.col32))
	}
}

func TestOffsetsAreClamped(t *testing.T) {
	const text = "\ufeffa€😄\r\nbc"
	tests := []struct {
		what                string
		offset, line, col16 int
	}{
		{"before the text", -1, 0, 0},
		{"inside the BOM", 2, 0, 0},
		{"inside €, second byte", 5, 0, 1},
		{"inside €, third byte", 6, 0, 1},
		{"inside 😄, last byte", 10, 0, 2},
		{"between CR and LF", 12, 0, 4},
		{"past the end", 99, 1, 2},
	}
	x := NewLineIndex(text)
	for _, tt := range tests {
		if line, col := x.OffsetLineCol16(tt.offset); line != tt.line || col != tt.col16 {
			t.Errorf("%s: offset %d is %d:%d, want %d:%d", tt.what, tt.offset, line, col, tt.line, tt.col16)
		}
	}
}

func TestLinesAndColumnsAreClamped(t *testing.T) {
	const text = "\ufeffa😄\r\nbc"
	tests := []struct {
		what                  string
		line, col             int
		offset8, off16, off32 int
	}{
		{"negative line", -1, 5, 3, 3, 3},
		{"negative column", 0, -1, 3, 3, 3},
		{"negative column, last line", 1, -7, 10, 10, 10},
		{"inside a character", 0, 2, 4, 4, 8},
		{"past the end of a line", 0, 99, 8, 8, 8},
		{"past the end of the last line", 1, 99, 12, 12, 12},
		{"line past the last", 2, 0, 12, 12, 12},
		{"far past the last", 1 << 40, 1 << 40, 12, 12, 12},
	}
	x := NewLineIndex(text)
	for _, tt := range tests {
		got := [3]int{x.LineCol8Offset(tt.line, tt.col), x.LineCol16Offset(tt.line, tt.col), x.LineCol32Offset(tt.line, tt.col)}
		if want := [3]int{tt.offset8, tt.off16, tt.off32}; got != want {
			t.Errorf("%s: %d:%d is at %v, want %v", tt.what, tt.line, tt.col, got, want)
		}
	}
	ascii := NewLineIndex("ab\ncd")
	for _, col := range []int{-1, 0} {
		if got := ascii.LineCol16Offset(1, col); got != 3 {
			t.Errorf("1:%d of ASCII text is at %d, want 3", col, got)
		}
	}
	if got := ascii.LineCol32Offset(0, 99); got != 2 {
		t.Errorf("0:99 of ASCII text is at %d, want 2", got)
	}
	if got := x.LineSpan(-1); got != (Span{3, 3}) {
		t.Errorf("line before the first spans %v, want %v", got, Span{3, 3})
	}
	if got := x.LineSpan(2); got != (Span{12, 12}) {
		t.Errorf("line past the last spans %v, want %v", got, Span{12, 12})
	}
}

func TestASCIITextIsRecognised(t *testing.T) {
	for at := range 20 {
		text := strings.Repeat("a", at) + "\x80" + strings.Repeat("b", 20)
		if isASCII(text) {
			t.Errorf("%q passes as ASCII", text)
		}
	}
	if isASCII("short\x80") {
		t.Error("text of less than eight bytes is not looked at to its end")
	}
	for size := range 20 {
		if text := strings.Repeat("\x7f", size); !isASCII(text) {
			t.Errorf("%q does not pass as ASCII", text)
		}
	}
}

var indexSeeds = []string{
	"", "a", "a\nb\n", "a\r\nb\rc", "\ufeff", "\ufeff\r\n", "\ufeffé\r\n\ufeff😄", "\xff\xe2\x82\xac\xe2\x82", "\xed\xa0\x80\n",
	"\r\r\n\n\r", "👩‍💻 ok\n| 表 |\r", "\x80\x80\x80\x80", "a\xf0\x9f\x98\nb",
}

func FuzzOffsetsSurviveTheRoundTrip(f *testing.F) {
	for _, s := range indexSeeds {
		f.Add(s, 3)
	}
	f.Fuzz(func(t *testing.T, text string, any int) {
		x := NewLineIndex(text)
		for line := range x.Count() {
			span := x.LineSpan(line)
			col16, col32 := 0, 0
			for i, r := range span.In(text) {
				at := span.Start + i
				if got := x.LineCol8Offset(x.OffsetLineCol8(at)); got != at {
					t.Fatalf("%q: offset %d comes back as %d through bytes", text, at, got)
				}
				if l, c := x.OffsetLineCol16(at); l != line || c != col16 || x.LineCol16Offset(l, c) != at {
					t.Fatalf("%q: offset %d is %d:%d, back %d, want column %d in code units", text, at, l, c, x.LineCol16Offset(l, c), col16)
				}
				if l, c := x.OffsetLineCol32(at); l != line || c != col32 || x.LineCol32Offset(l, c) != at {
					t.Fatalf("%q: offset %d is %d:%d, back %d, want column %d in code points", text, at, l, c, x.LineCol32Offset(l, c), col32)
				}
				col16 += utf16.RuneLen(r)
				col32++
			}
		}
		for _, at := range []int{x.LineCol8Offset(any, any), x.LineCol16Offset(any, any), x.LineCol32Offset(any, any)} {
			if at < 0 || at > len(text) {
				t.Fatalf("%q: %d:%d is at %d", text, any, any, at)
			}
		}
		x.OffsetLineCol16(any)
	})
}

// FuzzLinesAreThoseOfTheText compares the table with a plain reading of the text.
func FuzzLinesAreThoseOfTheText(f *testing.F) {
	for _, s := range indexSeeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, text string) {
		plain := strings.TrimPrefix(text, "\ufeff")
		plain = strings.ReplaceAll(strings.ReplaceAll(plain, "\r\n", "\n"), "\r", "\n")
		want := strings.Split(plain, "\n")
		x := NewLineIndex(text)
		if x.Count() != len(want) {
			t.Fatalf("%q: %d lines, want %d", text, x.Count(), len(want))
		}
		for i, line := range want {
			if got := x.LineSpan(i).In(text); got != line {
				t.Fatalf("%q: line %d is %q, want %q", text, i, got, line)
			}
		}
		for offset := range len(text) + 1 {
			line := x.OffsetLine(offset)
			if span := x.LineSpan(line); offset < span.Start && line > 0 || line+1 < x.Count() && offset >= x.LineSpan(line+1).Start {
				t.Fatalf("%q: offset %d is on line %d, which spans %v", text, offset, line, span)
			}
		}
	})
}

// FuzzEditsByColumnEqualEditsOnRunes replaces a range given in columns, and the
// same range on lines held as runes, as a client without byte offsets does.
func FuzzEditsByColumnEqualEditsOnRunes(f *testing.F) {
	for _, s := range indexSeeds {
		f.Add(s, uint(0), uint(1), uint(1), uint(2), "x\r\n€")
	}
	f.Fuzz(func(t *testing.T, text string, line1, col1, line2, col2 uint, insert string) {
		if !utf8.ValidString(text) || !utf8.ValidString(insert) {
			return
		}
		x := NewLineIndex(text)
		from, to := runeAt(text, int(line1), int(col1)), runeAt(text, int(line2), int(col2))
		span := Span{x.LineCol32Offset(int(line1), int(col1)), x.LineCol32Offset(int(line2), int(col2))}
		if (from > to) != (span.Start > span.End) {
			t.Fatalf("%q: runes %d-%d, bytes %v", text, from, to, span)
		}
		if from > to {
			from, to, span = to, from, Span{span.End, span.Start}
		}
		runes := []rune(text)
		want := string(runes[:from]) + insert + string(runes[to:])
		got, err := Apply(text, []Edit{{span, insert}})
		if err != nil || got != want {
			t.Fatalf("%q: %q (%v), want %q", text, got, err, want)
		}
	})
}

// runeAt finds a line and column by walking over every rune.
func runeAt(text string, line, col int) int {
	runes := []rune(text)
	at := 0
	if len(runes) > 0 && runes[0] == '\ufeff' {
		at = 1
	}
	if line < 0 {
		return at
	}
	for ; line > 0; line-- {
		for at < len(runes) && runes[at] != '\n' && runes[at] != '\r' {
			at++
		}
		if at == len(runes) {
			return at
		}
		if runes[at] == '\r' && at+1 < len(runes) && runes[at+1] == '\n' {
			at++
		}
		at++
	}
	for ; col > 0 && at < len(runes) && runes[at] != '\n' && runes[at] != '\r'; col-- {
		at++
	}
	return at
}

func BenchmarkNewLineIndex(b *testing.B) {
	text := strings.Repeat("- a line of some text in a file\n", 10<<20/32)
	b.SetBytes(int64(len(text)))
	for b.Loop() {
		NewLineIndex(text)
	}
}
