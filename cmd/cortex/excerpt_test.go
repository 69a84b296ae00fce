package main

import (
	"strings"
	"testing"
	"unicode/utf8"

	"cortex/markdown"
)

func TestExcerptPutsCaretsUnderTheSpan(t *testing.T) {
	tests := []struct {
		name, line, at string
		source, carets string
	}{
		{"ascii", "see [a](b.md) there", "b.md", "see [a](b.md) there", "        ^~~~"},
		{"emoji take two columns", "🚀 see b.md", "b.md", "🚀 see b.md", "       ^~~~"},
		{"an emoji of several characters takes two", "👩‍💻 b.md", "b.md", "👩‍💻 b.md", "   ^~~~"},
		{"skin tone", "👍🏽 b.md", "b.md", "👍🏽 b.md", "   ^~~~"},
		{"a sign made an emoji", "❤️ b.md", "b.md", "❤️ b.md", "   ^~~~"},
		{"CJK", "見る b.md", "b.md", "見る b.md", "     ^~~~"},
		{"under CJK", "a 見る", "見る", "a 見る", "  ^~~~"},
		{"combining marks take none", "e\u0301e\u0301 b.md", "b.md", "e\u0301e\u0301 b.md", "   ^~~~"},
		{"tab", "\t- b.md", "b.md", "    - b.md", "      ^~~~"},
		{"tab in the middle", "ab\tb.md", "b.md", "ab  b.md", "    ^~~~"},
		{"BOM", "\ufeff# Title", "Title", "# Title", "  ^~~~~"},
		{"escape sequences are shown, not obeyed", "a\x1b[31m b.md", "b.md", "a␛[31m b.md", "       ^~~~"},
		{"right-to-left override", "a\u202eb b.md", "b.md", "a\ufffdb b.md", "    ^~~~"},
		{"invalid bytes", "a\xff\xfe b.md", "b.md", "a\ufffd\ufffd b.md", "    ^~~~"},
	}
	for _, tt := range tests {
		t.Run(tt.name, func(t *testing.T) {
			start := strings.Index(tt.line, tt.at)
			source, carets := excerpt(tt.line, markdown.Span{Start: start, End: start + len(tt.at)}, 80)
			if source != tt.source || carets != tt.carets {
				t.Errorf("got\n%q\n%q\nwant\n%q\n%q", source, carets, tt.source, tt.carets)
			}
		})
	}
}

func TestExcerptOfEmptySpanIsOneCaret(t *testing.T) {
	for _, tt := range []struct {
		line   string
		offset int
		want   string
	}{{"abc", 0, "^"}, {"abc", 2, "  ^"}, {"abc", 3, "   ^"}, {"", 0, "^"}, {"🚀", 4, "  ^"}} {
		if _, carets := excerpt(tt.line, markdown.Span{Start: tt.offset, End: tt.offset}, 80); carets != tt.want {
			t.Errorf("excerpt(%q) at %d: carets %q, want %q", tt.line, tt.offset, carets, tt.want)
		}
	}
}

func TestExcerptTrimsLongLinesAroundTheSpan(t *testing.T) {
	const limit = 60
	word := "b.md"
	for _, before := range []int{0, 30, 55, 70, 500, 5_000, 1_000_000} {
		for _, after := range []int{0, 30, 500, 1_000_000} {
			for _, fill := range []string{"x", "見"} {
				line := strings.Repeat(fill, before) + " " + word + " " + strings.Repeat(fill, after)
				start := before*len(fill) + 1
				source, carets := excerpt(line, markdown.Span{Start: start, End: start + len(word)}, limit)
				if !strings.Contains(source, word) || !strings.HasSuffix(carets, "^~~~") {
					t.Fatalf("%d %s before, %d after: %q\n%q", before, fill, after, source, carets)
				}
				at := widthOf(source[:strings.Index(source, word)])
				if got := strings.Index(carets, "^"); got != at {
					t.Errorf("%d %s before, %d after: caret at column %d, word at %d\n%s\n%s", before, fill, after, got, at, source, carets)
				}
				if has := strings.HasPrefix(source, "…"); before > limit && !has || before == 0 && has {
					t.Errorf("%d %s before, %d after: ellipsis in front is %v", before, fill, after, has)
				}
				if w := widthOf(source); w > limit {
					t.Errorf("%d %s before, %d after: %d columns, want at most %d", before, fill, after, w, limit)
				}
			}
		}
	}
}

func TestExcerptUnderlinesNoFurtherThanTheLineIsShown(t *testing.T) {
	line := strings.Repeat("x", 500)
	source, carets := excerpt(line, markdown.Span{Start: 10, End: 500}, 60)
	if len(carets) > 60 || widthOf(source) > 60 {
		t.Errorf("%d columns of source, %d of carets, want at most 60", widthOf(source), len(carets))
	}
}

func FuzzExcerpt(f *testing.F) {
	f.Add("a 🚀 \t b\x1b", 1, 4, 50)
	f.Add("\ufeff見る", 0, 99, 1)
	f.Fuzz(func(t *testing.T, line string, start, end, limit int) {
		start = max(0, min(start, len(line)))
		end = max(start, end)
		source, carets := excerpt(line, markdown.Span{Start: start, End: end}, limit%1000)
		if !utf8.ValidString(source) || strings.ContainsAny(source, "\x1b\n\r\t\a\b") {
			t.Errorf("harmful source %q", source)
		}
		if strings.Trim(carets, " ^~") != "" || !strings.Contains(carets, "^") {
			t.Errorf("carets %q", carets)
		}
	})
}

func widthOf(s string) int {
	cells := layout(s)
	if len(cells) == 0 {
		return 0
	}
	return cells[len(cells)-1].end()
}

func TestExcerptShowsACutAlsoBeforeCharactersWithoutWidth(t *testing.T) {
	line := strings.Repeat("\u0301", bytesAroundExcerpt) + "b.md"
	if source, _ := excerpt(line, markdown.Span{Start: len(line) - 4, End: len(line)}, 60); !strings.HasPrefix(source, "…") {
		t.Errorf("source begins with %q", source[:10])
	}
}

func TestExcerptShowsAllOfASpanThatFits(t *testing.T) {
	word := strings.Repeat("w", 40)
	for _, before := range []int{0, 10, 20, 40, 400} {
		line := strings.Repeat("x", before) + word + strings.Repeat("x", 100)
		source, carets := excerpt(line, markdown.Span{Start: before, End: before + len(word)}, 60)
		if !strings.Contains(source, word) || strings.TrimLeft(carets, " ") != "^"+strings.Repeat("~", len(word)-1) {
			t.Errorf("%d before:\n%s\n%s", before, source, carets)
		}
	}
}

// TestAPlainLineIsShownAsAnyOther compares the short way of plain lines with the long one.
func TestAPlainLineIsShownAsAnyOther(t *testing.T) {
	for _, line := range []string{"", " ", "see [a](b.md) there", "trailing   ", strings.Repeat("x", 40)} {
		for start := range len(line) + 3 {
			for end := start; end < len(line)+5; end++ {
				span := markdown.Span{Start: start, End: end}
				source, carets := excerpt(line, span, 40)
				want, wantCarets := excerptOfCells(line, span, cutAt{}, 40)
				if source != want || carets != wantCarets {
					t.Fatalf("%q, %v: %q, %q; want %q, %q", line, span, source, carets, want, wantCarets)
				}
			}
		}
	}
}

func TestAByteOrderMarkIsShownAtTheStartOfTheLine(t *testing.T) {
	for _, text := range []string{"\ufeff", "\ufeff# Title", "\ufeff# Tïtle\nmore"} {
		first := markdown.NewLineIndex(text).Line(0)
		for _, span := range []markdown.Span{{Start: 0, End: 0}, {Start: 0, End: 3}} {
			source, carets := excerptOf(first, span, 80)
			if source != first.Text || carets != "^" {
				t.Errorf("%v of %q: got %q, %q", span, text, source, carets)
			}
		}
	}
}
