package rules

import (
	"context"
	"strings"
	"testing"
	"time"

	"cortex/markdown"
)

const (
	// worthwhile is what work must take to be looked at closer: if it grows with the square, it is half a second for a text of
	// 1 MB when it is this much for one of 64 KB.
	worthwhile = 2 * time.Millisecond
	// tries bounds how often a measurement is made again. Whatever disturbs it adds to it, so the least counts. On a machine that does
	// much else at the same time it takes some to meet a moment in which nothing does.
	tries = 10
)

// growth returns how many times as long some work takes for a text four times as long, 0 if that takes no time worth mentioning. It is
// 4 for work that is done once for each part of a text, and nears 16 for work that is done for each with all others. What is above
// most is measured again, and again only if it stays above that.
func growth(text func(size int) string, size int, most float64, work func(text string) time.Duration) float64 {
	small, large := work(text(size)), work(text(4*size))
	for range tries {
		if large < worthwhile || float64(large) <= most*float64(small) {
			break
		}
		small, large = min(small, work(text(size))), min(large, work(text(4*size)))
	}
	if large < worthwhile {
		return 0
	}
	return float64(large) / float64(max(small, 1))
}

// grows tells whether some work grows with the square of the length of a text of this size. What is in doubt is decided by longer texts,
// where the square leaves the rest behind.
func grows(text func(size int) string, size int, work func(text string) time.Duration) bool {
	const doubtful, certain = 5.5, 8
	return growth(text, size/4, doubtful, work) > doubtful && growth(text, size, certain, work) > certain
}

// timeOfRules returns how long the rules take for a text that is parsed.
func timeOfRules(text string) time.Duration {
	doc := markdown.Parse("memory-bank/progress.md", text)
	m := memory{bank: Bank{Root: "memory-bank", Profile: LookupProfile("cline")}, files: map[string]string{doc.Path: text}}
	w := parsedWorkspace{memory: m, list: m.Documents(), docs: map[string]*markdown.Document{doc.Path: doc}}
	begin := processorTime()
	Check(context.Background(), doc, w, Settings{})
	CheckBank(context.Background(), w, Settings{}, new(Survey))
	return processorTime() - begin
}

// TestSquaresAreFound measures work of which it is known how it grows.
func TestSquaresAreFound(t *testing.T) {
	text := func(size int) string { return strings.Repeat("[a](b ", size/6) }
	found := 0
	for _, test := range []struct {
		name string
		work func(text string)
		want bool
	}{
		{"each part is looked at a hundred times", func(text string) {
			for range 100 {
				found += strings.Count(text, "(")
			}
		}, false},
		{"each part is looked for in all that follows", func(text string) {
			for i := range len(text) / 6 {
				found += strings.Count(text[6*i:], "]")
			}
		}, true},
		{"each fortieth part is compared with all letters that follow", func(text string) {
			for i := 0; i < len(text); i += 240 {
				for k := range len(text) - i {
					if text[i+k] == 'x' {
						found++
					}
				}
			}
		}, true},
	} {
		timed := func(text string) time.Duration {
			begin := processorTime()
			test.work(text)
			return processorTime() - begin
		}
		got := grows(text, 64<<10, timed)
		for n := 0; n < tries && got != test.want; n++ { // the shorter text may have been disturbed
			got = grows(text, 64<<10, timed)
		}
		if got != test.want {
			t.Errorf("%s: found to grow with the square: %v", test.name, got)
		}
	}
	if found == 0 {
		t.Error("nothing was found")
	}
}
