package main

import (
	"cmp"
	"fmt"
	"hash/fnv"
	"io"
	"math/rand/v2"
	"slices"
	"strings"

	"cortex/markdown"
	"cortex/rules"
)

// drawnRules is for how many of the most frequent rules diagnostics are drawn unless one rule is named.
const drawnRules = 10

// excerptMargin is how many lines are printed before and after those of a diagnostic.
const excerptMargin = 2

// excerptWidth is where a printed line is cut, in bytes.
const excerptWidth = 400

// draw tells which diagnostics to print for reading by hand.
type draw struct {
	// count is how many of each rule; 0 for none at all.
	count int
	seed  uint64
	// rule limits the draw to one rule; "" for the most frequent.
	rule string
}

// drawn is a diagnostic and where it was found.
type drawn struct {
	workspace workspace
	rules.Diagnostic
}

// printDraw prints what is drawn. What is drawn depends on the diagnostics and the seed only, and what is
// drawn of a rule not on other rules.
func printDraw(w io.Writer, all []workspace, least rules.Severity, d draw) {
	byRule := map[string][]drawn{}
	counts := tallies[string]{}
	for _, ws := range all {
		for _, x := range ws.diagnostics {
			if x.Severity >= least && (d.rule == "" || d.rule == x.Rule) {
				byRule[x.Rule] = append(byRule[x.Rule], drawn{ws, x})
				counts.add(x.Rule, ws.bankOf(x), ws.name+"/"+x.Path)
			}
		}
	}
	names := loudest(counts)
	for _, name := range names[:min(drawnRules, len(names))] {
		found := byRule[name]
		fmt.Fprintf(w, "== %s: %d of %d\n", name, min(d.count, len(found)), len(found))
		for _, x := range d.from(name, found) {
			x.print(w)
		}
	}
}

// from draws among the diagnostics of one rule, which it sorts.
func (d draw) from(rule string, found []drawn) []drawn {
	slices.SortFunc(found, drawn.compare)
	h := fnv.New64a()
	io.WriteString(h, rule)
	random := rand.New(rand.NewPCG(d.seed, h.Sum64()))
	random.Shuffle(len(found), func(i, j int) { found[i], found[j] = found[j], found[i] })
	found = found[:min(d.count, len(found))]
	slices.SortFunc(found, drawn.compare)
	return found
}

func (x drawn) compare(y drawn) int {
	return cmp.Or(
		strings.Compare(x.workspace.name, y.workspace.name),
		strings.Compare(x.Path, y.Path),
		cmp.Compare(x.Span.Start, y.Span.Start),
		cmp.Compare(x.Span.End, y.Span.End),
		strings.Compare(x.Message, y.Message),
	)
}

// print prints the place, the message and the lines around it, those of the diagnostic marked.
func (x drawn) print(w io.Writer) {
	first, last := x.workspace.lines(x.Path, x.Span)
	fmt.Fprintf(w, "\n%s/%s:%d %s: %s\n", x.workspace.name, x.Path, first, x.Severity, x.Message)
	f := x.workspace.snapshot.File(x.Path)
	if f == nil {
		return
	}
	last = min(last, first+excerptMargin)
	for line := max(1, first-excerptMargin); line <= min(last+excerptMargin, f.Lines().Count()); line++ {
		mark := ' '
		if line >= first && line <= last {
			mark = '>'
		}
		fmt.Fprintf(w, "%c%5d  %s\n", mark, line, cut(f.Lines().LineSpan(line-1), f.Text()))
	}
}

// cut returns the start of a line, as much as is printed of it.
func cut(line markdown.Span, text string) string {
	if line.Len() <= excerptWidth {
		return line.In(text)
	}
	return strings.ToValidUTF8(text[line.Start:line.Start+excerptWidth], "") + "…"
}
