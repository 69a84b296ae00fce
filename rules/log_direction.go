package rules

import (
	"fmt"
	"sort"
	"strings"

	"cortex/markdown"
)

// direction returns whether a log is newest first. It is false where too many entries break either direction.
func (p *Pass) direction(log []logEntry) (newestFirst, ok bool) {
	switch p.Option("direction") {
	case "newest-first":
		return true, true
	case "oldest-first":
		return false, true
	}
	down, up := countKept(longestRun(log, true)), countKept(longestRun(log, false))
	most := max(down, up)
	return down > up, down != up && (len(log)-most)*mostBreaks <= len(log)
}

func countKept(kept []bool) int {
	n := 0
	for _, k := range kept {
		if k {
			n++
		}
	}
	return n
}

// rank orders days as they should stand.
func (e logEntry) rank(newestFirst bool) int {
	if newestFirst {
		return -e.day
	}
	return e.day
}

// longestRun tells for each entry whether it belongs to the most entries that together keep a direction.
func longestRun(log []logEntry, newestFirst bool) []bool {
	var tails []int // the last entry of the best run of each length
	before := make([]int, len(log))
	for i, e := range log {
		rank := e.rank(newestFirst)
		n := sort.Search(len(tails), func(n int) bool { return log[tails[n]].rank(newestFirst) > rank })
		before[i] = -1
		if n > 0 {
			before[i] = tails[n-1]
		}
		if n == len(tails) {
			tails = append(tails, i)
		} else {
			tails[n] = i
		}
	}
	kept := make([]bool, len(log))
	if len(tails) > 0 {
		for i := tails[len(tails)-1]; i >= 0; i = before[i] {
			kept[i] = true
		}
	}
	return kept
}

func (p *Pass) reportOutOfOrder(log []logEntry, i int, newestFirst bool, kept []bool) {
	e := log[i]
	next := nextKept(log, i, newestFirst, kept)
	order := directionName(newestFirst)
	d := Diagnostic{Span: e.span, Message: fmt.Sprintf("out of order: the log is %s, so this entry belongs at its end", order)}
	if next >= 0 {
		d.Message = fmt.Sprintf("out of order: the log is %s, so this entry belongs before that on line %d",
			order, p.Doc.Lines.OffsetLine(log[next].span.Start)+1)
		d.Related = []Related{{p.Doc.Path, log[next].span, "the entry after it"}}
	}
	if e.whole.Len() > 0 {
		d.Fixes = []Fix{p.edit("Move the entry to its place", false, p.moveEntry(log, i, next)...)}
	}
	p.Report(d)
}

// nextKept returns the first entry in order that belongs after entry i, -1 if that belongs at the end.
func nextKept(log []logEntry, i int, newestFirst bool, kept []bool) int {
	for j := range log {
		if kept[j] && log[j].rank(newestFirst) > log[i].rank(newestFirst) {
			return j
		}
	}
	return -1
}

// moveEntry moves a section before the one of entry next, or behind the last one.
func (p *Pass) moveEntry(log []logEntry, i, next int) []markdown.Edit {
	text, ending := p.Doc.Text, p.lineEnding()
	section := strings.TrimRight(log[i].whole.In(text), " \t\r\n")
	cut := p.cutSpan(log[i].whole)
	at, last := 0, log[len(log)-1].whole.End
	switch {
	case next >= 0:
		at, section = log[next].whole.Start, section+ending+ending
	case last < len(text):
		at, section = last, section+ending+ending
	default:
		at = len(strings.TrimRight(text, " \t\r\n"))
		section = ending + ending + section
	}
	return []markdown.Edit{cut, {Span: markdown.Span{Start: at, End: at}, New: section}}
}

func directionName(newestFirst bool) string {
	if newestFirst {
		return "newest first"
	}
	return "oldest first"
}
