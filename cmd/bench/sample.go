package main

import (
	"fmt"
	"math"
	"slices"
	"strconv"
	"strings"
	"time"
)

// sample is one thing measured several times, in milliseconds or megabytes.
type sample []float64

func (s *sample) add(d time.Duration) { *s = append(*s, float64(d.Nanoseconds())/1e6) }

// quantile returns the value that a share of q lies at or below, by the nearest rank.
func (s sample) quantile(q float64) float64 {
	sorted := slices.Sorted(slices.Values(s))
	return sorted[max(0, int(math.Ceil(q*float64(len(sorted))))-1)]
}

// spread prints the median with the least and the greatest value.
func (s sample) spread() string {
	if len(s) == 0 {
		return "–"
	}
	return fmt.Sprintf("%s (%s–%s)", number(s.quantile(0.5)), number(slices.Min(s)), number(slices.Max(s)))
}

// tail prints the median with the value that one in a hundred exceeds.
func (s sample) tail() string {
	if len(s) == 0 {
		return "–"
	}
	return fmt.Sprintf("%s (%s)", number(s.quantile(0.5)), number(s.quantile(0.99)))
}

// middle prints the median.
func (s sample) middle() string {
	if len(s) == 0 {
		return "–"
	}
	return number(s.quantile(0.5))
}

// number prints two digits or more, and thousands with a comma.
func number(v float64) string {
	switch {
	case v < 1:
		return strconv.FormatFloat(v, 'f', 2, 64)
	case v < 10:
		return strconv.FormatFloat(v, 'f', 1, 64)
	}
	return count(int(math.Round(v)))
}

// count prints a whole number with commas.
func count(n int) string {
	digits := strconv.Itoa(n)
	for i := len(digits) - 3; i > 0; i -= 3 {
		digits = digits[:i] + "," + digits[i:]
	}
	return digits
}

// table is a table of the page.
type table struct {
	head []string
	rows [][]string
}

func (t *table) add(cells ...string) { t.rows = append(t.rows, cells) }

// String writes the table in Markdown: what it names to the left, figures to the right.
func (t *table) String() string {
	var b strings.Builder
	line := func(cells []string) { b.WriteString("| " + strings.Join(cells, " | ") + " |\n") }
	line(t.head)
	line(append([]string{"---"}, slices.Repeat([]string{"---:"}, len(t.head)-1)...))
	for _, row := range t.rows {
		line(row)
	}
	return b.String()
}
