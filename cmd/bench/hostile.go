package main

import (
	"context"
	"fmt"
	"path/filepath"
	"strings"
)

// hostileText is a text on which parsers of Markdown tend to take time that grows with the square of its length.
type hostileText struct{ name, text string }

func hostileTexts(size int) []hostileText {
	repeated := func(s string) string { return strings.Repeat(s, size/len(s)) }
	nested := func(open, inner, closed string) string {
		n := size / (len(open) + len(closed))
		return strings.Repeat(open, n) + inner + strings.Repeat(closed, n)
	}
	return []hostileText{
		{"usual text, to compare", newAuthor(1).file(len(coreFiles), size)},
		{"emphasis that never closes", repeated("*a_ ")},
		{"strong emphasis that is closed by less", "a**b" + repeated("c* ")},
		{"links that never close", repeated("[a](<b")},
		{"nested brackets", nested("[", "a", "]")},
		{"nested quotes", repeated("> ") + "a"},
		{"nested lists", repeated("- ") + "a"},
		{"many definitions in one paragraph", repeated("[a]: u\n")},
		{"a table with escaped pipes in code", "|a|\n|-|\n" + repeated("|`\\|`|\n")},
		{"a wide table", repeated("|a")[:size/2] + "\n" + repeated("|-")[:size/2] + "\n"},
		{"backticks in growing numbers", growingBackticks(size)},
		{"footnotes", repeated("[^a]: x\n")},
	}
}

func growingBackticks(size int) string {
	var b strings.Builder
	for n := 1; b.Len() < size; n++ {
		b.WriteString("e" + strings.Repeat("`", n))
	}
	return b.String()
}

// hostile measures checks of one file with hostile text. Who takes longer than the limit is stopped.
func (b *bench) hostile() (*table, error) {
	t := &table{head: []string{"text", "Cortex, ms", "memory, MB"}}
	if b.peers != "" {
		t.head = append(t.head, "rumdl, ms", "memory, MB")
	}
	for i, h := range hostileTexts(b.hostileSize) {
		bank := filepath.Join(b.work, fmt.Sprintf("hostile-%d-%d", b.hostileSize, i))
		if err := writeBank(bank, len(coreFiles)); err != nil {
			return nil, err
		}
		name := filepath.Join(bank, "hostile.md")
		if err := writeFile(name, h.text); err != nil {
			return nil, err
		}
		row := []string{h.name}
		contenders := b.attacked(bank)
		failures, err := b.withinLimit(contenders)
		if err != nil {
			return nil, err
		}
		for _, c := range contenders {
			if failure := failures[c]; failure != "" {
				row = append(row, failure, "–")
			} else {
				row = append(row, c.times.spread(), c.memory.middle())
			}
		}
		t.add(row...)
	}
	return t, nil
}

// attacked returns who checks the bank. Each has one rule or so of its own that looks at everything.
func (b *bench) attacked(bank string) []*contender {
	args := []string{b.cortex, "check", bank}
	if b.keeps {
		args = []string{b.cortex, "check", "--no-cache", bank}
	}
	all := []*contender{{name: "Cortex", args: args}}
	if b.peers != "" {
		all = append(all, &contender{name: "rumdl", args: []string{b.rumdl(), "check", "--no-config", "--quiet", "--enable", fourRules, "--no-cache", bank}})
	}
	return all
}

// withinLimit runs the contenders once, with a limit, and those that keep it so often that there is a median. It tells how the
// others fail.
func (b *bench) withinLimit(contenders []*contender) (map[*contender]string, error) {
	failures := map[*contender]string{}
	var able []*contender
	for _, c := range contenders {
		ctx, cancel := context.WithTimeout(context.Background(), b.limit)
		_, _, err := c.run(ctx, 0)
		switch {
		case ctx.Err() != nil:
			failures[c] = "over " + count(int(b.limit.Milliseconds()))
		case err != nil:
			failures[c] = "fails" // most often since its stack is full
		default:
			able = append(able, c)
		}
		cancel()
	}
	return failures, interleave(able, b.rounds)
}
