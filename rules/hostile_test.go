package rules

import (
	"flag"
	"math/rand/v2"
	"strconv"
	"strings"
	"testing"
	"time"
)

var repetitions = flag.Int("repetitions", 60, "how many random texts to judge for the time that they take")

// tokens are what random texts are made of. The sign "№" stands for a number that counts up.
var tokens = strings.Split("](|][|]:|![|<!--|-->|<?|?>|<![CDATA[|</a|<a |<div>\n|{{include:|}}|{{|[[|]]|- |> |1. |  |    |\t|\n|\n\n|```|~~~|"+
	"---\n|===\n|# |## |[^|- [ ] |- [x] |2025-01-01|January 5, 2025|http://a.b|é|日本|\x00|\xff|<!-- cortex-disable-next-line x -->\n|TODO|"+
	"**Status:** |&#x1;|&|\\|a|B |.md|/|@|:|.|,|(|)|=|key: v\n|*|_|~|`|[|]|<|>|!|\"|'|+|-|#|№|…|==|<<<<<<< \n|>>>>>>> \n|=======\n|C:\\|/home/a/|"+
	"12|x| | |a b c|word |\r|\r\n|$|%|^|sk-|${|<T>|\u200b|**|__|# A\n|src/a.go|a.md#b", "|")

func randomPart(r *rand.Rand) string {
	tokens := append(tokens, "|", "|-|\n", "|a|b|\n")
	var b strings.Builder
	for range 1 + r.IntN(5) {
		b.WriteString(tokens[r.IntN(len(tokens))])
	}
	return b.String()
}

// repetition is a text of parts that come again and again.
type repetition struct{ a, b, c string }

func (p repetition) text(shape, size int) string {
	var b strings.Builder
	number := 0
	write := func(part string, times int) {
		for range times {
			b.WriteString(strings.ReplaceAll(part, "№", strconv.Itoa(number)))
			number++
		}
	}
	for round := 1; b.Len() < size; round++ {
		switch shape {
		case 0: // one part
			write(p.a, 1)
		case 1: // open and close
			write(p.a, size/2/len(p.a))
			write(p.b, 1)
			write(p.c, size/2/len(p.c))
		case 2: // something before all
			write(p.b, 1)
			write(p.a, size/len(p.a))
		case 3: // ever more of a part
			write(p.a, round)
			write(p.b, 1)
		case 4: // lines and paragraphs
			write(p.a, 40)
			write(p.b+"\n", 1)
		default:
			write(p.a, 400)
			write(p.c, 400)
			write("\n\n", 1)
		}
	}
	return b.String()
}

// TestRepetitionsTakeNoSquare looks for texts for which the rules take time that grows with the square of their length. More are tried
// with -repetitions.
func TestRepetitionsTakeNoSquare(t *testing.T) {
	r := rand.New(rand.NewPCG(1, 2))
	for range *repetitions {
		parts := repetition{randomPart(r), randomPart(r), randomPart(r)}
		shape := r.IntN(6)
		if grows(func(size int) string { return parts.text(shape, size) }, 64<<10, timeOfRules) {
			t.Errorf("shape %d of %#v takes a square", shape, parts)
		}
	}
}

// TestHintsAreFoundInOnePass looks for hints in long lines with what may begin one, again and again: to read on to the end of the line from
// each would take minutes.
func TestHintsAreFoundInOnePass(t *testing.T) {
	for _, part := range []string{"{{", "${A", "[a", "<a ", "-XX"} {
		found := make(chan hints, 1)
		go func() { found <- findHints(strings.Repeat(part, 4<<20/len(part))) }()
		select {
		case <-found:
		case <-time.After(time.Minute):
			t.Fatalf("%q takes too long", part)
		}
	}
}

// TestLongLinesAreReadOnce judges lines on which something stands so often that it may not be looked for in the whole line each time.
func TestLongLinesAreReadOnce(t *testing.T) {
	for _, part := range []string{"2025-02-30 ", "\u202ea ", "@C:\\--></a", "&#x1234567", "January 35, 2025 ", "- [ ] /home/ana/a ", "[a](b.md) ", "[[a#b]] ", "[a][b] ", "`a/b.go` "} {
		if grows(func(size int) string { return strings.Repeat(part, size/len(part)) }, 256<<10, timeOfRules) {
			t.Errorf("a line of %q is read again and again", part)
		}
	}
	if grows(func(size int) string { return "# " + strings.Repeat("a", size/2) + strings.Repeat("\n## b", size/12) }, 256<<10, timeOfRules) {
		t.Error("a long line is read again for the sections after it")
	}
}
