package bank

import (
	"math/rand/v2"
	"strings"
	"testing"

	"github.com/tiktoken-go/tokenizer/codec"

	"cortex/markdown"
	"cortex/rules"
)

// wholeCount counts a text in one go.
func wholeCount(text string) int { return newTokenizer().count(text) }

// TestCountsOfPiecesAddUp holds the claim that no token reaches into a line that begins a piece: over texts
// made of what the encoding's regular expression tells apart, and most of all before headings.
func TestCountsOfPiecesAddUp(t *testing.T) {
	parts := []string{
		"#", "## ", "\n", "\n", "\n\n", "\r\n", " ", "  ", "\t", "\u00a0", "\u0085", "\u2028", "/", "//", "a", "Word", "WORD", "'s", "don't", "12", "1234",
		"-", "!?", "...", "é", "\u0301", "漢字", "かな", "слово", "🚀", "_", "|", "```", "\x80", "\r",
	}
	random := rand.New(rand.NewPCG(1, 2))
	for range 20000 {
		var b strings.Builder
		for range 1 + random.IntN(12) {
			b.WriteString(parts[random.IntN(len(parts))])
		}
		text := b.String()
		if counts := countTokens(text, nil, newTokenizer()); counts.before[len(counts.before)-1] != wholeCount(text) {
			t.Fatalf("%q has %d tokens, its pieces %v add up to %v", text, wholeCount(text), counts.starts, counts.before)
		}
	}
}

func TestTokensOfSectionsAddUp(t *testing.T) {
	text := "Intro, with 12,345 words!\n\n\n# One\n/slash\n\n## Two\ntext\n   # Three\n\n- a\n  - b  \n\n\t\n# Four\n"
	files := inMemory(withBank("memory-bank", map[string]string{"memory-bank/activeContext.md": text}))
	snapshot := rescan(t, memoryFolder(files, newEngine()), ScanOptions{})
	path := "memory-bank/activeContext.md"
	doc := snapshot.document(path)
	all := markdown.Span{End: len(text)}
	sum := snapshot.Tokens(path, markdown.Span{End: doc.Sections[0].Heading.Start}).Count
	for _, section := range doc.Sections {
		got := snapshot.Tokens(path, section.Span())
		if want := wholeCount(section.Span().In(text)); !got.Exact || got.Count != want {
			t.Errorf("section %q: %v, want %d", section.Title, got, want)
		}
		sum += got.Count
	}
	if got := snapshot.Tokens(path, all); got.Count != sum || sum != wholeCount(text) {
		t.Errorf("the file has %v, its sections %d, counted in one go %d", got, sum, wholeCount(text))
	}
	if got := snapshot.Tokens(path, markdown.Span{Start: 7, End: 11}); got.Count != wholeCount(text[7:11]) {
		t.Errorf("part of a line: %v", got)
	}
	for _, none := range []markdown.Span{{Start: -1, End: 3}, {Start: 3, End: 2}, {End: len(text) + 1}} {
		if got := snapshot.Tokens(path, none); got != (rules.Tokens{}) {
			t.Errorf("%v: %v, want none", none, got)
		}
	}
}

func TestTokensOfSpans(t *testing.T) {
	text := "one two\nthree, four\n\n  five\n/six\nseven"
	counts := countTokens(text, nil, newTokenizer())
	for start := range len(text) {
		for end := start + 1; end <= len(text); end++ {
			got := counts.in(markdown.Span{Start: start, End: end}, newTokenizer())
			// A part that begins inside a piece is counted by itself up to the next piece.
			if want := wholeCount(text[start:end]); got < want || got > want+2 {
				t.Errorf("%q: %d, want %d", text[start:end], got, want)
			}
		}
	}
}

// TestTokensOfPartsWithAnotherEnd counts parts that begin with a piece, as sections do, and end anywhere.
func TestTokensOfPartsWithAnotherEnd(t *testing.T) {
	text := "# One\ntwo  \n\n\n# Three, four\n\n  five\n/six\nseven!\n\n\n"
	counts := countTokens(text, nil, newTokenizer())
	for _, start := range counts.starts {
		for end := start + 1; end <= len(text); end++ {
			for _, gap := range []string{"", "\n\n"} {
				got := counts.ended(markdown.Span{Start: start, End: end}, gap, newTokenizer())
				if want := wholeCount(text[start:end] + gap); got != want {
					t.Errorf("%q with %q: %d, want %d", text[start:end], gap, got, want)
				}
			}
		}
	}
}

// TestEditedTextKeepsCounts shows that a change counts what is new, and nothing again that is not.
func TestEditedTextKeepsCounts(t *testing.T) {
	old := strings.Repeat("# Title\n\nSome words here.\n", 50)
	at := len(old) / 2
	first := newFile("a.md", old)
	first.content.tokens(newTokenizer())
	unread := newFile("a.md", old[:at]+"x"+old[at:], first)
	second := newFile("a.md", old[:at]+"xyz\n"+old[at:], unread)
	untouched := &tokenizer{func() *codec.Codec {
		t.Error("the tokenizer is asked again about a text that it knows")
		return newTokenizer().load()
	}}
	if head, tail := (&tokenCounts{text: second.Text(), starts: piecesOf(second.Text())}).sharedPieces(second.content.earlier.Load()); head+tail < 98 {
		t.Errorf("%d pieces of 101 are taken over", head+tail)
	}
	got := second.content.tokens(newTokenizer())
	if want := wholeCount(second.Text()); got.before[len(got.before)-1] != want {
		t.Errorf("%d tokens after an edit, want %d", got.before[len(got.before)-1], want)
	}
	undone := newFile("a.md", second.Text()[:at]+second.Text()[at+4:], second)
	same := countTokens(second.Text(), got, untouched)
	if undone.content.earlier.Load() != got || same.before[len(same.before)-1] != wholeCount(second.Text()) {
		t.Error("the counts of the text before are lost")
	}
}

// TestVeryBlankTextIsCounted would take minutes if a long blank part were one piece.
func TestVeryBlankTextIsCounted(t *testing.T) {
	text := "# Title\n" + strings.Repeat(" \n", 100_000) + "end\n"
	if got := countTokens(text, nil, newTokenizer()); got.before[len(got.before)-1] < 1000 {
		t.Errorf("%d tokens", got.before[len(got.before)-1])
	}
}

// BenchmarkTokensAfterEdit is what a keystroke in a file near its bound costs, against the first count.
func BenchmarkTokensAfterEdit(b *testing.B) {
	text := strings.Repeat("## Section\n\n- An item of 60 characters, more or less, about nothing\n- Another\n\n", 800)
	counter := newTokenizer()
	counter.count("load")
	b.Run("first", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			countTokens(text, nil, counter)
		}
	})
	earlier := countTokens(text, nil, counter)
	edited := text[:len(text)/2] + "x" + text[len(text)/2:]
	b.Run("edit", func(b *testing.B) {
		b.SetBytes(int64(len(text)))
		for b.Loop() {
			countTokens(edited, earlier, counter)
		}
	})
}
